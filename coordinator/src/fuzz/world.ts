/** Coordinators, researchers, payees, a database and a hub, moved step by step. */
import { type CoordinatorId, DEFAULT_POLICY, type DeviceId, type JobId } from '@manyhands/protocol';
import type { Db } from '../db/db.ts';
import type { StoredReceipt } from '../db/settlement/find-receipt.ts';
import { jobTerms } from '../db/testing/batches.ts';
import type { JobTerms, Journal } from '../dispatch/journal.ts';
import { priceAt, worstPrice } from '../domain/pay.ts';
import { checksPpm, reservePerItem } from '../domain/reserve.ts';
import { channelAccount } from '../ledger/ledger.ts';
import { Receipts } from '../settlement/receipts.ts';
import type { LeafArchive } from '../settlement/settle.ts';
import { memoryArchive } from '../settlement/testing/books.ts';
import { generator } from '../simulation/random.ts';
import { FUEL_CAP, type Hand, type OpenSlice, REFEREE } from './answers.ts';
import { FuzzedCoordinator } from './coordinator.ts';
import { Expected } from './expected.ts';
import type { FuzzedHub } from './hub.ts';
import { type Lane, laneOf } from './lanes.ts';
import { type Allowance, UNLIMITED } from './limits.ts';
import { insertKernel } from './rows.ts';
import type { Works } from './works.ts';

/** A job and what was asked of it. */
export interface FuzzedJob {
  readonly terms: JobTerms;
  readonly lane: Lane;
}

export interface LaneState {
  readonly lane: Lane;
  readonly jobs: FuzzedJob[];
  /** Token units put in and taken out. */
  deposited: bigint;
  withdrawn: bigint;
  exiting: boolean;
  /** It was withdrawn once, so that what was promised with it may be gone. */
  exited: boolean;
  /** Of each voucher that was taken: its amount and those of its steps, ascending. */
  readonly ladders: bigint[][];
  /** The most that ever was covered by an exit's right: what was owed and running jobs might still be charged, token units. */
  mostCovered: bigint;
  /** What its limits allow. */
  allowance: Allowance;
  /** An exit was asked for once: of the channel's jobs, those that had ended by then. Null: it never was. */
  endedBeforeExit: ReadonlySet<JobId> | null;
}

/** Coordinators at once. */
const PROCESSES = 3;

export class World {
  readonly db: Db;
  readonly hub: FuzzedHub;
  readonly works: Works;
  readonly archive: LeafArchive = memoryArchive();
  readonly expected = new Expected((what) => this.count(what));
  readonly lanes = new Map<number, LaneState>();
  readonly jobs = new Map<JobId, FuzzedJob>();
  readonly processes: { coordinator: FuzzedCoordinator; journal: Journal }[] = [];
  readonly broken: string[] = [];
  /** Coordinators whose slices the next beat of anybody frees. */
  readonly #silent = new Set<CoordinatorId>();
  /** Processes that died; nobody has told the database. */
  readonly #dead: CoordinatorId[] = [];
  /** What accounts were last promised, at which place, and which epochs were cancelled then. */
  readonly promised = new Map<string, { index: number; cumulative: bigint; cancelled: string }>();
  readonly receipts: Receipts;
  readonly #ended = new Set<JobId>();
  /** Of each payee that asked, the newest word of the operator. */
  readonly given = new Map<string, StoredReceipt>();
  #time = 0;
  /** How often what was done, of what steps asked for. */
  readonly done = new Map<string, number>();
  #born = 0;

  constructor({ db, hub, works }: Pick<World, 'db' | 'hub' | 'works'>) {
    this.db = db;
    this.hub = hub;
    this.works = works;
    this.receipts = new Receipts({ db, chain: hub.chain, archive: this.archive }, () => this.#passed());
  }

  /** What vouchers cover is believed for ten seconds: for three looks here. */
  #passed(): number {
    this.#time += 4_000;
    return this.#time;
  }

  /** A receipt is handed out [RE1]. */
  promise(receipt: StoredReceipt): void {
    const { account, index, cumulative } = receipt;
    const before = this.given.get(account);
    if (before !== undefined && (before.cumulative > cumulative || before.index !== index))
      this.break('RE1', `${account} had a receipt for ${before.cumulative}, and then for ${cumulative}`);
    this.given.set(account, receipt);
  }

  async open(): Promise<void> {
    await insertKernel(this.db, jobTerms());
    while (this.processes.length < PROCESSES) await this.start(this.processes.length);
  }

  /** A new process in place of an old one, under a name of its own. */
  async start(place: number): Promise<void> {
    const before = this.processes[place];
    if (before !== undefined) this.#dead.push(before.coordinator.id);
    const coordinator = new FuzzedCoordinator(`p${++this.#born}` as CoordinatorId);
    const journal = this.works.journal();
    this.processes[place] = { coordinator, journal };
    await this.beat(place);
  }

