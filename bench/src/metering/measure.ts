/**
 * Times variants of one kernel against each other, in Node and in browsers: plain ECMAScript, no imports at run time.
 * All variants of a kernel are run in turns, in a new random order each round, so that whatever else the machine does
 * hits all of them; of each variant's many short runs the tenth percentile counts.
 */

/** One module to time. C kernels take rounds as a number; AssemblyScript kernels a row of bytes. */
export interface Variant {
  readonly name: string;
  /** Base64. */
  readonly module: string;
  /** It makes assumptions; where they do not hold for the kernel it traps, and is left out. */
  readonly mayFail: boolean;
}
export interface KernelToTime {
  readonly name: string;
  readonly calls: 'number' | 'row';

  readonly variants: readonly Variant[];
}
export interface Effort {
  /** Milliseconds that one run should take. */
  readonly runMilliseconds: number;
  /** Runs of each variant. */
  readonly runs: number;
  /** Rounds of one run, instead of as many as the time takes. */
  readonly rounds?: number;
}
/** Of one variant: milliseconds of a run of so many rounds, fuel if it counts any, and its result, which must be the same for all. */
export interface Timing {
  readonly rounds: number;
  readonly milliseconds: number;
  readonly fuel: string | null;
  readonly result: string;
}
export type Timings = Record<string, Timing>;

interface Runner {
  readonly name: string;
  run(rounds: number): void;
  /** Puts back what the last run changed; not timed. */
  reset(): void;
  result(): string;
  fuel(): string | null;
}

const MUCH_FUEL = 1n << 62n;
/** A variant is warm when so many spells of warming up in a row brought nothing; not looked at longer than so many. */
const CALM_SPELLS = 3;
const MOST_SPELLS = 12;
const RUNS_OF_SPELL = 4;
/** Milliseconds after a spell in which a compiler's thread has the machine. */
const PAUSE = 40;
/** Less than this part of the time before is a gain. */
const GAIN = 0.93;

/** Rounds that take about `milliseconds`, found by doubling. */
function roundsFor(runner: Runner, milliseconds: number): number {
  for (let rounds = 1; ; rounds *= 2)
    if (bestOf(runner, rounds, RUNS_OF_SPELL) >= milliseconds / 1.5 || rounds >= 1 << 20) return rounds;
}

/** Cold code takes longer, and would have too few. */
async function roundsWhenWarm(runner: Runner, milliseconds: number): Promise<number> {
  await warmUp([runner], roundsFor(runner, milliseconds));
  return roundsFor(runner, milliseconds);
}

const bestOf = (runner: Runner, rounds: number, runs: number): number =>
  Math.min(...Array.from({ length: runs }, () => once(runner, rounds)));

/**
 * Runs all until each is compiled by the optimising tier. Engines replace a function between two of its calls, once it
 * has run often and another thread has compiled it: no number of runs says when, so the times decide. All get as many.
 */
async function warmUp(runners: readonly Runner[], rounds: number): Promise<void> {
  const best = new Map<Runner, number>();
  for (let spell = 0, calm = 0; calm < CALM_SPELLS && spell < MOST_SPELLS; spell++, calm++) {
    for (const runner of runners) {
      const now = bestOf(runner, rounds, RUNS_OF_SPELL);
      const before = best.get(runner) ?? Number.POSITIVE_INFINITY;
      if (now < before * GAIN) calm = -1;
      best.set(runner, Math.min(now, before));
    }
    await new Promise((resolve) => setTimeout(resolve, PAUSE));
  }
}

export async function measure(kernel: KernelToTime, effort: Effort): Promise<Timings> {
  const runners: Runner[] = [];
  for (const variant of kernel.variants) {
    const runner = await runnerOf(variant, kernel.calls);
    if (!variant.mayFail || runs(runner)) runners.push(runner);
  }
  const rounds = effort.rounds ?? (await roundsWhenWarm(runners[0], effort.runMilliseconds));
  const times = new Map<string, number[]>(runners.map(({ name }) => [name, []]));
  await warmUp(runners, rounds);
  for (let i = 0; i < effort.runs; i++)
    for (const runner of shuffled(runners)) times.get(runner.name)?.push(once(runner, rounds));
  return Object.fromEntries(
    runners.map((runner) => {
      const all = (times.get(runner.name) ?? []).sort((a, b) => a - b);
      const milliseconds = all[Math.floor(all.length / 10)];
      return [runner.name, { rounds, milliseconds, fuel: runner.fuel(), result: runner.result() }];
    }),
  );
}

function runs(runner: Runner): boolean {
  try {
    once(runner, 1);
    return true;
  } catch {
    return false;
  }
}

function once(runner: Runner, rounds: number): number {
  runner.reset();
  const start = performance.now();
  runner.run(rounds);
  return performance.now() - start;
}

function shuffled<T>(list: readonly T[]): T[] {
  const copy = [...list];
  for (let i = copy.length - 1; i > 0; i--) {
    const j = Math.floor(Math.random() * (i + 1));
    [copy[i], copy[j]] = [copy[j], copy[i]];
  }
  return copy;
}

interface Exports {
  readonly memory: WebAssembly.Memory;
  readonly run: (...values: number[]) => number | bigint;
  readonly alloc?: (length: number) => number;
  readonly __fuel?: WebAssembly.Global;
  readonly __mh_depth?: WebAssembly.Global;
  readonly __mh_save?: () => void;
  readonly __mh_restore?: () => void;
}

async function runnerOf({ name, module }: Variant, calls: KernelToTime['calls']): Promise<Runner> {
  const bytes = Uint8Array.from(atob(module), (letter) => letter.charCodeAt(0));
  const imports = { metering: { usegas: () => undefined }, env: { abort: () => undefined } };
  const { instance } = await WebAssembly.instantiate(bytes as BufferSource, imports);
  const exports = instance.exports as unknown as Exports;
  const depth = exports.__mh_depth?.value;
  exports.__mh_save?.();
  const before = calls === 'row' ? new Uint8Array(exports.memory.buffer).slice() : null;
  let result = '';
  let used: bigint | null = null;
  return {
    name,
    run(rounds) {
      if (exports.__fuel) exports.__fuel.value = MUCH_FUEL;
      result = calls === 'number' ? String(exports.run(rounds)) : runRow(exports, rounds);
      if (exports.__fuel) used = MUCH_FUEL - (exports.__fuel.value as bigint);
    },
    reset() {
      if (before === null) return;
      exports.__mh_restore?.();
      if (exports.__mh_depth) exports.__mh_depth.value = depth;
      new Uint8Array(exports.memory.buffer).set(before);
    },
    result: () => result,
    fuel: () => (used === null ? null : String(used)),
  };
}

/** Calls a kernel by the bytes ABI with one i32 column; gives the bytes of its row as hex. */
function runRow(exports: Exports, rounds: number): string {
  const pointer = exports.alloc?.(4) ?? 0;
  new DataView(exports.memory.buffer).setInt32(pointer, rounds, true);
  const row = BigInt.asUintN(64, BigInt(exports.run(pointer, 4)));
  const bytes = new Uint8Array(exports.memory.buffer, Number(row >> 32n), Number(row & 0xffffffffn));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
}
