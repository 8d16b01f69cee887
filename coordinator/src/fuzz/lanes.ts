/** Who takes part in a sequence. Sequences side by side have disjoint channels, jobs, devices and payees. */
import { addressOf, type DeviceId, type JobId, type Payee } from '@manyhands/protocol';
import type { PaidTo } from '../dispatch/journal.ts';
import type { Chain, SignedVoucher } from '../settlement/chain.ts';
import { type Channel, channelOf } from '../settlement/testing/signer.ts';

export interface Lane {
  readonly index: number;
  readonly channel: Channel;
  readonly payees: readonly { readonly address: Payee; readonly key: Uint8Array }[];
  /** Each with whom it earns for. */
  readonly devices: readonly { readonly id: DeviceId; readonly paid: PaidTo }[];
  /** Names its `nth` job. */
  jobId(nth: number): JobId;
}

/** What is signed for at most: so that each voucher is signed once for a hundred thousand sequences. */
export const MOST_VOUCHED = 1_000n;
const PAYEES = 3;

const keyOf = (lane: number, nth: number): Uint8Array => {
  const key = new Uint8Array(32).fill(0x51);
  key.set([lane >> 8, lane & 255, nth], 0);
  return key;
};
const textOf = (lane: number, nth: number, digits: number): string =>
  (lane * 100 + nth + 1).toString(16).padStart(digits, '0');

const lanes = new Map<string, Lane>();

/** The same each time: to make addresses out of keys takes milliseconds. */
export function laneOf(researcher: string, index: number): Lane {
  const name = `${researcher} ${index}`;
  const known = lanes.get(name);
  if (known !== undefined) return known;
  const payees = Array.from({ length: PAYEES }, (_, nth) => {
    const key = keyOf(index, nth);
    return { key, address: addressOf(key) as Payee };
  });
  const [ann, site, cause] = payees.map(({ address }) => address);
  const earnsFor: PaidTo[] = [
    { payee: ann, site: '' },
    { payee: ann, site: `${site} 200000 ${cause} 333333` },
    { payee: '', site: `${site} 100000 ${cause} 0` },
    { payee: '', site: '' },
    { payee: cause, site: '' },
  ];
  const lane = {
    index,
    channel: channelOf(researcher, index),
    payees,
    devices: earnsFor.map((paid, nth) => ({ id: `0x${textOf(index, nth, 40)}` as DeviceId, paid })),
    jobId: (nth: number) => textOf(index, nth, 32) as JobId,
  };
  lanes.set(name, lane);
  return lane;
}

const vouchers = new Map<string, SignedVoucher>();

/** Signed once for all sequences: that takes a millisecond. */
export function voucherOf({ channel }: Lane, chain: Chain, cumulative: bigint): SignedVoucher {
  const name = `${chain.hub} ${channel.id} ${cumulative}`;
  const known = vouchers.get(name);
  if (known !== undefined) return known;
  const voucher = channel.voucher(chain, cumulative);
  vouchers.set(name, voucher);
  return voucher;
}