  async beat(place: number): Promise<void> {
    const { coordinator, journal } = this.processes[place];
    this.#silent.delete(coordinator.id);
    coordinator.told(await journal.beat(coordinator.id));
    for (const id of this.#silent) this.expected.freed(id);
  }

  /** A coordinator, alive or not, shows no life for so long that it loses its slices. */
  async silence(n: number): Promise<void> {
    const ids = [...this.#dead, ...this.processes.map(({ coordinator }) => coordinator.id)];
    const id = ids[n % ids.length];
    await this.works.silence(id);
    this.#silent.add(id);
  }

  /** Looks which jobs were ended since, and counts them out. */
  async lookForEnded(): Promise<void> {
    for (const { id, state } of await this.works.jobs()) {
      if (state !== 'cancelled' || this.#ended.has(id)) continue;
      this.#ended.add(id);
      this.expected.ended(id);
      this.count('cancelled');
    }
  }

  /** A process is drained: what was done is committed, all slices are given back, and another one comes. */
  async release(place: number): Promise<void> {
    await this.commit(place, false);
    const { coordinator, journal } = this.processes[place];
    await journal.release(coordinator.id);
    this.expected.freed(coordinator.id);
    await this.start(place);
  }

  break(rule: string, what: string): void {
    this.broken.push(`${rule}: ${what}`);
  }

  count(what: string): void {
    this.done.set(what, (this.done.get(what) ?? 0) + 1);
  }

  lane(index: number): LaneState {
    const known = this.lanes.get(index);
    if (known !== undefined) return known;
    const fresh: LaneState = {
      lane: laneOf(this.hub.researcher, index),
      jobs: [],
      deposited: 0n,
      withdrawn: 0n,
      exiting: false,
      exited: false,
      ladders: [],
      mostCovered: 0n,
      allowance: UNLIMITED,
      endedBeforeExit: null,
    };
    this.lanes.set(index, fresh);
    return fresh;
  }

  /** Makes a job, which is not started yet. */
  async quote(state: LaneState, n: number): Promise<FuzzedJob> {
    const random = generator(n);
    const { lane } = state;
    const price = {
      payer: channelAccount(lane.channel.id),
      // From some hundredths of a token unit for an item to eight, and awkward in every place.
      perCoreHour: BigInt(Math.floor(10 ** (14.4 + random() * 1.6))) * 3n + 1n,
      feePpm: [0, 50_000, 333_333][Math.floor(random() * 3)],
    };
    const items = 4 + Math.floor(random() * 28);
    const unitItems = 1 + Math.floor(random() * 6);
    const terms = jobTerms({
      id: lane.jobId(state.jobs.length),
      price,
      itemCount: items,
      unitItems,
      fuelCap: FUEL_CAP,
      policy: DEFAULT_POLICY,
      weight: 1,
    });
    const worst = worstPrice(priceAt(price, terms.rate), FUEL_CAP, checksPpm(terms.policy));
    const units = Math.ceil((items * (0.3 + random())) / unitItems);
    const budget = worst * BigInt(Math.max(1, units) * unitItems);
    await this.works.quote(terms, lane.channel.id, budget);
    const job = { terms, lane };
    state.jobs.push(job);
    this.jobs.set(terms.id, job);
    return job;
  }

  /** Lets a coordinator claim a slice of a job. `isLost`: it never hears that it was granted. */
  async claim(place: number, job: FuzzedJob, count: number, isLost: boolean): Promise<void> {
    const { coordinator, journal } = this.processes[place];
    let reserve = 0n;
    const claim = await journal.claim(coordinator.id, {
      job: job.terms.id,
      count,
      carve: true,
      holding: coordinator.holding(),
      termsAfter: ({ last }) => {
        const price = priceAt(job.terms.price as NonNullable<JobTerms['price']>, last);
        reserve = reservePerItem(price, job.terms.fuelCap, job.terms.policy);
        return { rate: last, reservePerItem: reserve };
      },
    });
    if (claim.kind === 'limit') this.count('waited for a limit');
    if (claim.kind !== 'granted') return;
    this.count('claimed');
    this.expected.granted(coordinator.id, claim.slice, reserve);
    if (!isLost) coordinator.lease(job.terms, claim.slice);
  }

  /** Commits what a coordinator did; `twice`: as where the first reply is lost. */
  async commit(place: number, twice: boolean): Promise<void> {
    const { coordinator, journal } = this.processes[place];
    const batch = coordinator.take();
    const receipt = await journal.commit(coordinator.id, batch);
    this.expected.committed(coordinator.id, batch, receipt);
    const again = twice ? await journal.commit(coordinator.id, batch) : receipt;
    if (JSON.stringify(again) !== JSON.stringify(receipt))
      this.break('CM2', `a commit was told ${JSON.stringify(receipt)}, and again ${JSON.stringify(again)}`);
    coordinator.heard(again);
  }

  /** A slice that some coordinator has of a lane's jobs. */
  sliceOf(state: LaneState, n: number): { coordinator: FuzzedCoordinator; slice: OpenSlice } | null {
    const open = this.processes.flatMap(({ coordinator }) =>
      coordinator.slices
        .filter((slice) => this.jobs.get(slice.grant.job)?.lane === state.lane)
        .map((slice) => ({ coordinator, slice })),
    );
    return open.length === 0 ? null : open[n % open.length];
  }
}

export const handOf = ({ lane }: LaneState, n: number): Hand =>
  n % 8 === 7 ? REFEREE : lane.devices[n % lane.devices.length];

export const deviceOf = ({ lane }: LaneState, n: number): DeviceId =>
  lane.devices[n % lane.devices.length].id;
