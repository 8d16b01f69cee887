import { ITEM_STATUS, KnownError } from '@manyhands/protocol';
import { CodeCursor } from '../binary/code.ts';
import { mapModule } from '../binary/module.ts';
import { instrumentWatched } from '../instrument/instrument.ts';
import { costOf } from '../instrument/metering/cost.ts';
import { type CountedFunction, countersOf, ProfileMeter } from '../instrument/profiling.ts';
import { COUNTER } from '../instrument/rewrite.ts';
import { factsOf } from '../runtime/build.ts';
import { KernelInstance } from '../runtime/instance.ts';
import type { Explaining } from './explain.ts';
import { KernelMap } from './kernel-map.ts';
import { isWrapper, Symbols } from './symbols.ts';

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
  /** Dearest first. Their own costs and `host` add up to `fuel`. */
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
    lines: map === null ? [] : lineCosts(wasm, functions, sums, symbols),
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

function lineCosts(
  wasm: Uint8Array,
  functions: readonly CountedFunction[],
  sums: BigInt64Array,
  symbols: Symbols,
): LineCost[] {
  const found = new Map<string, { file: string; line: number; fuel: bigint }>();
  const add = (index: number, offset: number, fuel: bigint): void => {
    const { file, line } = symbols.entryOf({ index, offset });
    if (file === null || line === null || fuel === 0n) return;
    const key = `${file}:${line}`;
    const known = found.get(key) ?? { file, line, fuel: 0n };
    known.fuel += fuel;
    found.set(key, known);
  };
  for (const { index, stretches, bulk } of functions) {
    for (const { at, until, times } of stretches) {
      const cursor = new CodeCursor(wasm, at, until);
      if (sums[times] > 0n)
        while (cursor.step()) add(index, cursor.at, BigInt(costOf(cursor.op)) * sums[times]);
    }
    for (const { at, moved } of bulk) add(index, at, sums[moved]);
  }
  return [...found.values()].sort((a, b) => descending(a.fuel, b.fuel));
}
