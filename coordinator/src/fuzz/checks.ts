/** What must hold of the books at any moment, and once all has come to an end. */
import { type Hash, LEDGER_UNITS_PER_TOKEN_UNIT, type Payee } from '@manyhands/protocol';
import type { Db } from '../db/db.ts';
import { readPayeeBalances } from '../db/ledger/read-payee-balances.ts';
import { readLeaves } from '../db/settlement/read-leaves.ts';
import { readPlaces } from '../db/settlement/read-places.ts';
import { readVouchers } from '../db/settlement/read-vouchers.ts';
import { channelAccount } from '../ledger/ledger.ts';
import type { HubBook } from '../settlement/chain.ts';
import { decodeLeaves, rootHex, treeOf } from '../settlement/leaf-list.ts';
import type { Leaf } from '../settlement/plan.ts';
import { checkLimits } from './limits.ts';
import type { JobFacts } from './works.ts';
import type { LaneState, World } from './world.ts';

const UNIT = LEDGER_UNITS_PER_TOKEN_UNIT;
/** Rounded up, as a channel owes: worked out here once more. */
export const wholeUnits = (ledger: bigint): bigint => (ledger <= 0n ? 0n : (ledger + UNIT - 1n) / UNIT);
const least = (...amounts: bigint[]): bigint => amounts.reduce((a: bigint, b: bigint) => (b < a ? b : a));
const sum = (amounts: Iterable<bigint>): bigint => [...amounts].reduce((total, amount) => total + amount, 0n);

/** At any moment between two steps. */
export async function checkBooks(world: World): Promise<void> {
  for (const each of world.expected.broken.splice(0)) world.broken.push(each);
  await checkLedger(world);
  await checkSlices(world);
  await checkLimits(world);
  const memory = world.hub.memory;
  const failure = memory?.failure ?? null;
  if (memory !== null) memory.failure = null;
  await checkChain(world);
  if (memory !== null) memory.failure = failure;
}

/** Every account is what was worked out a second time [LG1, LG3]; the books agree with themselves [LG2]. */
async function checkLedger(world: World): Promise<void> {
  const { db, expected, works } = world;
  world.broken.push(...(await works.reconcile()));
  const rows = await db.query<{ account: string; balance: bigint }>(
    'select account, sum(amount) as balance from entry group by account',
  );
  const balances = new Map(rows.map(({ account, balance }) => [account, balance]));
  for (const account of new Set([...balances.keys(), ...expected.balances.keys()])) {
    const [stored, right] = [balances.get(account) ?? 0n, expected.balance(account)];
    if (stored !== right) world.break('LG3', `${account} has ${stored}, and should have ${right}`);
  }
}

/** Slices have spent what they should, and what is reserved beside it keeps within budgets and deposits [LG2]. */
async function checkSlices(world: World): Promise<void> {
  const { expected, lanes, works } = world;
  const slices = await works.slices();
  for (const { id, owner, spent, reserved } of slices) {
    const right = expected.slices.get(id);
    if (spent !== (right?.spent ?? 0n))
      world.break('LG3', `slice ${id} has spent ${spent}, and should have ${right?.spent}`);
    if (owner !== null && right === undefined) continue;
    // What is paid needs no reservation, and what nobody works on has none: it is free for others.
    const unpaid = right === undefined || owner === null ? 0 : right.count - right.paid.size;
    const needed = BigInt(unpaid) * (right?.reservePerItem ?? 0n);
    if (reserved !== needed) world.break('LG2', `slice ${id} has ${reserved} set aside, and needs ${needed}`);
  }
  const jobs = await works.jobs();
  const used = new Map<string, bigint>();
  for (const { job, spent, reserved } of slices) used.set(job, (used.get(job) ?? 0n) + spent + reserved);
  for (const state of lanes.values()) {
    // A deposit that was withdrawn covers nothing any more; its jobs go on within what vouchers cover.
    if (state.exited) continue;
    let most = -expected.balance(channelAccount(state.lane.channel.id));
    for (const { channel, budget, state: stage, id } of jobs)
      if (channel === state.lane.channel.id && stage === 'running') most += budget - spentOf(world, id);
    if (most > state.deposited * UNIT)
      world.break('LG2', `lane ${state.lane.index} may be charged ${most} with ${state.deposited} deposited`);
  }
  for (const { id, budget } of jobs)
    if ((used.get(id) ?? 0n) > budget)
      world.break('LG2', `job ${id} has ${used.get(id)} of a budget of ${budget}`);
}

const spentOf = ({ expected }: World, job: string): bigint =>
  sum([...expected.slices.values()].filter((slice) => slice.job === job).map(({ spent }) => spent));

