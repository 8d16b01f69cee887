import { type ChildProcess, fork } from 'node:child_process';
import type { GenerateOptions } from '../generate/module.ts';
import type { FromChild, Portion } from './child.ts';
import type { Shrunk } from './shrink.ts';

export interface PoolOptions {
  readonly first: number;
  readonly modules: number;
  readonly processes: number;
  readonly generate?: Partial<GenerateOptions>;
  /** Flags for the processes, such as `--liftoff-only`. */
  readonly flags?: readonly string[];
  readonly onProgress?: (done: number, failures: number) => void;
  /** Begins nothing more once this is aborted; what has begun is still finished. */
  readonly signal?: AbortSignal;
}

export interface Failure {
  readonly seed: number;
  readonly failures: readonly string[];
  readonly shrunk: Shrunk | null;
}

export interface Findings {
  readonly totals: Readonly<Record<string, number>>;
  readonly failures: readonly Failure[];
  /** The seed to go on from: all before it were fuzzed. */
  readonly next: number;
}

const CHILD = new URL('../../../dist/testing/fuzz/child.js', import.meta.url);
const PORTION = 50;
/** A module takes milliseconds, a shrunk failure 15 s. One that takes longer hangs. */
const HANG_MILLISECONDS = 60_000;
const MOST_FAILURES = 20;

/** Fuzzes so many seeds in several processes; ends early after {@link MOST_FAILURES} failures. */
export async function fuzz(options: PoolOptions): Promise<Findings> {
  const pool = new Pool(options);
  await Promise.all(Array.from({ length: options.processes }, () => pool.drain()));
  return pool;
}

class Pool implements Findings {
  readonly totals: Record<string, number> = {};
  readonly failures: Failure[] = [];
  readonly #options: PoolOptions;
  /** What processes left behind that hung or broke down. */
  readonly #left: { readonly first: number; readonly count: number }[] = [];
  #next: number;

  constructor(options: PoolOptions) {
    this.#options = options;
    this.#next = options.first;
  }

  get next(): number {
    return Math.min(this.#next, ...this.#left.map(({ first }) => first));
  }

  /** One process after the other until no seed is left: a new one where the last hung or broke down. */
  async drain(): Promise<void> {
    while (this.#hasMore()) await this.#oneProcess();
  }

  #hasMore(): boolean {
    const { first, modules, signal } = this.#options;
    if (signal?.aborted || this.failures.length >= MOST_FAILURES) return false;
    return this.#left.length > 0 || this.#next < first + modules;
  }

  #portion(): Portion | null {
    if (!this.#hasMore()) return null;
    return { ...(this.#left.pop() ?? this.#carve()), options: this.#options.generate ?? {} };
  }

  #carve(): { first: number; count: number } {
    const first = this.#next;
    const count = Math.min(PORTION, this.#options.first + this.#options.modules - first);
    this.#next += count;
    return { first, count };
  }

  #oneProcess(): Promise<void> {
    const child = fork(CHILD, { execArgv: [...(this.#options.flags ?? [])] });
    return new Promise((resolve) => {
      let end = 0;
      const watch = new Watch(child, (seed, why) => this.#lost(seed, why, end));
      const feed = (): void => {
        const portion = this.#portion();
        end = portion === null ? 0 : portion.first + portion.count;
        if (portion === null) child.disconnect();
        else child.send(portion);
      };
      child.on('message', (message: FromChild) => {
        watch.heard(message.kind === 'at' ? message.seed : null);
        if (message.kind === 'failed') this.failures.push(message);
        if (message.kind !== 'done') return;
        this.#add(message.totals);
        feed();
      });
      child.on('exit', (code, signal) => {
        watch.ended(code, signal);
        resolve();
      });
      feed();
    });
  }

  #add(totals: Readonly<Record<string, number>>): void {
    for (const [name, amount] of Object.entries(totals))
      this.totals[name] = (this.totals[name] ?? 0) + amount;
    this.#options.onProgress?.(this.totals.modules, this.failures.length);
  }

  /** A process was lost at a seed: the seeds behind it, up to `end`, are somebody else's. */
  #lost(seed: number, why: string, end: number): void {
    this.failures.push({ seed, failures: [why], shrunk: null });
    if (seed + 1 < end) this.#left.push({ first: seed + 1, count: end - seed - 1 });
  }
}

/** Ends a process that is silent for too long, and knows which seed it was at. */
class Watch {
  readonly #child: ChildProcess;
  readonly #onLost: (seed: number, why: string) => void;
  #seed = -1;
  #hung = false;
  #timer: NodeJS.Timeout;

  constructor(child: ChildProcess, onLost: (seed: number, why: string) => void) {
    this.#child = child;
    this.#onLost = onLost;
    this.#timer = this.#arm();
  }

  heard(seed: number | null): void {
    if (seed !== null) this.#seed = seed;
    clearTimeout(this.#timer);
    this.#timer = this.#arm();
  }

  ended(code: number | null, signal: string | null): void {
    clearTimeout(this.#timer);
    if (this.#hung) this.#onLost(this.#seed, `hangs for more than ${HANG_MILLISECONDS / 1000} s`);
    else if (code !== 0) this.#onLost(this.#seed, `the process ended with ${signal ?? `code ${code}`}`);
  }

  #arm(): NodeJS.Timeout {
    return setTimeout(() => {
      this.#hung = true;
      this.#child.kill('SIGKILL');
    }, HANG_MILLISECONDS);
  }
}
