/**
 * What a fresh state for every item costs: the same items through the runtime, on builds that watch stores and on builds
 * with a small memory that is copied back, as small as the trial would choose it, against bare calls of the same code that leave everything as it is.
 */
import { encodeRow } from '@manyhands/protocol';
import { instantiate, instrument, type Kernel } from '@manyhands/wasm-kernels';
import { instrumentPartly, smallPagesFor } from '@manyhands/wasm-kernels/testing';
import { ASSEMBLYSCRIPT_KERNELS, compileAssemblyScript } from '../compilers.ts';
import { geomean, quantile, rounded } from '../statistics.ts';

const COLUMNS = [{ name: 'rounds', type: 'i32', optional: false, doc: '' }] as const;
const MUCH_FUEL = 1n << 62n;
const WAYS = ['bare', 'watched', 'small'] as const;
type Way = (typeof WAYS)[number];

export interface ResetRow {
  readonly kernel: string;
  /** Milliseconds that a bare item takes. */
  readonly milliseconds: number;
  readonly watched: number;
  readonly small: number;
}
export interface ResetReport {
  /** By about how long an item takes: the better way of each kernel, relative to bare calls. */
  readonly geomeanByMilliseconds: Record<string, number>;
  readonly items: readonly ResetRow[];
}

export async function reset(
  options: { quick: boolean; filter: RegExp },
  progress: (line: string) => void,
): Promise<ResetReport> {
  const lengths = options.quick ? [0.1] : [0.1, 1, 10];
  const rows: (ResetRow & { about: number })[] = [];
  for (const name of ASSEMBLYSCRIPT_KERNELS.filter((each) => options.filter.test(each))) {
    const kernel = await compileAssemblyScript(name);
    const bareItem = await bareItems(kernel);
    for (const about of lengths) {
      const rounds = roundsFor(bareItem, about);
      const items = { bare: bareItem, ...(await builtItems(kernel, rounds)) };
      const seconds = options.quick ? 0.05 : 2;
      const times = interleaved(items, rounds, seconds);
      const bare = quantile(times.bare, 0.1);
      const ratio = (way: Way): number => rounded(quantile(times[way], 0.1) / bare);
      const row = {
        kernel: name,
        about,
        milliseconds: rounded(bare),
        watched: ratio('watched'),
        small: ratio('small'),
      };
      rows.push(row);
      progress(
        `${name.padEnd(10)}${bare.toFixed(3).padStart(10)}${row.watched.toFixed(3).padStart(10)}${row.small.toFixed(3).padStart(10)}`,
      );
    }
  }
  const better = (about: number): number =>
    rounded(
      geomean(rows.filter((row) => row.about === about).map((row) => Math.min(row.watched, row.small))),
    );
  return {
    geomeanByMilliseconds: Object.fromEntries(lengths.map((about) => [String(about), better(about)])),
    items: rows.map(({ about, ...row }) => row),
  };
}

export const resetHeader = (): string => 'kernel       bare ms   watched     small';

type Items = Record<Way, (rounds: number) => void>;

const bareItems = (kernel: Uint8Array): Promise<Items['bare']> =>
  bareCalls(instrumentPartly(kernel, { fuel: 'scheme', nan: 'strict', depth: true, pages: 1024 }));

async function builtItems(kernel: Uint8Array, rounds: number): Promise<Omit<Items, 'bare'>> {
  const start = async (bytes: Uint8Array): Promise<Kernel> =>
    instantiate(await WebAssembly.compile(bytes as BufferSource), { datasets: [] });
  const calls =
    (item: Kernel) =>
    (n: number): void =>
      void item.runItem(encodeRow(COLUMNS, [n]), MUCH_FUEL);
  const watched = await start(instrument(kernel).bytes);
  calls(watched)(rounds);
  const small = await start(instrument(kernel, { smallPages: smallPagesFor(watched.touchedBytes) }).bytes);
  return { watched: calls(watched), small: calls(small) };
}

/** Calls without any reset but of the globals, without which the allocator would run out of memory. */
async function bareCalls(bytes: Uint8Array): Promise<(rounds: number) => void> {
  const { instance } = await WebAssembly.instantiate(bytes as BufferSource, {
    env: { abort: () => undefined },
  });
  const { memory, alloc, run, __fuel, __mh_depth, __mh_save, __mh_restore } = instance.exports as Record<
    string,
    never
  >;
  const depth = (__mh_depth as WebAssembly.Global).value;
  const call = (name: (...given: number[]) => unknown, ...given: number[]): unknown => name(...given);
  call(__mh_save);
  return (rounds) => {
    call(__mh_restore);
    (__mh_depth as WebAssembly.Global).value = depth;
    (__fuel as WebAssembly.Global).value = MUCH_FUEL;
    const pointer = call(alloc, 4) as number;
    new DataView((memory as WebAssembly.Memory).buffer).setInt32(pointer, rounds, true);
    call(run, pointer, 4);
  };
}

function roundsFor(call: (rounds: number) => void, milliseconds: number): number {
  for (let rounds = 1; ; rounds *= 2) {
    let best = Number.POSITIVE_INFINITY;
    for (let i = 0; i < 10; i++) best = Math.min(best, timed(call, rounds));
    if (best >= milliseconds / 1.5 || rounds >= 1 << 20) return rounds;
  }
}

/** Milliseconds of processor: a clock also counts what other processes take. */
function timed(call: (rounds: number) => void, rounds: number): number {
  const start = process.cpuUsage();
  call(rounds);
  const { user, system } = process.cpuUsage(start);
  return (user + system) / 1000;
}

function interleaved(items: Items, rounds: number, seconds: number): Record<Way, number[]> {
  const times: Record<Way, number[]> = { bare: [], watched: [], small: [] };
  const until = performance.now() + 1000 * seconds;
  do {
    for (const way of WAYS) times[way].push(timed(items[way], rounds));
  } while (performance.now() < until);
  return times;
}