async function checkChain(world: World): Promise<void> {
  const { db, hub, lanes, expected } = world;
  const { chain } = hub;
  const book = await chain.book();
  const jobs = await world.works.jobs();
  const vouchered = new Map((await readVouchers(db)).map((each) => [each.channel, each.cumulative]));
  let [spent, deposits] = [0n, 0n];
  for (const state of lanes.values()) {
    const channel = await chain.channel(state.lane.channel.id);
    spent += channel.spent;
    deposits += channel.deposit;
    checkRedeemed(world, state, channel.spent, { vouchered, jobs });
    if (channel.spent > channel.deposit)
      world.break('LG2', `lane ${state.lane.index} has ${channel.spent} redeemed of ${channel.deposit}`);
  }
  if (spent !== book.earned) world.break('ST1', `the hub earned ${book.earned} of ${spent} redeemed`);
  const given = sum([...lanes.values()].map(({ deposited, withdrawn }) => deposited - withdrawn));
  if (given !== deposits) world.break('ST1', `channels hold ${deposits} of ${given} deposited`);
  const leaves = await readLeaves(db);
  const tree = treeOf(leaves);
  const places = await readPlaces(db);
  const claimed = await chain.claimed(places.map(({ index }) => index));
  if (sum(claimed) !== book.paid) world.break('LG3', `${sum(claimed)} were claimed, and ${book.paid} paid`);
  if (book.paid > book.earned) world.break('ST1', `${book.paid} were paid of ${book.earned}`);
  if (book.root === rootHex(tree) && tree.sum > book.earned)
    world.break('ST1', `${tree.sum} are rooted of ${book.earned}`);
  await checkReceipts(world, book);
  const cancelled = await cancelledIn(db);
  for (const [at, leaf] of places.entries()) {
    checkLeaf(world, leaf, cancelled);
    if (claimed[at] > leaf.cumulative)
      world.break('LG3', `${leaf.account} was paid ${claimed[at]} of ${leaf.cumulative}`);
    const earned =
      (leaf.account === chain.operator
        ? expected.mostOfOperator
        : expected.balance(`payee:${leaf.account}`)) / UNIT;
    if (leaf.cumulative > earned)
      world.break('ST1', `${leaf.account} is promised ${leaf.cumulative} of ${earned}`);
  }
  const accounts = [chain.operator, ...payeesOf(world)];
  const tokens = sum(await Promise.all(accounts.map((account) => chain.balanceOf(account))));
  if (tokens !== book.paid) world.break('LG3', `accounts have ${tokens} of ${book.paid} paid`);
}

const payeesOf = ({ lanes }: World): Payee[] =>
  [...lanes.values()].flatMap(({ lane }) => lane.payees.map(({ address }) => address));

/** Which epochs were cancelled: what they said is promised no more. */
async function cancelledIn(db: Db): Promise<string> {
  const rows = await db.query<{ id: number }>(`select id from epoch where state = 'cancelled' order by id`);
  return rows.map(({ id }) => id).join();
}

/** No leaf moves, and none falls but with a root that was cancelled [ST2]. */
function checkLeaf(world: World, { account, index, cumulative }: Leaf, cancelled: string): void {
  const before = world.promised.get(account);
  const fell = before !== undefined && before.cumulative > cumulative && before.cancelled === cancelled;
  if (before !== undefined && (before.index !== index || fell))
    world.break(
      'ST2',
      `${account} had ${before.cumulative} at ${before.index}, and has ${cumulative} at ${index}`,
    );
  world.promised.set(account, { index, cumulative, cancelled });
}

/** The newest root has what receipts say that are due by it [RE2]. */
async function checkReceipts(world: World, book: HubBook): Promise<void> {
  const { archive, db, given } = world;
  const [row] = await db.query<{ leaves: Hash }>('select leaves from epoch where number = $1 and root = $2', [
    book.epoch,
    book.root,
  ]);
  if (row === undefined || given.size === 0) return;
  const leaves = decodeLeaves(await archive.read(row.leaves));
  for (const { account, index, cumulative, dueEpoch } of given.values()) {
    const leaf = leaves[index];
    if (dueEpoch <= book.epoch && (leaf?.account !== account || leaf.cumulative < cumulative))
      world.break('RE2', `${account} has a receipt for ${cumulative}, and ${leaf?.cumulative} in the root`);
  }
}

/** No more than what was signed, and of steps the lowest that covers what is owed [VO2]. */
function checkRedeemed(
  world: World,
  state: LaneState,
  spent: bigint,
  {
    vouchered,
    jobs,
  }: { readonly vouchered: ReadonlyMap<string, bigint>; readonly jobs: readonly JobFacts[] },
): void {
  const { channel, index } = state.lane;
  const owed = -world.expected.balance(channelAccount(channel.id));
  // What jobs that ran when an exit was begun might still be charged: some have ended since.
  const { endedBeforeExit } = state;
  const open = jobs.filter(
    (job) => job.channel === channel.id && endedBeforeExit?.has(job.id) === false && job.state !== 'quoted',
  );
  const covered = wholeUnits(owed + sum(open.map(({ id, budget }) => budget - spentOf(world, id))));
  if (covered > state.mostCovered) state.mostCovered = covered;
  const allowed = state.ladders.map(
    (ladder) => ladder.find((rung) => rung >= state.mostCovered) ?? ladder.at(-1),
  );
  const most = allowed.reduce<bigint>((high, rung) => ((rung ?? 0n) > high ? (rung ?? 0n) : high), 0n);
  if (spent > most)
    world.break(
      'VO2',
      `lane ${index}: ${spent} are redeemed, ${covered} are covered, signed were ${state.ladders}`,
    );
  const highest = state.ladders.at(-1)?.at(-1) ?? 0n;
  const kept = vouchered.get(channel.id) ?? 0n;
  if (kept !== highest) world.break('VO1', `lane ${index}: the voucher kept is ${kept}, not ${highest}`);
}

