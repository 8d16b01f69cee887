import {
  ADDRESS,
  channelId,
  hubDomain,
  KnownError,
  LEDGER_UNITS_PER_TOKEN_UNIT,
  recoverTyped,
  type TokenUnits,
  VOUCHER,
} from '@manyhands/protocol';
import type { Db, Sql } from '../db/db.ts';
import { readChannelTotal } from '../db/limits/read-channel-total.ts';
import { addSteps } from '../db/settlement/add-steps.ts';
import { clearSteps } from '../db/settlement/clear-steps.ts';
import { raiseVoucher } from '../db/settlement/raise-voucher.ts';
import { readVouchered } from '../db/settlement/read-voucher.ts';
import type { VoucherStep } from '../db/settlement/records.ts';
import type { Chain, SignedVoucher } from './chain.ts';

/** A voucher, and with one that pays ahead others below it, so that no more need be redeemed than is owed. */
export interface OfferedVoucher extends SignedVoucher {
  readonly steps?: readonly VoucherStep[];
}

const BYTES32 = /^0x[0-9a-f]{64}$/;

/**
 * Accepts a voucher: signed by its channel's signer, covered by the deposit, higher than the last one [VO1].
 * Throws VOUCHER_FORGED, VOUCHER_STALE, CHANNEL_UNKNOWN, VOUCHER_UNCOVERED, SPENDING_LIMIT, or CHAIN_UNREACHABLE; then nothing changed.
 */
export async function acceptVoucher(
  db: Db,
  chain: Chain,
  offered: OfferedVoucher,
): Promise<{ channel: string; cumulative: TokenUnits }> {
  const voucher = normalised(offered);
  const channel = channelId(voucher.researcher, voucher.signer, voucher.salt);
  const { cumulative, steps = [] } = voucher;
  // The cheap checks first: a stranger's guess must not cost calls to the chain, nor more than one recovery of a signer.
  refuseForged(chain, channel, voucher, voucher);
  await refuseStale(db, channel, cumulative);
  for (const step of steps) refuseForged(chain, channel, voucher, step);
  await refuseUncovered(chain, channel, cumulative);
  const isRaised = await db.transaction(async (sql) => {
    await refuseBeyondLimit(sql, channel, cumulative);
    if (!(await raiseVoucher(sql, channel, voucher))) return false;
    if (steps.length > 0) {
      await clearSteps(sql, channel);
      await addSteps(sql, channel, steps);
    }
    return true;
  });
  if (!isRaised) await refuseStale(db, channel, cumulative);
  return { channel, cumulative };
}

function refuseForged(
  chain: Chain,
  channel: string,
  { signer }: SignedVoucher,
  { cumulative, signature }: VoucherStep,
): void {
  const promise = { channel, cumulative: cumulative as bigint };
  if (recoverTyped(hubDomain(chain.chainId, chain.hub), VOUCHER, promise, signature) === signer) return;
  throw new KnownError(
    'VOUCHER_FORGED',
    `this is not ${signer}'s signature of ${cumulative} for channel ${channel} at hub ${chain.hub} on chain ${chain.chainId}`,
  );
}

function normalised(voucher: OfferedVoucher): OfferedVoucher {
  const { cumulative } = voucher;
  const [researcher, signer, salt] = [voucher.researcher, voucher.signer, voucher.salt].map((text) =>
    text.toLowerCase(),
  );
  if (!ADDRESS.test(researcher) || !ADDRESS.test(signer) || !BYTES32.test(salt))
    throw new KnownError(
      'REQUEST_INVALID',
      'a channel is two addresses and a salt of 32 bytes, as 0x and hex',
    );
  if (cumulative < 0n || cumulative >> 64n !== 0n)
    throw new KnownError('REQUEST_INVALID', 'a cumulative amount is a whole number below 2^64');
  const steps = voucher.steps?.map((step) => step.cumulative) ?? [];
  if (steps.some((step, i) => step <= (steps[i - 1] ?? -1n) || step >= cumulative))
    throw new KnownError('REQUEST_INVALID', 'the steps of a voucher rise, and stay below it');
  return { ...voucher, researcher, signer, salt };
}

async function refuseStale(sql: Sql, channel: string, cumulative: bigint): Promise<void> {
  const last = await readVouchered(sql, channel);
  if (cumulative > last) return;
  throw new KnownError('VOUCHER_STALE', `the channel's last voucher is for ${last}: sign one above it`, {
    details: { vouchered: last.toString() },
  });
}

/** What the channel's account does not allow to be spent is not taken from whoever has the signer's key either. */
async function refuseBeyondLimit(sql: Sql, channel: string, cumulative: bigint): Promise<void> {
  const total = await readChannelTotal(sql, channel);
  if (total === null || cumulative * LEDGER_UNITS_PER_TOKEN_UNIT <= total) return;
  throw new KnownError(
    'SPENDING_LIMIT',
    `the channel may spend ${total / LEDGER_UNITS_PER_TOKEN_UNIT} token units in all by its account’s limit: raise the limit to promise more`,
    { details: { channel, total: String(total / LEDGER_UNITS_PER_TOKEN_UNIT) } },
  );
}

async function refuseUncovered(chain: Chain, channel: string, cumulative: bigint): Promise<void> {
  const { deposit, exiting } = await chain.channel(channel);
  if (deposit === 0n)
    throw new KnownError('CHANNEL_UNKNOWN', `nobody deposited into channel ${channel}: deposit first`);
  if (exiting)
    throw new KnownError('VOUCHER_UNCOVERED', `channel ${channel} is being withdrawn: cancel its exit first`);
  if (cumulative > deposit)
    throw new KnownError(
      'VOUCHER_UNCOVERED',
      `the deposit is ${deposit}: add ${cumulative - deposit} to it`,
      {
        details: { deposit: deposit.toString() },
      },
    );
}
