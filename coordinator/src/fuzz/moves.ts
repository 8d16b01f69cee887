/** What each step does. */
import type { MemoryChain } from '../settlement/memory-chain.ts';
import type { SettlementPorts } from '../settlement/ports.ts';
import { relayClaims } from '../settlement/relay.ts';
import { checkBooks } from './checks.ts';
import { Gated } from './gate.ts';
import { IN_LANE } from './in-lane.ts';
import { night } from './limits.ts';
import { ChainDown, isRefusal } from './refusals.ts';
import { cancelRoot, grow, mannersOf, type Settled, settle, usurp } from './settling.ts';
import { isShared, type SharedStep, type Step } from './steps.ts';
import type { World } from './world.ts';

/** Token units for a coin: a claim costs some units, so that terms have a fee. */
const COIN_PRICE = 10_000n;
const COIN = 10n ** 18n;
const GWEI = 10n ** 9n;
export const GAS = { coinPrice: COIN_PRICE, confirmations: 0 };
const MOST_EPOCHS = 12;
export const NOW = 1_700_000_000;

interface Task {
  readonly what: 'epoch' | 'relay';
  readonly work: Gated;
}

/** A run of steps in a world, with the work that is under way between them. */
export class Moves {
  readonly world: World;
  readonly #tasks: Task[] = [];
  #back: ((kept: boolean) => Promise<void>) | null = null;
  #born = 0;
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
    const me = `s${++this.#born}`;
    const work = new Gated((gated) => {
      const ports = { db: gated(db), chain: gated(hub.chain), report: () => {} };
      return what === 'relay'
        ? relayClaims({ ...ports, gas: GAS }, NOW)
        : this.#settle({ ...ports, archive: gated(archive), me, ...mannersOf(n) });
    });
    this.#tasks.push({ what, work });
  }

  async #settle(ports: SettlementPorts): Promise<Settled> {
    const settled = await settle(ports);
    this.world.count(settled.isPosted ? 'epoch posted' : `settlement ${settled.kind}`);
    return settled;
  }

  async go(n: number): Promise<void> {
    const task = this.#tasks[n % Math.max(1, this.#tasks.length)];
    if (task !== undefined && !(await task.work.advance(1 + (n % 16)))) this.#end(task);
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
    if (ended && error === null && task.what === 'relay') this.world.count('relay');
    if (error === null || isRefusal(error)) return;
    this.world.break('SE1', `${task.what} failed: ${error instanceof Error ? error.stack : error}`);
  }

  /** The chain answers, all that was sent is mined, and epochs follow on each other until there is nothing new. */
  async settleAll(): Promise<void> {
    const { db, hub, archive, works } = this.world;
    this.up();
    await this.finish();
    await works.fold();
    const ports = { db, chain: hub.chain, archive, me: `s${++this.#born}`, minedMs: 0, report: () => {} };
    for (let epoch = 0; epoch < MOST_EPOCHS; epoch++) {
      await usurp(db);
      await grow(db);
      hub.memory?.mine();
      const { kind, isPosted } = await this.#settle(ports);
      if (kind === 'done' && !isPosted) {
        if (hub.memory !== null) hub.memory.delays = true;
        return;
      }
    }
    this.world.break('ST1', `epochs do not come to an end`);
  }

  /** The chain is as one wishes. */
  up(): void {
    const { memory } = this.world.hub;
    if (memory === null) return;
    memory.failure = null;
    memory.activate();
    Object.assign(memory, { gasPrice: GWEI, coins: 1_000n * COIN, mines: true, delays: false });
  }

  /** Mostly of an epoch that is settled for it: roots that wait are rare. */
  async cancelRoot(n: number): Promise<void> {
    const { memory } = this.world.hub;
    if (memory === null) return;
    if (n % 3 !== 0) {
      this.up();
      memory.delays = true;
      await this.finish();
      this.begin('epoch', n);
      await this.finish();
    }
    await cancelRoot(this.world, n);
  }

  die(n: number): void {
    const task = this.#tasks[n % Math.max(1, this.#tasks.length)];
    if (task === undefined) return;
    this.world.count('died');
    task.work.crash();
    this.#tasks.splice(this.#tasks.indexOf(task), 1);
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

  async reorganise(n: number): Promise<void> {
    const [back, since] = [this.#back, this.#since];
    if (back === null) return;
    this.forgetMark();
    await back(n % 4 !== 0);
    for (const act of since) await act();
    this.world.count('reorganised');
  }
}

type Act = (moves: Moves, n: number) => Promise<unknown> | unknown;

/** What only the chain in memory can be made to do. */
const onMemory =
  (act: (memory: MemoryChain, n: number) => void): Act =>
  ({ world }, n) => {
    if (world.hub.memory !== null) act(world.hub.memory, n);
  };

const SHARED: Readonly<Record<SharedStep, Act>> = {
  commit: ({ world }, n) => world.commit(n % world.processes.length, false),
  repeat: ({ world }, n) => world.commit(n % world.processes.length, true),
  crash: ({ world }, n) => world.start(n % world.processes.length),
  silence: ({ world }, n) => world.silence(n),
  release: ({ world }, n) => world.release(n % world.processes.length),
  beat: ({ world }, n) => world.beat(n % world.processes.length),
  fold: ({ world }) => world.works.fold(),
  endCharged: async ({ world }) => {
    await world.works.endCharged();
    await world.lookForEnded();
  },
  epoch: (moves, n) => moves.begin('epoch', n),
  usurp: ({ world }) => usurp(world.db),
  relay: async (moves, n) => {
    await moves.world.db.query(`update relayed_claim set look = now() - interval '1 minute'`);
    moves.begin('relay', n);
  },
  go: (moves, n) => moves.go(n),
  finish: (moves) => moves.finish(),
  die: (moves, n) => moves.die(n),
  lag: onMemory((memory) => {
    memory.mines = false;
  }),
  mine: onMemory((memory, n) => {
    memory.mine();
    if (n % 2 === 0) memory.mines = true;
  }),
  activate: onMemory((memory) => memory.activate()),
  age: ({ world }) => grow(world.db),
  gasPrice: onMemory((memory, n) => {
    memory.gasPrice = 10n ** BigInt(7 + (n % 5));
    memory.coins = n % 16 === 0 ? 0n : 1_000n * COIN;
  }),
  mark: (moves) => moves.mark(),
  reorganise: (moves, n) => moves.reorganise(n),
  cancelRoot: (moves, n) => moves.cancelRoot(n),
  night: ({ world }) => night(world),
  down: onMemory((memory) => {
    memory.failure = new ChainDown();
  }),
  up: onMemory((memory) => {
    memory.failure = null;
  }),
  check: ({ world }) => checkBooks(world),
};
