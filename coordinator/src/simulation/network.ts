/** A simulated network around a real dispatcher: contributors of every kind, latency, disconnects, failing commits. */
import {
  type AssignFrame,
  type ContributorFrame,
  type CoordinatorFrame,
  type CoordinatorId,
  DEFAULT_POLICY,
  type DeviceId,
  type ErrorCode,
  type Hash,
  ITEM_STATUS,
  type ItemResult,
  type JobId,
  KnownError,
  type Policy,
  packResults,
  type ResultColumns,
  unpack,
} from '@manyhands/protocol';
import { Dispatcher } from '../dispatch/dispatcher.ts';
import type { CommitBatch, JobTerms, Journal } from '../dispatch/journal.ts';
import { MemoryJournal } from '../dispatch/memory-journal.ts';
import { inputRows, openSeal, type Ports, type RefereeResult } from '../dispatch/ports.ts';
import type { Session } from '../dispatch/state.ts';
import { generator } from './random.ts';

export type Behaviour =
  | 'honest'
  | 'always'
  | 'item'
  | 'fuel'
  | 'lazyAuditor'
  | 'failing'
  | 'prefix'
  | 'flapping';

export const FUEL_CAP = 1_000_000n;
/** Of the trial, and of the referee unless a test says otherwise: nanoseconds per 10^9 fuel. */
export const RATE = 1_000_000_000;

/** What the simulated kernel gives for an input: every seventh item traps. */
export function truth(input: Uint8Array): ItemResult {
  const index = indexOf(input);
  if (index % 7 === 6) return { status: ITEM_STATUS.trap, fuel: FUEL_CAP, output: new Uint8Array() };
  return {
    status: ITEM_STATUS.ok,
    fuel: BigInt(1000 + (index % 13)),
    output: Uint8Array.of(index & 255, (index * 31) & 255),
  };
}

const indexOf = (input: Uint8Array): number =>
  new DataView(input.buffer, input.byteOffset).getUint32(0, true);

export const inputOf = (index: number): Uint8Array => {
  const bytes = new Uint8Array(4);
  new DataView(bytes.buffer).setUint32(0, index, true);
  return bytes;
};

export function jobTerms(id: string, items: number, policy: Policy = DEFAULT_POLICY, paid = true): JobTerms {
  return {
    id: id as JobId,
    title: id,
    researcher: 'r',
    kernel: 'k' as Hash,
    kernelName: 'k',
    build: 'b' as Hash,
    hooked: 'h' as Hash,
    datasets: [],
    itemCount: items,
    unitItems: 20,
    fuelCap: FUEL_CAP,
    rate: RATE,
    policy,
    drawSecret: new Uint8Array(32).fill(7),
    price: paid ? { payer: 'channel:c', perCoreHour: 10_800_000_025_200n, feePpm: 50_000 } : null,
  };
}

interface Flight {
  readonly at: number;
  readonly deliver: () => void;
}

export class Network {
  now = 0;
  readonly journal: MemoryJournal;
  dispatcher: Dispatcher;
  readonly closed = new Map<string, ErrorCode>();
  readonly executed = { work: 0, referee: 0 };
  readonly banned = new Set<string>();
  credited = 0;
  /** Results of every answer that was committed, by slice, first item and attempt. */
  readonly accepted = new Map<string, ResultColumns>();
  #flights: Flight[] = [];
  #process = 0;
  readonly random: () => number;
  readonly #failCommits: number;
  readonly #refereeFailsOn: (index: number) => boolean;
  readonly #rateOf: (index: number) => number;
  readonly #trapRate: number;

  constructor(
    seed: number,
    options: {
      failCommits?: number;
      refereeFailsOn?: (index: number) => boolean;
      /** What the referee measures on an item: nanoseconds per 10^9 fuel. */
      rateOf?: (index: number) => number;
      /** The same on items that trap, of their cap. */
      trapRate?: number;
    } = {},
  ) {
    this.random = generator(seed);
    this.#failCommits = options.failCommits ?? 0;
    this.#refereeFailsOn = options.refereeFailsOn ?? (() => false);
    this.#rateOf = options.rateOf ?? (() => RATE);
    this.#trapRate = options.trapRate ?? RATE / 1000;
    this.journal = new MemoryJournal(() => this.now, { silentMs: 5_000, keepAnswers: true });
    this.dispatcher = this.#start();
  }

  /** A process that dies without a word and one that takes its place: only the journal survives. */
  crash(): void {
    this.#flights = [];
    this.#process++;
    this.dispatcher = this.#start();
  }

