/** What researchers and payees sign. */
import {
  hubDomain,
  LEDGER_UNITS_PER_TOKEN_UNIT,
  type Payee,
  RELAYED_CLAIM,
  signTyped,
} from '@manyhands/protocol';
import { addSteps } from '../db/settlement/add-steps.ts';
import { clearSteps } from '../db/settlement/clear-steps.ts';
import { raiseVoucher } from '../db/settlement/raise-voucher.ts';
import { channelAccount } from '../ledger/ledger.ts';
import type { Chain } from '../settlement/chain.ts';
import { acceptVoucher, type OfferedVoucher } from '../settlement/vouchers.ts';
import { wholeUnits } from './checks.ts';
import { MOST_VOUCHED, voucherOf } from './lanes.ts';
import { asked } from './refusals.ts';
import type { LaneState, World } from './world.ts';

/** Signs for about what is owed: less, the same, some more, or far more; with steps below it, or none. */
export async function vouch(
  world: World,
  state: LaneState,
  n: number,
  steps: readonly number[],
): Promise<void> {
  const owed = wholeUnits(-world.expected.balance(channelAccount(state.lane.channel.id)));
  const above = [0n, 0n, 1n, -3n, BigInt((n >> 3) % 20), BigInt((n >> 3) % 150)][n % 6];
  await vouchFor(world, state, owed + above, steps);
}

/**
 * As the door for vouchers does. To recover signers takes milliseconds, more than all the rest of a sequence: signatures made
 * here are believed, but for one in eight.
 */
async function taken(world: World, state: LaneState, voucher: OfferedVoucher): Promise<boolean> {
  const { db, hub } = world;
  if (voucher.cumulative % 8n === 0n) {
    await acceptVoucher(db, hub.chain, voucher);
    const { promised } = state.allowance;
    const isBeyond = promised !== null && voucher.cumulative * LEDGER_UNITS_PER_TOKEN_UNIT > promised;
    if (isBeyond && (await servesAnAccount(world, state)))
      world.break('SP2', `lane ${state.lane.index}: a voucher for ${voucher.cumulative} beyond its limit`);
    return true;
  }
  const { id } = state.lane.channel;
  const { deposit, exiting } = await hub.chain.channel(id);
  if (exiting || voucher.cumulative > deposit) return false;
  if (!voucher.steps?.length) return raiseVoucher(db, id, voucher);
  const { steps } = voucher;
  return db.transaction(async (sql) => {
    if (!(await raiseVoucher(sql, id, voucher))) return false;
    await clearSteps(sql, id);
    await addSteps(sql, id, steps);
    return true;
  });
}

/** Before, anybody may have set a limit on the channel, and none holds. */
async function servesAnAccount({ works }: World, { lane: { channel } }: LaneState): Promise<boolean> {
  return (await works.jobs()).some((job) => job.channel === channel.id && job.state !== 'quoted');
}

/** False where it is not taken. */
export async function vouchFor(
  world: World,
  state: LaneState,
  amount: bigint,
  steps: readonly number[],
): Promise<boolean> {
  const { chain } = world.hub;
  const last = state.ladders.at(-1)?.at(-1) ?? 0n;
  if (amount > MOST_VOUCHED) return false;
  if (amount <= last) {
    if (amount > 0n && (await asked(() => taken(world, state, voucherOf(state.lane, chain, amount)))))
      world.break('VO1', `lane ${state.lane.index}: a voucher for ${amount} took the place of ${last}`);
    return false;
  }
  const rungs = steps.map((step) => last + ((amount - last) * BigInt(step)) / BigInt(steps.length + 1));
  const below = [...new Set(rungs)].filter((rung) => rung > last && rung < amount);
  const signed = below.map((rung) => voucherOf(state.lane, chain, rung));
  const voucher = voucherOf(state.lane, chain, amount);
  if (!(await asked(() => taken(world, state, { ...voucher, steps: signed })))) return false;
  state.ladders.push([...below, amount]);
  world.count('vouched');
  return true;
}

/** Terms of one relayed claim, signed by its payee. */
export function signedTerms(
  { chainId, hub, operator }: Chain,
  account: Payee,
  key: Uint8Array,
  terms: {
    readonly index: number;
    readonly claimed: bigint;
    readonly fee: bigint;
    readonly least: bigint;
    readonly deadline: number;
  },
): string {
  const value = {
    ...terms,
    account,
    relayer: operator,
    index: BigInt(terms.index),
    deadline: BigInt(terms.deadline),
  };
  return signTyped(key, hubDomain(chainId, hub), RELAYED_CLAIM, value);
}