/** A withdrawal leaves what was signed for, and owed by then or still to be charged by running jobs [VO2]. */
export async function checkExit(world: World, state: LaneState): Promise<void> {
  const { channel, index } = state.lane;
  const { works } = world;
  const { spent, deposit } = await world.hub.chain.channel(channel.id);
  const jobs = (await works.jobs()).filter((job) => job.channel === channel.id && job.state === 'running');
  const open = works.tellsOpen ? sum(jobs.map(({ id, budget }) => budget - spentOf(world, id))) : 0n;
  const owed = wholeUnits(open - world.expected.balance(channelAccount(channel.id)));
  const signed = state.ladders.at(-1)?.at(-1) ?? 0n;
  const due = least(owed, signed, deposit);
  if (spent < due) world.break('VO2', `lane ${index} withdraws with ${spent} redeemed of ${due} due`);
}

/**
 * Once nothing happens any more, every channel that could signed for what it owes, and epochs came to an end: all that is
 * payable was claimed, and what is left at the hub is what was paid ahead.
 */
export async function checkEnd(world: World): Promise<void> {
  await checkBooks(world);
  const { db, hub, lanes, expected } = world;
  const { chain } = hub;
  let [covered, ahead, dust] = [0n, 0n, 0n];
  const shortfalls: bigint[] = [];
  for (const state of lanes.values()) {
    const { id } = state.lane.channel;
    const { spent } = await chain.channel(id);
    const charged = -expected.balance(channelAccount(id));
    const owed = wholeUnits(charged);
    if (!state.exited && spent < owed)
      world.break('ST1', `lane ${state.lane.index} owes ${owed}, and ${spent} are redeemed`);
    covered += least(spent, owed);
    if (spent > owed) ahead += spent - owed;
    else shortfalls.push(owed - spent);
    dust += owed * UNIT - charged;
  }
  const leaves = await readLeaves(db);
  const rooted = sum(leaves.map(({ cumulative }) => cumulative));
  const book = await chain.book();
  // Roundings: of each channel's debt, each payee's earnings, and the operator's.
  const left = covered - rooted;
  if (left < 0n || left > BigInt(lanes.size + leaves.length))
    world.break('ST7', `${rooted} are rooted of ${covered} covered`);
  if (book.paid !== rooted) world.break('ST1', `${book.paid} were paid of ${rooted} rooted`);
  if (book.earned - book.paid !== ahead + left)
    world.break(
      'ST1',
      `the hub keeps ${book.earned - book.paid}, ${ahead} were paid ahead and ${left} are roundings`,
    );
  for (const { account, index, cumulative } of world.given.values())
    if ((leaves[index]?.cumulative ?? 0n) < cumulative)
      world.break('RE2', `${account} has a receipt for ${cumulative} that was never settled`);
  const dropped = await db.query(`select from epoch where state = 'dropped'`);
  for (const _ of dropped) world.count('plan given up');
  const earned = await readPayeeBalances(db);
  const whole = sum([...earned.values()].map((amount) => amount / UNIT));
  for (const amount of earned.values()) dust += amount % UNIT;
  if (dust >= BigInt(lanes.size + earned.size) * UNIT) world.break('ST1', `the dust is ${dust}`);
  const ofPayees = sum(
    leaves.filter(({ account }) => account !== chain.operator).map(({ cumulative }) => cumulative),
  );
  // What the operator lost after its income was rooted is missing until it earns again: payees are short by no more than that.
  const rest = covered - (rooted - ofPayees);
  const due = least(whole, rest);
  const own = rooted - ofPayees;
  const income = expected.balance('operator') / UNIT;
  if (own < least(income, covered - whole))
    world.break('ST7', `the operator was given ${own} of ${income}, with ${covered - whole} left for it`);
  world.count(whole <= rest ? 'ended paid in full' : 'ended short');
  // What is shared in proportion is rounded down, for each.
  const shared = whole <= rest ? 0n : BigInt(leaves.length);
  if (ofPayees > due || ofPayees < due - shared)
    world.break(
      'ST1',
      `payees were given ${ofPayees} of ${whole} that they earned, with ${rest} left for them`,
    );
  const lost = own * UNIT - expected.balance('operator');
  const missing = (whole - ofPayees) * UNIT;
  const uncovered = (sum(shortfalls) + shared) * UNIT;
  if (missing > 0n && missing > lost + uncovered)
    world.break(
      'ST1',
      `payees lack ${missing}, though the operator lost ${lost} and ${uncovered} are uncovered`,
    );
}
