import {
  type AnswerFrame,
  type AssignFrame,
  type CoordinatorFrame,
  type ItemResult,
  LIMITS,
  packResults,
} from '@manyhands/protocol';
import { type Consent, consentHolds, type Permit, permitOf, permitWithin, usedOf } from '../consent.ts';
import { Governor, machineClock, type Probe } from '../governor/governor.ts';
import { type Identity, loadIdentity } from '../identity.ts';
import type { KeyValue } from '../key-value.ts';
import type { EnginePhase, EngineState, Standing } from '../messages.ts';
import { type Assignment, KnownJobs } from './assignment.ts';
import { takeUp } from './challenge.ts';
import { Connection, type Reason, type Socket, type WorkFrame } from './connection.ts';
import { Greeter } from './greeter.ts';
import { Library } from './library.ts';
import type { Completion, SeatWorker } from './remote-seat.ts';
import { SeatPool } from './seat-pool.ts';
import { Soon } from './soon.ts';
import { Unsettled } from './unsettled.ts';
import { Withdrawals } from './withdrawals.ts';

/** What differs between a browser's worker and a server. */
export interface Surroundings {
  /** The coordinator's HTTP address. */
  readonly coordinator: string;
  /** What the contributor runs, in a few words: shown to operators. */
  readonly agent: string;
  /** Cores of this machine: the most seats that a session may ask for. */
  readonly cores: number;
  /** Whether only hooked builds may run here: where a thread that computes cannot be ended from outside. */
  readonly onlyHooked: boolean;
  readonly store: KeyValue;
  openSocket(address: string): Socket;
  spawnSeat(): SeatWorker;
  /** Waits to be the only pool of the browser; resolves with what ends that. */
  claimPool(signal: AbortSignal, onBusy: () => void): Promise<() => void>;
  /** Begins to measure how fast this machine is for us now, in work a millisecond; returns what ends that. */
  readonly probe?: Probe;
  /** Members of a private pool: what its join key makes of a challenge. */
  readonly joinProof?: (nonce: string, device: string) => string;
  /** Tests only: what a dishonest contributor does to its results before it answers. */
  readonly tamper?: (results: readonly ItemResult[], assign: Assignment) => readonly ItemResult[];
}

type FrameOf<K extends CoordinatorFrame['kind']> = Extract<CoordinatorFrame, { kind: K }>;

/** How long a stop waits for the last answers to be committed, in milliseconds. */
const SETTLE_MS = 250;
const EXPIRY_CHECK_MS = 60_000;
/** How often changes are told at most, in milliseconds. */
const TELL_MS = 100;

/**
 * Lends this machine's seats to one coordinator: keeps the session, feeds the pool, answers, and stops within a second.
 * Nothing is opened, stored or started before {@link begin} has a valid consent [CO1].
 */
export class Engine {
  /** Says what of the consent may be used now; told when work may run, and what is read of the machine. */
  readonly governor: Governor;
  readonly #around: Surroundings;
  readonly #telling: Soon;
  readonly #pool: SeatPool;
  readonly #connection: Connection;
  readonly #greeter: Greeter;
  readonly #jobs = new KnownJobs();
  readonly #unsettled = new Unsettled();
  readonly #withdrawals: Withdrawals;
  #challenge: string | null = null;
  #phase: EnginePhase = { kind: 'idle' };
  #permit: Permit | null = null;
  #identity: Identity | null = null;
  #waiting: AbortController | null = null;
  #release: () => void = () => {};
  #wanted = 0;
  /** What the coordinator was told to send. */
  #accepted = '';
  #computedItems = 0;
  #computedFuel = 0n;
  #standing: Standing | null = null;
  #trouble = '';
  #settled: (() => void) | null = null;
  #expiry: ReturnType<typeof setInterval> | undefined;

  /** `notify` gets the state after changes, ten times a second at most. */
  constructor(around: Surroundings, notify: (state: EngineState) => void) {
    this.#around = around;
    this.#greeter = new Greeter(around);
    this.#withdrawals = new Withdrawals(around.coordinator, around.store);
    const { cores, probe } = around;
    this.governor = new Governor({ cores, probe, clock: machineClock, changed: () => this.#governed() });
    this.#telling = new Soon(() => notify(this.state), TELL_MS);
    const random = Math.random;
    this.#pool = new SeatPool({
      library: new Library(around.coordinator),
      onlyHooked: around.onlyHooked,
      spawn: () => around.spawnSeat(),
      random,
      completed: (assign, completion) => this.#completed(assign, completion),
      changed: () => this.#changed(),
    });
    this.#connection = new Connection({
      open: () => around.openSocket(contributeAddress(around.coordinator)),
      greet: (challenge) => this.#greet(challenge),
      joinProof: ({ nonce }) => around.joinProof?.(nonce, (this.#identity as Identity).device),
      random,
      welcomed: (welcome) => this.#welcomed(welcome),
      received: (frame) => this.#received(frame),
      lost: (reason, inMs) => this.#lost(reason, inMs),
    });
  }

