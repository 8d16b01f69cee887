import {
  ADDRESS,
  channelId,
  hubDomain,
  KnownError,
  recoverTyped,
  type TokenUnits,
  VOUCHER,
} from '@manyhands/protocol';
import type { Sql } from '../db/db.ts';
import { raiseVoucher } from '../db/settlement/raise-voucher.ts';
import { readVouchered } from '../db/settlement/read-voucher.ts';
import type { Chain, SignedVoucher } from './chain.ts';

const BYTES32 = /^0x[0-9a-f]{64}$/;

/**
 * Accepts a voucher: signed by its channel's signer, covered by the deposit, higher than the last one [VO1].
 * Throws VOUCHER_FORGED, VOUCHER_STALE, CHANNEL_UNKNOWN, VOUCHER_UNCOVERED, or CHAIN_UNREACHABLE; then nothing changed.
 */
export async function acceptVoucher(
  sql: Sql,
  chain: Chain,
  offered: SignedVoucher,
): Promise<{ channel: string; cumulative: TokenUnits }> {
  const voucher = normalised(offered);
  const channel = channelId(voucher.researcher, voucher.signer, voucher.salt);
  const { cumulative } = voucher;
  // The cheap checks first: a stranger's guess must not cost calls to the chain.
  const promise = { channel, cumulative: cumulative as bigint };
  if (
    recoverTyped(hubDomain(chain.chainId, chain.hub), VOUCHER, promise, voucher.signature) !== voucher.signer
  )
    throw new KnownError(
      'VOUCHER_FORGED',
      `this is not ${voucher.signer}'s signature of ${cumulative} for channel ${channel} at hub ${chain.hub} on chain ${chain.chainId}`,
    );
  await refuseStale(sql, channel, cumulative);
  await refuseUncovered(chain, channel, cumulative);
  if (!(await raiseVoucher(sql, channel, voucher))) await refuseStale(sql, channel, cumulative);
  return { channel, cumulative };
}

function normalised(voucher: SignedVoucher): SignedVoucher {
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
  return { ...voucher, researcher, signer, salt };
}

async function refuseStale(sql: Sql, channel: string, cumulative: bigint): Promise<void> {
  const last = await readVouchered(sql, channel);
  if (cumulative > last) return;
  throw new KnownError('VOUCHER_STALE', `the channel's last voucher is for ${last}: sign one above it`, {
    details: { vouchered: last.toString() },
  });
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