  #start(): Dispatcher {
    const journal: Journal = new Proxy(this.journal, {
      get: (target, name) => {
        const method = Reflect.get(target, name) as (...args: unknown[]) => unknown;
        if (name !== 'commit') return method.bind(target);
        return async (...args: unknown[]) => {
          if (this.random() < this.#failCommits) throw new Error('simulated database failure');
          for (const unit of (args[1] as CommitBatch).accepted)
            this.accepted.set(`${unit.slice}:${unit.first}:${unit.attempt}`, unit.answer.results);
          return method.apply(target, args);
        };
      },
    });
    const ports: Ports = {
      me: `c${this.#process}` as CoordinatorId,
      journal,
      clock: { now: () => this.now },
      random: this.random,
      referee: {
        execute: async (_terms, inputs) => {
          if (inputs.some((input) => this.#refereeFailsOn(indexOf(input))))
            throw new KnownError('SANDBOX_LIMIT', 'simulated: out of time');
          this.executed.referee += inputs.length;
          return inputs.map((input) => this.#timed(input));
        },
      },
      inputs: async () => inputRows(inputOf),
      seal: openSeal,
      report: (event) => {
        if (event.kind === 'banned') this.banned.add(event.device);
      },
    };
    return new Dispatcher(ports);
  }

  #timed(input: Uint8Array): RefereeResult {
    const result = truth(input);
    const rate = result.status === ITEM_STATUS.trap ? this.#trapRate : this.#rateOf(indexOf(input));
    return { ...result, nanoseconds: (Number(result.fuel) * rate) / 1e9 };
  }

  later(ms: number, deliver: () => void): void {
    const process = this.#process;
    this.#flights.push({
      at: this.now + ms,
      deliver: () => (process === this.#process ? deliver() : undefined),
    });
  }

  async add(id: number, behaviour: Behaviour, seats = 1): Promise<void> {
    await new Contributor(this, id, behaviour, seats).connect();
  }

  /** Lets the network live for so long, or until `done`. Returns whether it was done in time. */
  async run(ms: number, done: () => boolean = () => false): Promise<boolean> {
    const end = this.now + ms;
    while (this.now < end) {
      this.now += 25;
      const due = this.#flights.filter((flight) => flight.at <= this.now).sort((a, b) => a.at - b.at);
      this.#flights = this.#flights.filter((flight) => flight.at > this.now);
      for (const flight of due) {
        flight.deliver();
        await Promise.resolve();
      }
      await this.dispatcher.tick();
      for (let i = 0; i < 5; i++) await Promise.resolve();
      if (done()) return true;
    }
    return false;
  }

  /** Whether every item of a job is in a settled slice. */
  isSettled(job: string): boolean {
    const slices = this.journal.slices.filter((slice) => slice.job === job);
    const items = slices.reduce((sum, slice) => sum + slice.count, 0);
    return (
      items === this.journal.jobs.get(job as JobId)?.terms.itemCount &&
      slices.every((slice) => slice.state === 'settled')
    );
  }
}

class Contributor {
  readonly #network: Network;
  readonly #behaviour: Behaviour;
  readonly #id: number;
  readonly #seats: number;
  #session: Session | null = null;

  constructor(network: Network, id: number, behaviour: Behaviour, seats: number) {
    this.#network = network;
    this.#behaviour = behaviour;
    this.#id = id;
    this.#seats = seats;
  }

  async connect(): Promise<void> {
    const network = this.#network;
    const device = `0x${this.#id.toString(16).padStart(40, '0')}` as DeviceId;
    try {
      const session = await network.dispatcher.join({
        device,
        paid: { payee: `0xp${this.#id}`, site: this.#id % 3 === 0 ? '0xsite 200000  0' : '' },
        prefix: `10.0.${this.#id}`,
        agent: this.#behaviour,
        seats: this.#seats,
        keeps: [],
        send: (frame) => network.later(5 + network.random() * 40, () => this.#take(frame)),
        close: (code) => {
          network.closed.set(device, code);
          this.#session = null;
        },
      });
      this.#session = session;
      this.#say({ kind: 'want', seats: this.#seats });
      this.#beat();
      if (this.#behaviour === 'flapping') network.later(500 + network.random() * 3000, () => this.#flap());
    } catch {
      // banned: this device is not coming back
    }
  }

  #beat(): void {
    if (this.#session === null) return;
    this.#say({ kind: 'beat' });
    this.#network.later(5_000, () => this.#beat());
  }

  #flap(): void {
    if (this.#session) this.#network.dispatcher.leave(this.#session);
    this.#session = null;
    this.#network.later(200 + this.#network.random() * 2000, () => void this.connect());
  }

  #say(frame: ContributorFrame): void {
    const session = this.#session;
    if (session)
      this.#network.later(5 + this.#network.random() * 40, () =>
        this.#network.dispatcher.receive(session, frame),
      );
  }

  #take(frame: CoordinatorFrame): void {
    if (frame.kind === 'credited') this.#network.credited += frame.assignments.length;
    if (frame.kind !== 'assign' || this.#session === null) return;
    if (this.#behaviour === 'failing') {
      this.#say({ kind: 'giveBack', assignment: frame.assignment, reason: 'failed' });
      return;
    }
    const results = this.#compute(frame);
    const answer: ContributorFrame = {
      kind: 'answer',
      assignment: frame.assignment,
      ...packResults(results),
    };
    this.#network.later(100 + this.#network.random() * 200, () => this.#say(answer));
  }

  #compute(frame: AssignFrame): ItemResult[] {
    const network = this.#network;
    const right = unpack({ lengths: frame.lengths, bytes: frame.inputs }).map(truth);
    network.executed.work += right.length;
    const wrong = (result: ItemResult): ItemResult => ({
      status: ITEM_STATUS.ok,
      fuel: result.status === 0 ? result.fuel : 5n,
      output: Uint8Array.of(66),
    });
    switch (this.#behaviour) {
      case 'always':
      case 'lazyAuditor':
        return right.map(wrong);
      case 'item': {
        const at = Math.floor(network.random() * right.length);
        return right.map((result, i) => (i === at ? wrong(result) : result));
      }
      case 'fuel':
        return right.map((result) =>
          result.status === 0 ? { ...result, fuel: result.fuel + 100n } : result,
        );
      case 'prefix':
        return right.slice(0, 1 + Math.floor(network.random() * right.length));
      default:
        return right;
    }
  }
}