  get state(): EngineState {
    return {
      phase: this.#phase,
      device: this.#identity?.device ?? '',
      seats: this.#pool.ready,
      queued: this.#pool.queued,
      running: this.#pool.running,
      computedItems: this.#computedItems,
      computedFuel: this.#computedFuel,
      unsettled: this.#unsettled.count,
      standing: this.#standing,
      trouble: this.#trouble,
      governor: this.governor.state,
    };
  }

  /** Starts, or waits for its turn among the browser's tabs. Rejects with CONSENT_MISSING without a valid consent. */
  async begin(consent: Consent): Promise<void> {
    const permit = permitOf(consent, Date.now());
    if (this.#waiting) return this.adjust(consent);
    this.#permit = permit;
    const waiting = new AbortController();
    this.#waiting = waiting;
    try {
      this.#release = await this.#around.claimPool(waiting.signal, () => this.#enter({ kind: 'elsewhere' }));
      this.#identity ??= await loadIdentity(this.#around.store);
    } catch (error) {
      if (waiting.signal.aborted) return;
      this.#waiting = null;
      throw error;
    }
    if (waiting.signal.aborted) return this.#release();
    this.#start();
  }

  /** Changes threads and share of a running pool. */
  async adjust(consent: Consent): Promise<void> {
    this.#permit = permitOf(consent, Date.now());
    if (this.#phase.kind === 'working') this.#accept();
    if (this.governor.state) this.governor.limit(usedOf(consent));
  }

  /** Answers of an earlier process of this device, to be sent again; before {@link begin}. */
  keep(answers: readonly AnswerFrame[]): void {
    for (const answer of answers) this.#unsettled.keep(answer);
  }

  /** Answers that the coordinator has not committed, oldest first. */
  get unsettled(): AnswerFrame[] {
    return this.#unsettled.all();
  }

  /** Takes no more work, but lets what is computed finish and be committed within `ms`, over a new line if need be; then stops. */
  async drain(ms: number): Promise<void> {
    if (!this.#waiting) return;
    const deadline = Date.now() + ms;
    this.#enter({ kind: 'stopping' });
    this.#connection.send({ kind: 'want', seats: 0 });
    await this.#pool.drain(ms);
    await this.#lastCommits(deadline);
    await this.stop();
  }

  /** Ends all work: finished items are answered, the rest is given back. Resolves within a second [CO2]. */
  async stop(): Promise<void> {
    if (!this.#waiting) return;
    this.#waiting.abort(new Error('stopped'));
    clearInterval(this.#expiry);
    this.#enter({ kind: 'stopping' });
    this.#connection.send({ kind: 'want', seats: 0 });
    await this.#pool.stop();
    await this.#lastCommits(Date.now() + SETTLE_MS);
    this.#connection.send({ kind: 'bye' });
    this.#greeter.forget();
    this.#connection.close();
    this.#release();
    this.#release = () => {};
    this.#waiting = null;
    this.#permit = null;
    this.governor.stop();
    this.#enter({ kind: 'idle' });
    this.#telling.now();
  }

  /** Stops, and tells the coordinator that the consent is withdrawn: after the last answers, but soon in any case. */
  async withdraw(): Promise<void> {
    const consent = this.#permit?.consent;
    const identity = this.#identity;
    const stopped = this.stop();
    if (!consent?.site || !identity) return stopped;
    await Promise.race([stopped, new Promise((resolve) => setTimeout(resolve, SETTLE_MS))]);
    await Promise.all([stopped, this.#withdrawals.tell(consent, identity, Date.now())]);
  }

  /** Takes up a site's challenge, now or when the session is on. */
  async solve(challenge: string): Promise<void> {
    this.#challenge = challenge;
    if (this.#phase.kind === 'working') await this.#takeUp();
  }

  async #takeUp(): Promise<void> {
    if (this.#challenge === null || !this.#identity || !this.#permit?.consent.site) return;
    const problem = await takeUp(this.#around.coordinator, this.#challenge, this.#identity);
    if (problem === '') this.#challenge = null;
    else this.#trouble = problem;
    this.#changed();
  }

  #start(): void {
    this.#enter({ kind: 'connecting' });
    void this.#withdrawals.tellKept();
    if (this.#permit) this.governor.start(usedOf(this.#permit.consent));
    this.#connection.open();
    this.#expiry = setInterval(() => {
      if (!consentHolds(this.#permit?.consent, Date.now())) void this.stop();
    }, EXPIRY_CHECK_MS);
  }

  /** Makes the pool what may run now; without a session there is none to change. */
  #governed(): void {
    const { kind } = this.#phase;
    const allowed = this.governor.state;
    if (this.#permit && allowed && (kind === 'working' || kind === 'reconnecting'))
      this.#pool.apply(permitWithin(this.#permit, allowed));
    this.#changed();
  }

  #greet(challenge: FrameOf<'challenge'>) {
    const { consent } = this.#permit as Permit;
    const keeps = [...this.#pool.held, ...this.#unsettled.names].slice(0, LIMITS.keptAssignments);
    return this.#greeter.answer(challenge, consent, this.#identity as Identity, keeps);
  }

  #welcomed({ ticket }: FrameOf<'welcome'>): void {
    this.#greeter.keep(ticket);
    this.#jobs.forget();
    this.#wanted = 0;
    this.#accepted = '';
    this.#accept();
    const isStopping = this.#phase.kind === 'stopping';
    if (!isStopping) this.#enter({ kind: 'working' });
    // The coordinator drops by `cancel` what it has already, or never wants again.
    for (const answer of this.#unsettled.all()) this.#connection.send(answer);
    if (!isStopping) this.#governed();
    void this.#takeUp();
  }

  #lost(reason: Reason, inMs: number | null): void {
    if (this.#phase.kind === 'stopping') return;
    this.#enter(inMs === null ? { kind: 'refused', ...reason } : { kind: 'reconnecting', inMs, ...reason });
  }

  #received(frame: WorkFrame): void {
    switch (frame.kind) {
      case 'job':
        this.#jobs.learn(frame);
        break;
      case 'assign':
        this.#assigned(frame);
        break;
      case 'credited':
        for (const assignment of frame.assignments) this.#unsettled.settle(assignment);
        this.#settled?.();
        break;
      case 'cancel':
        this.#unsettled.settle(frame.assignment);
        this.#settled?.();
        this.#pool.cancel(frame.assignment);
        break;
      case 'standing': {
        const { kind: _, ...standing } = frame;
        this.#standing = standing;
      }
    }
    this.#changed();
  }

  #assigned(frame: AssignFrame): void {
    const assignment = this.#jobs.join(frame);
    if (assignment === null) this.#giveBack(frame.assignment, 'unavailable');
    else if (this.#phase.kind === 'working') this.#pool.take(assignment);
    else this.#giveBack(frame.assignment, 'paused');
  }

  #completed(assign: Assignment, completion: Completion): void {
    if (completion.kind === 'failed') this.#trouble = completion.message;
    const results = this.#around.tamper?.(completion.results, assign) ?? completion.results;
    if (results.length === 0) {
      this.#giveBack(assign.assignment, reasonOf(completion));
      return;
    }
    this.#computedItems += results.length;
    this.#computedFuel += results.reduce((sum, result) => sum + result.fuel, 0n);
    const answer: AnswerFrame = { kind: 'answer', assignment: assign.assignment, ...packResults(results) };
    this.#unsettled.keep(answer);
    this.#connection.send(answer);
  }

  #giveBack(assignment: string, reason: string): void {
    this.#connection.send({ kind: 'giveBack', assignment, reason });
  }

  #enter(phase: EnginePhase): void {
    this.#phase = phase;
    this.#changed();
  }

  #changed(): void {
    this.#askForWork();
    this.#telling.later();
  }

  /** Tells the coordinator which jobs it may send whenever that changes: on a new session before seats are open. */
  #accept(): void {
    const { categories = [], jobs = [], others = true } = this.#permit?.consent ?? {};
    const frame = { kind: 'accept', categories, jobs, others: Number(others) } as const;
    const accepted = categories.length + jobs.length === 0 ? '' : JSON.stringify(frame);
    if (accepted !== this.#accepted && this.#connection.send(frame)) this.#accepted = accepted;
  }

  /** Tells the coordinator how many seats are open whenever that changes. */
  #askForWork(): void {
    if (this.#phase.kind !== 'working') return;
    const seats = this.#unsettled.isFull ? 0 : this.#pool.ready;
    if (seats !== this.#wanted && this.#connection.send({ kind: 'want', seats })) this.#wanted = seats;
  }

  async #lastCommits(deadline: number): Promise<void> {
    while (this.#unsettled.count > 0 && Date.now() < deadline) {
      await new Promise<void>((resolve) => {
        const late = setTimeout(resolve, deadline - Date.now());
        this.#settled = () => resolve(clearTimeout(late));
      });
    }
    this.#settled = null;
  }
}

/** A seat's own failure is told apart from bytes that could not be had. */
const reasonOf = (completion: Completion): string =>
  completion.kind !== 'failed' ? 'paused' : completion.code === 'SEAT_FAILED' ? 'failed' : 'unavailable';

const contributeAddress = (coordinator: string): string => {
  const address = new URL('/v1/contribute', coordinator);
  address.protocol = address.protocol.replace('http', 'ws');
  return address.href;
};
