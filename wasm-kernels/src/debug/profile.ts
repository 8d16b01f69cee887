import { ITEM_STATUS, KnownError } from '@manyhands/protocol';
import { CodeCursor } from '../binary/code.ts';
import { mapModule } from '../binary/module.ts';
import { instrumentWatched } from '../instrument/instrument.ts';
import { costOf } from '../instrument/metering/cost.ts';
import { type CountedFunction, countersOf, ProfileMeter } from '../instrument/profiling.ts';
import { COUNTER } from '../instrument/shape.ts';
import { factsOf } from '../runtime/build.ts';
import { KernelInstance } from '../runtime/instance.ts';
import type { Explaining } from './explain.ts';
import { KernelMap } from './kernel-map.ts';
import { isWrapper, Symbols } from './symbols.ts';
import { type Written, WrittenFunctions } from './written.ts';

/** Engines bound what a module exports. */
const MOST_COUNTERS = 90_000;
const START_FUEL = 1_000_000_000n;

/** What a function cost, in fuel, over all profiled items. */
export interface FunctionCost {
  readonly name: string;
  /** Where it begins, as far as that is known. */
  readonly file: string | null;
  readonly line: number | null;
  readonly calls: bigint;
  /** Of its own instructions. */
  readonly self: bigint;
  /** With all that it called; of a recursion each instruction once. Null where that is not counted. */
  readonly total: bigint | null;
}

/** What a function cost as it was written, also where it was inlined into others. */
export interface WrittenCost extends Written {
  /** Of its own instructions. */
  readonly self: bigint;
}

export interface LineCost {
  readonly file: string;
  readonly line: number;
  readonly fuel: bigint;
}

/** Where the fuel of some items went. */
export interface Profile {
  /** Of all profiled items, those that returned: what every build counts. */
  readonly fuel: bigint;
  readonly items: number;
  /** Items that failed, and are in none of the figures. */
  readonly failed: number;
  /** Dearest first; empty where the source is not known. They and `host` add up to `fuel`. */
  readonly written: readonly WrittenCost[];
  /** Of the module, where small functions are inlined. Dearest first. Their own costs and `host` add up to `fuel`. */
  readonly functions: readonly FunctionCost[];
  /** Dearest first; empty without a source map. What no line stands for is in none. */
  readonly lines: readonly LineCost[];
  /** What calls of the WASI host cost by their price. */
  readonly host: bigint;
}

/** Runs items again, counting where their fuel goes. Throws KERNEL_TOO_LARGE, and what `instrument` throws. */
export function profileItems({
  wasm,
  symbols: given,
  memoryPages,
  datasets,
  inputs,
  fuelCap,
}: Explaining): Profile {
  const map = given?.map ?? null;
  const kernel = mapModule(wasm);
  const { functions, count } = countersOf(kernel);
  if (count > MOST_COUNTERS)
    throw new KnownError(
      'KERNEL_TOO_LARGE',
      `a profile would need ${count} counters, more than ${MOST_COUNTERS}`,
    );
  const meter = (fuel: number, first: number): ProfileMeter =>
    new ProfileMeter(kernel, functions, { fuel, first });
  const parts = { meter, nan: true, depth: true, stores: true, startFuel: START_FUEL, counters: count };
  const build = instrumentWatched(wasm, { memoryPages, parts });
  const module = new WebAssembly.Module(build.bytes as BufferSource);
  const names = Array.from({ length: count }, (_, i) => `${COUNTER}${i}`);
  const sums = new BigInt64Array(count);
  let [fuel, items] = [0n, 0];
  for (const input of inputs) {
    let before: readonly bigint[] = [];
    const begun = (): void => {
      before = instance.counters(names);
    };
    // One instance for each item: a trap leaves calls that never return.
    const instance = new KernelInstance({ module, facts: factsOf(module), datasets, begun });
    const { result } = instance.run(input, fuelCap);
    if (result.status !== ITEM_STATUS.ok) continue;
    items++;
    fuel += result.fuel;
    instance.counters(names).forEach((value, i) => {
      sums[i] += value - before[i];
    });
  }
  const symbols = new Symbols(wasm, map === null ? null : new KernelMap(map));
  const costs = functions.map((counted) => costOfFunction(counted, sums, symbols));
  const self = costs.reduce((sum, each) => sum + each.self, 0n);
  return {
    fuel,
    items,
    failed: inputs.length - items,
    functions: costs.filter(({ calls }) => calls > 0n).sort((a, b) => descending(a.self, b.self)),
    ...(given === null || map === null
      ? { lines: [], written: [] }
      : costsBySource({ wasm, functions, sums, symbols, written: new WrittenFunctions(given.plain) })),
    host: fuel - self,
  };
}

const descending = (a: bigint, b: bigint): number => (a < b ? 1 : a > b ? -1 : 0);

function costOfFunction(
  { index, stretches, bulk, within }: CountedFunction,
  sums: BigInt64Array,
  symbols: Symbols,
): FunctionCost {
  const place = symbols.beginningOf(index);
  const { file, line } = place === null || isWrapper(place) ? { file: null, line: null } : place;
  let self = 0n;
  for (const { cost, times } of stretches) self += BigInt(cost) * sums[times];
  for (const { moved } of bulk) self += sums[moved];
  const calls = stretches.length === 0 ? 0n : sums[stretches[0].times];
  const total = sums[within];
  return {
    name: symbols.nameOf(index),
    file,
    line,
    calls,
    self,
    total: total === 0n && self > 0n ? null : total,
  };
}

interface Counts {
  readonly wasm: Uint8Array;
  readonly functions: readonly CountedFunction[];
  readonly sums: BigInt64Array;
  readonly symbols: Symbols;
  readonly written: WrittenFunctions;
}

function costsBySource({ wasm, functions, sums, symbols, written }: Counts) {
  const lines = new Costs<Omit<LineCost, 'fuel'>>();
  const wholes = new Costs<Written>();
  const add = (index: number, offset: number, fuel: bigint): void => {
    if (fuel === 0n) return;
    const entry = symbols.entryOf({ index, offset });
    const { file, line } = entry;
    if (file !== null && line !== null) lines.add(`${file}:${line}`, { file, line }, fuel);
    const whole = written.find(entry) ?? { name: symbols.nameOf(index), file: null, line: null };
    wholes.add(`${whole.name} ${whole.file}:${whole.line}`, whole, fuel);
  };
  for (const { index, stretches, bulk } of functions) {
    for (const { at, until, times } of stretches) {
      const cursor = new CodeCursor(wasm, at, until);
      if (sums[times] > 0n)
        while (cursor.step()) add(index, cursor.at, BigInt(costOf(cursor.op)) * sums[times]);
    }
    for (const { at, moved } of bulk) add(index, at, sums[moved]);
  }
  return {
    lines: lines.dearestFirst().map(({ what, fuel }) => ({ ...what, fuel })),
    written: wholes.dearestFirst().map(({ what, fuel }) => ({ ...what, self: fuel })),
  };
}

/** Adds up what things cost, by their keys. */
class Costs<What> {
  readonly #found = new Map<string, { readonly what: What; fuel: bigint }>();

  add(key: string, what: What, fuel: bigint): void {
    const known = this.#found.get(key);
    if (known === undefined) this.#found.set(key, { what, fuel });
    else known.fuel += fuel;
  }

  dearestFirst(): { what: What; fuel: bigint }[] {
    return [...this.#found.values()].sort((a, b) => descending(a.fuel, b.fuel));
  }
}
