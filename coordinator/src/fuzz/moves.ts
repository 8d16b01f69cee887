/** What each step does. */
import {
  hubDomain,
  type Payee,
  RELAYED_CLAIM,
  signTyped,
  type TokenUnits,
} from '@manyhands/protocol';
import { findJob } from '../db/jobs/find-job.ts';
import type { JobRecord } from '../db/jobs/job-record.ts';
import { foldTallies } from '../db/ledger/fold-tallies.ts';
import { addPart } from '../jobs/append.ts';
import type { Desk } from '../jobs/desk.ts';
import { cancelJob, extendJob, pauseJob, resumeJob, startJob } from '../jobs/start.ts';
import { tokenUnitsOwed } from '../domain/pay.ts';
import { channelAccount } from '../ledger/ledger.ts';
import { type Chain, ChainRefused, type EpochCall } from '../settlement/chain.ts';
import { proofFor } from '../settlement/claims.ts';
import { quoteRelay } from '../settlement/quote.ts';
import { askRelay, relayClaims } from '../settlement/relay.ts';
import { settleEpoch } from '../settlement/settle.ts';
import { acceptVoucher } from '../settlement/vouchers.ts';
import { checkBooks, checkExit } from './checks.ts';
import { Gated } from './gate.ts';
import { MOST_VOUCHED, voucherOf } from './lanes.ts';
import { type LaneStep, type SharedStep, type Step, isShared } from './steps.ts';
import { deviceOf, type FuzzedJob, handOf, type LaneState, refusable, type World } from './world.ts';

/** Token units for a coin: a claim costs some units, so that terms have a fee. */
const COIN_PRICE = 10_000n;
const GAS = { coinPrice: COIN_PRICE, confirmations: 0 };
const MOST_EPOCHS = 6;
const NOW = 1_700_000_000;

interface Task {
  readonly what: 'epoch' | 'relay';
  readonly work: Gated;
}

/** A run of steps in a world, with the work that is under way between them. */
export class Moves {
  readonly world: World;
  readonly #tasks: Task[] = [];
  /** Epoch transactions that were sent and are not mined. */
  readonly #late: EpochCall[] = [];
  #back: (() => Promise<void>) | null = null;
  /** What researchers sent since the mark: it is mined again after a reorganisation. */
  #since: (() => Promise<void>)[] = [];
  constructor(world: World) {
    this.world = world;
  }

  async take([what, lane, n]: Step): Promise<void> {
    if (isShared(what)) await SHARED[what](this, n);
    else await LANE[what](this, this.world.lane(lane), n);
  }

  get desk(): Desk {
    const { db, hub } = this.world;
    const treasury = {
      feePpm: 0,
      depositOf: async (channel: string) => (await hub.chain.channel(channel)).deposit,
    };
    const dispatcher = { lookForJobs: () => {}, jobEnded: () => {} };
    return { db, treasury, dispatcher, publication: 'open' } as unknown as Desk;
  }

