/** What a researcher lets a channel spend, and what may be charged and promised by that: worked out here once more. */
import { LEDGER_UNITS_PER_TOKEN_UNIT } from '@manyhands/protocol';
import { channelAccount } from '../ledger/ledger.ts';
import type { JobFacts, SliceFacts } from './works.ts';
import type { LaneState, World } from './world.ts';

/** Ledger units; null: no limit. What was bound already when a limit was lowered stays allowed. */
export interface Allowance {
  /** What may be charged and set aside on this day; `before`: what the ledger had charged until it began. */
  readonly day: bigint | null;
  readonly before: bigint;
  readonly taken: bigint | null;
  readonly promised: bigint | null;
}

export const UNLIMITED: Allowance = { day: null, before: 0n, taken: null, promised: null };

interface Use {
  readonly spent: bigint;
  readonly reserved: bigint;
  /** What running jobs may still be charged by their budgets. */
  readonly open: bigint;
}

/** Sets a limit by day, in all, or both; or lifts them. */
export async function changeLimit(world: World, state: LaneState, n: number): Promise<void> {
  const { spent, reserved, open } = useOf(world, state, await factsOf(world));
  const about = (bound: bigint, by: number): bigint => bound + BigInt((by % 200) - 60) * (UNIT / 4n);
  const total = n % 3 === 0 ? null : positive(about(spent + reserved + (n % 2 === 0 ? open : 0n), n >> 4));
  const perDay = n % 4 < 2 ? null : positive(about(reserved, n >> 8));
  if (!(await world.works.limit(state.lane.channel.id, { perDay, total }))) return;
  const { before } = state.allowance;
  state.allowance = {
    before,
    day: perDay === null ? null : most(perDay, spent - before + reserved),
    taken: total === null ? null : most(total, spent + reserved),
    promised: total === null ? null : most(total, spent + open),
  };
  world.count('limit set');
}

/** The researcher lifts what it set, so that everything can be signed for. */
export async function liftLimits(world: World): Promise<void> {
  for (const state of world.lanes.values()) {
    state.allowance = UNLIMITED;
    await world.works.limit(state.lane.channel.id, { perDay: null, total: null });
  }
}

/** A day ends: what the ledger has been told by then is of days before. */
export async function night(world: World): Promise<void> {
  await world.works.night();
  for (const state of world.lanes.values()) {
    const [row] = await world.db.query<{ charged: bigint }>(
      'select coalesce(-sum(amount), 0) as charged from entry where account = $1',
      [channelAccount(state.lane.channel.id)],
    );
    state.allowance = { ...state.allowance, before: row.charged };
  }
  world.count('night');
}

/** Nothing is charged or set aside beyond a limit [SP1], nor promised beyond one in all [SP2]. */
export async function checkLimits(world: World): Promise<void> {
  const limited = [...world.lanes.values()].filter(
    ({ allowance: { day, taken } }) => day !== null || taken !== null,
  );
  if (limited.length === 0) return;
  const facts = await factsOf(world);
  for (const state of limited) {
    const { day, before, taken, promised } = state.allowance;
    const { spent, reserved, open } = useOf(world, state, facts);
    const name = `lane ${state.lane.index}`;
    const today = spent - before + reserved;
    if (day !== null && today > day) world.break('SP1', `${name} may be charged ${today} today, of ${day}`);
    if (taken !== null && spent + reserved > taken)
      world.break('SP1', `${name} may be charged ${spent + reserved} in all, of ${taken}`);
    if (promised !== null && spent + open > promised)
      world.break('SP2', `${name} promised ${spent + open}, and may ${promised}`);
  }
}

interface Facts {
  readonly jobs: readonly JobFacts[];
  readonly slices: readonly SliceFacts[];
}

const factsOf = async ({ works }: World): Promise<Facts> => ({
  jobs: await works.jobs(),
  slices: await works.slices(),
});

function useOf({ expected }: World, { lane: { channel } }: LaneState, { jobs, slices }: Facts): Use {
  const own = jobs.filter((job) => job.channel === channel.id && job.state === 'running');
  const running = new Map(own.map(({ id, budget }) => [id as string, budget]));
  const spent = -expected.balance(channelAccount(channel.id));
  let [reserved, open] = [0n, 0n];
  for (const slice of slices) if (running.has(slice.job)) reserved += slice.reserved;
  for (const budget of running.values()) open += budget;
  for (const slice of expected.slices.values()) if (running.has(slice.job)) open -= slice.spent;
  return { spent, reserved, open };
}

const UNIT = LEDGER_UNITS_PER_TOKEN_UNIT;
const most = (a: bigint, b: bigint): bigint => (a > b ? a : b);
const positive = (amount: bigint): bigint => most(amount, 1n);
