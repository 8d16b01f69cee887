import { type GovernorState, govern, type Limit, NO_PAST, type Past } from './govern.ts';
import { learnSpeed, NO_SPEEDS, type Speeds, slowdownOf } from './load.ts';
import { type Clock, NO_READINGS, type Readings } from './readings.ts';
import { checkedRules, DEFAULT_RULES, type Rules } from './rules.ts';

/** Begins to measure how fast this machine is for us now, in work a millisecond; returns what ends that. */
export type Probe = (probed: (speed: number) => void) => () => void;

export interface GovernorOptions {
  readonly cores: number;
  readonly probe?: Probe;
  clock(): Clock;
  changed(): void;
}

/** How often it is looked whether a pause has ended, or hours have begun. */
const LOOK_MS = 1_000;

/** Remembers what was chosen and read, and says what may run. Tells `changed` whenever that is something else than before. */
export class Governor {
  readonly #options: GovernorOptions;
  #limit: Limit | null = null;
  #rules: Rules = DEFAULT_RULES;
  #readings: Readings = NO_READINGS;
  #speeds: Speeds = NO_SPEEDS;
  #past: Past = NO_PAST;
  #state: GovernorState | null = null;
  #looking: ReturnType<typeof setInterval> | undefined;
  #endProbe: (() => void) | undefined;

  constructor(options: GovernorOptions) {
    this.#options = options;
  }

  /** Null while nothing is agreed to. */
  get state(): GovernorState | null {
    return this.#state;
  }

  start(limit: Limit): void {
    this.#looking = setInterval(() => this.#look(), LOOK_MS);
    this.#endProbe = this.#options.probe?.((speed) => this.#probed(speed));
    this.limit(limit);
  }

  stop(): void {
    clearInterval(this.#looking);
    this.#endProbe?.();
    this.#limit = null;
    this.#look();
  }

  /** The most that may be used. */
  limit(limit: Limit): void {
    this.#limit = limit;
    this.#look();
  }

  /** What the contributor chose counts at once: no reason of an older choice has to settle. Rules are checked here. */
  rule(rules: unknown): void {
    this.#rules = checkedRules(rules);
    this.#past = { ...this.#past, rest: null };
    this.#look();
  }

  sense(readings: Readings): void {
    this.#readings = readings;
    this.#look();
  }

  #probed(speed: number): void {
    this.#speeds = learnSpeed(this.#speeds, speed);
    this.#look();
  }

  /** Decides again: times pass, and rests end, without anybody saying so. */
  #look(): void {
    const before = this.#state;
    this.#state = this.#decide();
    if (JSON.stringify(this.#state) !== JSON.stringify(before)) this.#options.changed();
  }

  #decide(): GovernorState | null {
    if (this.#limit === null) return null;
    const { state, past } = govern(
      {
        limit: this.#limit,
        rules: this.#rules,
        readings: this.#readings,
        slowdown: slowdownOf(this.#speeds),
        cores: this.#options.cores,
        clock: this.#options.clock(),
      },
      this.#past,
    );
    this.#past = past;
    return state;
  }
}

/** This machine's clock, in its own time zone. */
export function machineClock(): Clock {
  const date = new Date();
  return { now: date.getTime(), minute: date.getHours() * 60 + date.getMinutes() };
}
