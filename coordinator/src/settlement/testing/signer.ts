import { addressOf, channelId, hubDomain, signTyped, type TokenUnits, VOUCHER } from '@manyhands/protocol';
import type { Chain, SignedVoucher } from '../chain.ts';

/** Signs vouchers for one researcher's channel. */
export interface Channel {
  readonly id: string;
  readonly researcher: string;
  readonly signer: string;
  readonly salt: string;
  voucher(chain: Chain, cumulative: bigint): SignedVoucher;
}

/** `n` makes different channels of one researcher. */
export function channelOf(researcher: string, n: number): Channel {
  const key = new Uint8Array(32).fill(n + 1);
  const signer = addressOf(key);
  const salt = `0x${n.toString(16).padStart(64, '0')}`;
  const id = channelId(researcher, signer, salt);
  return {
    id,
    researcher,
    signer,
    salt,
    voucher(chain, cumulative) {
      const signature = signTyped(key, hubDomain(chain.chainId, chain.hub), VOUCHER, {
        channel: id,
        cumulative,
      });
      return { researcher, signer, salt, cumulative: cumulative as TokenUnits, signature };
    },
  };
}