  /** Of the researcher: done now, and again after a reorganisation. */
  async send(act: () => Promise<void>): Promise<void> {
    await act();
    if (this.#back !== null) this.#since.push(act);
  }

  begin(what: Task['what'], n: number): void {
    // Two processes may settle at once, and so may claims be relayed.
    if (this.#tasks.length >= 2) return;
    const { db, hub, archive } = this.world;
    const sponsoring = n % 3 === 0 ? { coinPrice: 10n ** 18n, feePpm: 0 } : undefined;
    const chain = n % 16 === 1 ? this.#slow(hub.chain) : hub.chain;
    const work = new Gated((gated) => {
      const ports = { db: gated(db), chain: gated(chain), report: () => {} };
      return what === 'relay'
        ? relayClaims({ ...ports, gas: GAS }, NOW)
        : settleEpoch({ ...ports, archive: gated(archive), sponsoring });
    });
    this.#tasks.push({ what, work });
  }

  /** Takes an epoch's transaction, and does not say so: it is mined some time. */
  #slow(chain: Chain): Chain {
    return new Proxy(chain, {
      get: (target, name) => {
        if (name === 'settle')
          return async (epoch: EpochCall) => {
            this.#late.push(epoch);
            throw new ChainDown();
          };
        const member = Reflect.get(target, name, target);
        return typeof member === 'function' ? member.bind(target) : member;
      },
    });
  }

  async go(n: number): Promise<void> {
    const task = this.#tasks[n % Math.max(1, this.#tasks.length)];
    if (task !== undefined && !(await task.work.advance(1 + (n % 7)))) this.#end(task);
  }

  async finish(): Promise<void> {
    for (const task of [...this.#tasks]) {
      while (await task.work.advance(64));
      this.#end(task);
    }
  }

  #end(task: Task): void {
    this.#tasks.splice(this.#tasks.indexOf(task), 1);
    const { error, ended } = task.work;
    if (ended && error === null) {
      this.world.count(task.what);
      return;
    }
    if (error === null || error instanceof ChainRefused || error instanceof ChainDown) return;
    this.world.break('SE1', `${task.what} failed: ${error instanceof Error ? error.stack : error}`);
  }

  /** The chain answers, all that was sent is mined, and epochs follow on each other until there is nothing new. */
  async settleAll(): Promise<void> {
    SHARED.up(this, 0);
    await this.finish();
    while (this.#late.length > 0) await this.mine();
    const { db, hub, archive } = this.world;
    // What is left behind, what is new, and nothing.
    for (let epoch = 0; epoch < MOST_EPOCHS; epoch++)
      if ((await settleEpoch({ db, chain: hub.chain, archive, report: () => {} })) === null) return;
    this.world.break('ST1', `epochs do not come to an end`);
  }

  die(n: number): void {
    const task = this.#tasks[n % Math.max(1, this.#tasks.length)];
    if (task === undefined) return;
    this.world.count('died');
    task.work.crash();
    this.#tasks.splice(this.#tasks.indexOf(task), 1);
  }

  /** The chain takes a transaction that was sent long ago, if it still fits. */
  async mine(): Promise<void> {
    const epoch = this.#late.shift();
    if (epoch === undefined) return;
    await this.world.hub.chain.settle(epoch).then(
      () => this.world.count('mined late'),
      (error) => {
        if (!(error instanceof ChainRefused || error instanceof ChainDown)) throw error;
      },
    );
  }

  async mark(): Promise<void> {
    this.#back = await this.world.hub.mark();
    this.#since = [];
  }

  /** What can be undone no more is not undone: a withdrawal comes days after it was asked for. */
  forgetMark(): void {
    this.#back = null;
    this.#since = [];
  }

  async reorganise(): Promise<void> {
    const [back, since] = [this.#back, this.#since];
    if (back === null) return;
    this.forgetMark();
    await back();
    for (const act of since) await act();
    this.world.count('reorganised');
  }
}

/** The chain does not answer. */
export class ChainDown extends Error {}

type Acts<K extends string, A extends unknown[]> = Readonly<
  Record<K, (moves: Moves, ...args: A) => Promise<unknown> | unknown>
>;

const SHARED: Acts<SharedStep, [n: number]> = {
  commit: ({ world }, n) => world.commit(n % world.processes.length, false),
  repeat: ({ world }, n) => world.commit(n % world.processes.length, true),
  crash: ({ world }, n) => world.start(n % world.processes.length),
  silence: ({ world }, n) => world.silence(n),
  release: ({ world }, n) => world.release(n % world.processes.length),
  beat: ({ world }, n) => world.beat(n % world.processes.length),
  fold: ({ world }) => foldTallies(world.db),
  epoch: (moves, n) => moves.begin('epoch', n - (n % 16) + 2 * (n % 8)),
  lateEpoch: (moves, n) => moves.begin('epoch', n - (n % 16) + 1),
  relay: async (moves, n) => {
    await moves.world.db.query(`update relayed_claim set look = now() - interval '1 minute'`);
    moves.begin('relay', n - (n % 16));
  },
  go: (moves, n) => moves.go(n),
  finish: (moves) => moves.finish(),
  die: (moves, n) => moves.die(n),
  mine: (moves) => moves.mine(),
  mark: (moves) => moves.mark(),
  reorganise: (moves) => moves.reorganise(),
  cancelRoot: ({ world }) => {
    try {
      world.hub.memory?.cancelRoot();
      world.count('root cancelled');
    } catch (error) {
      if (!(error instanceof ChainRefused)) throw error;
    }
  },
  down: ({ world }) => {
    if (world.hub.memory !== null) world.hub.memory.failure = new ChainDown();
  },
  up: ({ world }) => {
    if (world.hub.memory !== null) world.hub.memory.failure = null;
  },
  check: ({ world }) => checkBooks(world),
};

/** A running or quoted job of the lane as the database has it. */
async function jobOf({ world }: Moves, { jobs }: LaneState, n: number): Promise<JobRecord | null> {
  const job = jobs[n % Math.max(1, jobs.length)];
  return job === undefined ? null : findJob(world.db, job.terms.id);
}

const steering =
  (act: (desk: Desk, job: JobRecord) => Promise<unknown>): Acts<string, [LaneState, number]>[string] =>
  async (moves, state, n) => {
    const job = await jobOf(moves, state, n);
    if (job !== null) await asked(() => act(moves.desk, job));
  };

/** What is asked of the product by strangers: it may refuse, and the chain may be away. */
async function asked<T>(act: () => Promise<T>): Promise<T | null> {
  try {
    const done = await refusable(act);
    return done instanceof Error ? null : done;
  } catch (error) {
    if (error instanceof ChainDown || error instanceof ChainRefused) return null;
    throw error;
  }
}

const LANE: Acts<LaneStep, [state: LaneState, n: number]> = {
  deposit: async (moves, state, n) => {
    if (state.exiting || state.deposited > MOST_VOUCHED) return;
    const amount = BigInt(20 + (n % 120));
    state.deposited += amount;
    await moves.send(() => moves.world.hub.deposit(state.lane.channel, amount));
  },
  quote: async (moves, state, n) => {
    if (state.jobs.length >= 3) return;
    const { terms } = await moves.world.quote(state, n);
    const job = await findJob(moves.world.db, terms.id);
    if (job !== null) await asked(() => startJob(moves.desk, job));
  },
  pause: steering(pauseJob),
  resume: steering(resumeJob),
  cancel: steering(cancelJob),
  extend: async (moves, state, n) => {
    const job = await jobOf(moves, state, n);
    if (job?.budget == null) return;
    const budget = job.budget / 1_000_000n + BigInt(n % 60);
    await asked(() => extendJob(moves.desk, job, budget));
  },
  append: async (moves, state, n) => {
    const job = await jobOf(moves, state, n);
    if (job === null) return;
    const source = { kind: 'rows', rows: new Uint8Array(1) } as never;
    const root = n.toString(16).padStart(64, '0');
    const addition = { source, count: 1 + (n % 6), root, idempotencyKey: null };
    await asked(() => moves.world.db.transaction((sql) => addPart(sql, { ...job, inputRoot: root }, addition)));
  },
  claim: async ({ world }, { jobs }, n) => {
    const job: FuzzedJob | undefined = jobs[n % Math.max(1, jobs.length)];
    if (job !== undefined) await world.claim((n >> 2) % world.processes.length, job, 1 + ((n >> 4) % 20), n % 37 === 0);
  },
  work: ({ world }, state, n) => {
    const found = world.sliceOf(state, n);
    if (found === null) return;
    const { coordinator, slice } = found;
    for (let unit = 0; unit < 1 + (n % 4); unit++) {
      const done = coordinator.accept(slice, slice.terms.unitItems, handOf(state, (n >> 3) + unit));
      if (done === null) break;
      coordinator.audit(slice, done, handOf(state, (n >> 5) + unit));
      if ((n >> unit) % 3 !== 0) coordinator.final(slice, done, false);
    }
    coordinator.settle(slice, false);
  },
  accept: ({ world }, state, n) => {
    const found = world.sliceOf(state, n);
    found?.coordinator.accept(found.slice, 1 + ((n >> 4) % 8), handOf(state, n >> 8));
  },
  audit: onUnit(({ coordinator, slice, unit }, state, n) => coordinator.audit(slice, unit, handOf(state, n >> 8))),
  refute: onUnit(({ coordinator, slice, unit }, state, n) => coordinator.refute(slice, unit, handOf(state, n >> 8))),
  ban: ({ world }, state, n) => {
    const found = world.sliceOf(state, n);
    if (found !== null) found.coordinator.ban(deviceOf(state, n >> 6), found.slice);
  },
  final: onUnit(({ coordinator, slice, unit }, _, n) => coordinator.final(slice, unit, n % 5 === 0)),
  oldFinal: onUnit(({ coordinator, slice, unit }, _, n) => coordinator.finalOfOld(slice, unit, (n >> 9) % 3)),
  settle: ({ world }, state, n) => {
    const found = world.sliceOf(state, n);
    found?.coordinator.settle(found.slice, n % 9 === 0);
  },
  vouch: (moves, state, n) => vouch(moves, state, n, []),
  ladder: (moves, state, n) => vouch(moves, state, n, [1, 2, 3]),
  requestExit: async (moves, state) => {
    if (state.exiting || state.deposited === 0n) return;
    state.exiting = true;
    state.exitBegun = true;
    await moves.send(() => moves.world.hub.requestExit(state.lane.channel));
  },
  cancelExit: async (moves, state) => {
    if (!state.exiting) return;
    state.exiting = false;
    await moves.send(() => moves.world.hub.cancelExit(state.lane.channel));
  },
  exit: async (moves, state) => {
    if (!state.exiting) return;
    // A window of days has epochs in it.
    await moves.settleAll();
    moves.forgetMark();
    await checkExit(moves.world, state);
    state.withdrawn += await moves.world.hub.exit(state.lane.channel);
    state.exiting = false;
    state.exited = true;
    moves.world.count('exited');
  },
  claimOwn: async ({ world }, { lane }, n) => {
    const { address } = lane.payees[n % lane.payees.length];
    await asked(async () => {
      const proof = await proofFor(world.db, address);
      if (proof === null) return;
      await world.hub.chain.claimMany([{ ...proof, proof: proof.proof.map(bytesOf) }]);
      world.count('claimed alone');
    });
  },
  askRelay: async ({ world }, { lane }, n) => {
    const { address, key } = lane.payees[n % lane.payees.length];
    await asked(async () => {
      const ports = { db: world.db, chain: world.hub.chain, gas: GAS, report: () => {} };
      const { index, claimed, fee, net, deadline, reason } = await quoteRelay(ports, address, NOW);
      if (reason !== null) return;
      const terms = { index, claimed, fee: fee as TokenUnits, least: net as TokenUnits, deadline };
      const signature = signedTerms(world.hub.chain, address, key, terms);
      await askRelay(ports, { ...terms, payee: address, signature }, NOW);
      world.count('asked for a relay');
    });
  },
};

type Found = NonNullable<ReturnType<World['sliceOf']>> & {
  readonly unit: Parameters<NonNullable<ReturnType<World['sliceOf']>>['coordinator']['final']>[1];
};

function onUnit(act: (found: Found, state: LaneState, n: number) => void): Acts<string, [LaneState, number]>[string] {
  return ({ world }, state, n) => {
    const found = world.sliceOf(state, n);
    if (found === null || found.slice.units.length === 0) return;
    act({ ...found, unit: found.slice.units[(n >> 4) % found.slice.units.length] }, state, n);
  };
}

const bytesOf = (hex: string): Uint8Array => Uint8Array.from(Buffer.from(hex.slice(2), 'hex'));

function signedTerms(
  { chainId, hub, operator }: Chain,
  account: Payee,
  key: Uint8Array,
  terms: { readonly index: number; readonly claimed: bigint; readonly fee: bigint; readonly least: bigint; readonly deadline: number },
): string {
  const value = { ...terms, account, relayer: operator, index: BigInt(terms.index), deadline: BigInt(terms.deadline) };
  return signTyped(key, hubDomain(chainId, hub), RELAYED_CLAIM, value);
}

/** Signs for about what is owed: less, the same, some more, or far more; with steps below it, or none. */
async function vouch({ world }: Moves, state: LaneState, n: number, steps: readonly number[]): Promise<void> {
  const owed = tokenUnitsOwed(-world.expected.balance(channelAccount(state.lane.channel.id)));
  const above = [0n, 0n, 1n, -3n, BigInt((n >> 3) % 20), BigInt((n >> 3) % 150)][n % 6];
  await vouchFor(world, state, owed + above, steps);
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
  if (amount <= last || amount > MOST_VOUCHED) return false;
  const rungs = steps.map((step) => last + ((amount - last) * BigInt(step)) / BigInt(steps.length + 1));
  const below = [...new Set(rungs)].filter((rung) => rung > last && rung < amount);
  const signed = below.map((rung) => voucherOf(state.lane, chain, rung));
  const taken = await asked(() =>
    acceptVoucher(world.db, chain, { ...voucherOf(state.lane, chain, amount), steps: signed }),
  );
  if (taken === null) return false;
  state.ladders.push([...below, amount]);
  world.count('vouched');
  return true;
}
