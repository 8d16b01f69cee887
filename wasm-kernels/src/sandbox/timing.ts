import type { ItemResult } from '@manyhands/protocol';
import type { Kernel } from '../runtime/kernel.ts';
import { type Calibrator, createCalibrator, processorMilliseconds } from './calibration.ts';
import type { TimedResult } from './requests.ts';

/**
 * An engine first runs quickly made code and compiles the hot functions better in the background, whose processor
 * time would be the item's. After so many milliseconds of a kernel's code that is over.
 */
const WARM_MILLISECONDS = 100;
/**
 * An item of less fuel (about a millisecond) counts only right behind another one: alone it mostly shows how a sleeping
 * process wakes. By fuel, because leaving out what ran quickly would leave the slow.
 */
const LONG_FUEL = 2_000_000n;
/** Items of about this many milliseconds stand between two calibrations. */
const CALIBRATE_EVERY = 20;
/** An older calibration says nothing about the core as it is now. */
const CALIBRATION_LASTS = 1_000;

interface Run {
  readonly result: ItemResult;
  /** Of processor. */
  readonly milliseconds: number;
}

/** Milliseconds that each kernel of this process has run. */
const spent = new WeakMap<Kernel, number>();
let calibrator: Calibrator | null = null;
/** What reading the processor's time costs itself. */
let clockMilliseconds = 0;
/** The last calibration, and when it was. */
let last = { factor: 1, at: Number.NEGATIVE_INFINITY };

/**
 * Runs items one after the other and tells of each how long a reference core takes for it, where that can be told.
 * Every input is run once, as a seat would: what an item loads into the caches does not make it look faster. Only a
 * kernel that is new in this process is warmed up, with the first of the inputs.
 */
export function runTimed(kernel: Kernel, inputs: readonly Uint8Array[], fuelCap: bigint): TimedResult[] {
  const calibrate = readyCalibrator();
  const results: TimedResult[] = [];
  let pending: { at: number; milliseconds: number }[] = [];
  const scale = (): void => {
    const factor = factorNow(calibrate);
    for (const { at, milliseconds } of pending)
      results[at] = { ...results[at], nanoseconds: (milliseconds * 1e6) / factor };
    pending = [];
  };
  inputs.forEach((input, at) => {
    const wasWarm = (spent.get(kernel) ?? 0) >= WARM_MILLISECONDS;
    const first = run(kernel, input, fuelCap);
    const isShort = first.milliseconds < WARM_MILLISECONDS;
    const { result, milliseconds } = wasWarm || !isShort ? first : warmRun(kernel, input, fuelCap);
    results.push(result);
    const isTelling = result.fuel >= LONG_FUEL || at > 0;
    if ((wasWarm || isShort) && isTelling) pending.push({ at, milliseconds });
    if (pending.reduce((sum, each) => sum + each.milliseconds, 0) >= CALIBRATE_EVERY) scale();
  });
  if (pending.length > 0) scale();
  return results;
}

function run(kernel: Kernel, input: Uint8Array, fuelCap: bigint): Run {
  const start = processorMilliseconds();
  const result = kernel.runItem(input, fuelCap);
  const milliseconds = Math.max(0, processorMilliseconds() - start - clockMilliseconds);
  spent.set(kernel, (spent.get(kernel) ?? 0) + milliseconds + clockMilliseconds);
  return { result, milliseconds };
}

function warmRun(kernel: Kernel, input: Uint8Array, fuelCap: bigint): Run {
  while ((spent.get(kernel) ?? 0) < WARM_MILLISECONDS) run(kernel, input, fuelCap);
  return run(kernel, input, fuelCap);
}

/** This core's milliseconds for one of the reference core, from calibrations around what was just run. */
function factorNow(calibrate: Calibrator): number {
  const before = performance.now() - last.at < CALIBRATION_LASTS ? last.factor : null;
  const after = calibrate();
  last = { factor: after, at: performance.now() };
  return before === null ? after : (before + after) / 2;
}

function readyCalibrator(): Calibrator {
  if (calibrator !== null) return calibrator;
  calibrator = createCalibrator();
  const reads = Array.from({ length: 99 }, () => {
    const start = processorMilliseconds();
    return processorMilliseconds() - start;
  });
  clockMilliseconds = reads.sort((a, b) => a - b)[reads.length >> 1];
  return calibrator;
}
