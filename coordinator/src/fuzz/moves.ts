/** What each step does. */
import { type Chain, ChainRefused, type EpochCall } from '../settlement/chain.ts';
import { relayClaims } from '../settlement/relay.ts';
import { settleEpoch } from '../settlement/settle.ts';
import { checkBooks } from './checks.ts';
import { Gated } from './gate.ts';
import { IN_LANE } from './in-lane.ts';
import { asked, ChainDown, isRefusal } from './refusals.ts';
import { isShared, type SharedStep, type Step } from './steps.ts';
import type { World } from './world.ts';

/** Token units for a coin: a claim costs some units, so that terms have a fee. */
const COIN_PRICE = 10_000n;
export const GAS = { coinPrice: COIN_PRICE, confirmations: 0 };
const MOST_EPOCHS = 6;
export const NOW = 1_700_000_000;

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
    else await IN_LANE[what](this, this.world.lane(lane), n);
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
    if (task !== undefined && !(await task.work.advance(1 + (n % 4)))) this.#end(task);
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
    if (error === null || isRefusal(error)) return;
    this.world.break('SE1', `${task.what} failed: ${error instanceof Error ? error.stack : error}`);
  }

  /** The chain answers, all that was sent is mined, and epochs follow on each other until there is nothing new. */
  async settleAll(): Promise<void> {
    SHARED.up(this, 0);
    await this.finish();
    while (this.#late.length > 0) await this.mine();
    await this.world.works.fold();
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
    const mined = await asked(() => this.world.hub.chain.settle(epoch));
    if (mined !== null) this.world.count('mined late');
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

type Act = (moves: Moves, n: number) => Promise<unknown> | unknown;

const SHARED: Readonly<Record<SharedStep, Act>> = {
  commit: ({ world }, n) => world.commit(n % world.processes.length, false),
  repeat: ({ world }, n) => world.commit(n % world.processes.length, true),
  crash: ({ world }, n) => world.start(n % world.processes.length),
  silence: ({ world }, n) => world.silence(n),
  release: ({ world }, n) => world.release(n % world.processes.length),
  beat: ({ world }, n) => world.beat(n % world.processes.length),
  fold: ({ world }) => world.works.fold(),
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
      if (world.hub.memory === null) return;
      world.hub.memory.cancelRoot();
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
