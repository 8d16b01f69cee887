import { join } from 'node:path';
import {
  type Contributor,
  type EngineState,
  openContributor,
  type Room,
  readMachine,
  seatsFor,
} from '@manyhands/browser-worker/server';
import { type ErrorCode, KnownError } from '@manyhands/protocol';
import type { Screen } from '../screen.ts';
import { type Duty, dutyAt, ENDED, sentenceOf } from './duty.ts';
import type { Snapshot } from './metrics.ts';
import type { Watched } from './monitor.ts';
import type { Settings } from './settings.ts';

/** Clocks are set and machines sleep: the schedule is looked at again after this long at most. */
const LOOK_MS = 30_000;

/** A contributor that keeps to its hours, says what it does, and ends in a stated time. */
export class Worker implements Watched {
  readonly #contributor: Contributor;
  readonly #screen: Screen;
  #settings: Settings;
  #room: Room;
  #said = '';
  #begun = 0;
  #hasEnded = false;
  #wake: () => void = () => {};

  static async open(settings: Settings, joinKey: string | undefined, screen: Screen): Promise<Worker> {
    let worker = null as Worker | null;
    const contributor = await openContributor({
      coordinator: settings.coordinator,
      keyFile: join(settings.state, 'device.json'),
      answerFile: join(settings.state, 'answers'),
      joinKey,
      onEvent: () => {
        if (worker) worker.#changed();
      },
    });
    const opened = new Worker(contributor, settings, screen);
    worker = opened;
    return opened;
  }

  private constructor(contributor: Contributor, settings: Settings, screen: Screen) {
    this.#contributor = contributor;
    this.#settings = settings;
    this.#room = roomOf(settings);
    this.#screen = screen;
    screen.line(`device ${contributor.device}, ${this.#seatsSentence()}; Ctrl-C stops`);
  }

  /** Works in its hours until asked to stop. Rejects when the coordinator refuses the device for good. */
  async run(signal: AbortSignal): Promise<void> {
    signal.addEventListener('abort', () => this.#wake());
    try {
      while (!signal.aborted) {
        await this.#follow(this.#duty());
        this.say();
        if (!signal.aborted) await this.#sleep();
      }
    } finally {
      this.#hasEnded = true;
      await this.#contributor.drain(this.#drainMs);
    }
  }

  /** Takes up other settings; another account with a new session. */
  async change(settings: Settings): Promise<void> {
    const isOther = settings.account !== this.#settings.account;
    this.#settings = settings;
    this.#room = roomOf(settings);
    await this.#contributor.adjust(this.#lent());
    if (isOther) await this.#contributor.drain(this.#drainMs);
    this.#screen.line(`new settings: ${this.#seatsSentence()}`);
    this.#wake();
  }

  sentence(): string {
    return sentenceOf(this.#state.phase, this.#hasEnded ? ENDED : this.#duty(), this.#room.seats);
  }

  snapshot(): Snapshot {
    return {
      state: this.#state,
      seatsAllowed: this.#room.seats,
      reconnects: Math.max(0, this.#contributor.connections - this.#begun),
      coordinator: this.#settings.coordinator,
    };
  }

  /** Says what it does where that has changed. */
  say(): void {
    const sentence = this.sentence();
    if (sentence !== this.#said) this.#screen.line(sentence);
    this.#said = sentence;
  }

  /** All that is known, for programs. */
  report(): void {
    this.#screen.result({ ...this.#state, sentence: this.sentence() });
  }

  #changed(): void {
    this.say();
    if (this.#state.phase.kind === 'refused') this.#wake();
  }

  get #state(): EngineState {
    return this.#contributor.stats();
  }

  get #drainMs(): number {
    return this.#settings.drainSeconds * 1000;
  }

  async #follow(duty: Duty): Promise<void> {
    const { phase } = this.#state;
    if (phase.kind === 'refused') throw new KnownError(phase.code as ErrorCode, phase.message);
    if (duty.kind === 'rest') await this.#contributor.drain(this.#drainMs);
    else if (phase.kind === 'idle') {
      this.#begun++;
      await this.#contributor.adjust(this.#lent());
      await this.#contributor.begin();
    }
  }

  #duty(): Duty {
    return dutyAt(this.#settings.schedule, new Date(), this.#drainMs);
  }

  #lent() {
    const { share, account, categories, job } = this.#settings;
    return { threads: this.#room.seats, share, payee: account, categories, jobs: job };
  }

  /** Until something may have changed. */
  async #sleep(): Promise<void> {
    const { until } = this.#duty();
    const ms = Math.min(LOOK_MS, until === null ? LOOK_MS : until.getTime() - Date.now());
    let timer: ReturnType<typeof setTimeout> | undefined;
    await new Promise<void>((resolve) => {
      this.#wake = resolve;
      timer = setTimeout(resolve, Math.max(0, ms));
    });
    clearTimeout(timer);
  }

  #seatsSentence(): string {
    const { seats, because } = this.#room;
    return `${seats} ${seats === 1 ? 'seat' : 'seats'} (${because})`;
  }
}

const roomOf = ({ threads, seatMb }: Settings): Room => seatsFor(readMachine(), threads, seatMb);
