import { equalBytes, ITEM_STATUS, type ItemResult, KnownError } from '@manyhands/protocol';
import { mapModule } from '../binary/module.ts';
import { explainItems } from '../debug/explain.ts';
import { abiKindOf } from '../inspect/wasi.ts';
import { instrument } from '../instrument/instrument.ts';
import { printingFunctions } from '../instrument/silence.ts';
import { instantiate, type Kernel } from '../runtime/kernel.ts';
import { createCalibrator, processorMilliseconds, rateOf } from './calibration.ts';
import { choose } from './choose.ts';
import type { TrialItem, TrialReply, TrialRequest } from './requests.ts';
import type { Store } from './store.ts';

/**
 * Runs sample items three times on the careful build: in order in one instance, backwards in another, and each in an
 * instance of its own. Builds are made so that this cannot differ; here the rewriter is checked against every kernel that
 * is used. Then looks for the build that runs them fastest. Throws KERNEL_IMPURE unless bytes and fuel agree,
 * KERNEL_TRIAL_FAILED where no item ends well.
 */
export function runTrial(store: Store, request: TrialRequest): TrialReply {
  const { wasm, memoryPages, inputs, fuelCap } = request;
  const careful = instrument(wasm, { memoryPages });
  const module = new WebAssembly.Module(careful.bytes as BufferSource);
  const datasets = store.datasets(request.datasets);
  const fresh = (): Kernel => instantiate(module, { datasets });

  const begin = performance.now();
  const kernel = firstKernel(fresh);
  let touchedBytes = kernel.touchedBytes;
  const items = inputs.map((input, i) => {
    const item = firstRun(kernel, input, fuelCap, i);
    touchedBytes = Math.max(touchedBytes, kernel.touchedBytes);
    return item;
  });
  refuseImpure(fresh, request, items);
  refuseFailing(items);
  const secondsSpent = (performance.now() - begin) / 1000;
  const printed = printedBy(request, datasets);
  const chosen = choose({ ...request, datasets, careful, kernel, items, touchedBytes, secondsSpent });
  return {
    ...time(
      chosen.kernel,
      request,
      items.map((item, i) => ({ ...item, printed: printed[i] ?? [] })),
    ),
    build: chosen.build,
    hooked: instrument(wasm, { memoryPages, hooked: true }),
    choice: chosen.choice,
  };
}

/** What each item prints: builds do not say it, so kernels that may print run once more. */
function printedBy({ wasm, memoryPages, inputs, fuelCap }: TrialRequest, datasets: readonly Uint8Array[]) {
  const module = mapModule(wasm);
  if (printingFunctions(module).size === 0 && abiKindOf(module) !== 'wasi') return [];
  const explained = explainItems({ wasm, symbols: null, memoryPages, datasets, inputs, fuelCap });
  return explained.map(({ printed }) => printed);
}

/** Throws KERNEL_IMPURE where an item gives something else after others, or alone, than `items` say. */
export function refuseImpure(
  fresh: () => Pick<Kernel, 'runItem'>,
  { inputs, fuelCap }: Pick<TrialRequest, 'inputs' | 'fuelCap'>,
  items: readonly ItemResult[],
): void {
  const backward = fresh();
  for (let i = items.length - 1; i >= 0; i--) {
    compare(i, items[i], backward.runItem(inputs[i], fuelCap), 'after other items');
    compare(i, items[i], fresh().runItem(inputs[i], fuelCap), 'on its own');
  }
}

function refuseFailing(items: readonly TrialItem[]): void {
  const failures = items.flatMap(({ status, failure }) => (status === ITEM_STATUS.ok ? [] : [failure]));
  if (items.length > 0 && failures.length === items.length)
    throw new KnownError(
      'KERNEL_TRIAL_FAILED',
      `none of ${items.length} sample items ends well; the first says: ${failures[0]}`,
      { details: { failures } },
    );
}

/** A kernel that cannot start at all will start nowhere: that is the kernel's failure, not the device's. */
function firstKernel(fresh: () => Kernel): Kernel {
  try {
    return fresh();
  } catch (cause) {
    throw new KnownError('KERNEL_TRIAL_FAILED', `the kernel does not start: ${(cause as Error).message}`, {
      cause,
    });
  }
}

function firstRun(kernel: Kernel, input: Uint8Array, fuelCap: bigint, index: number): TrialItem {
  const start = processorMilliseconds();
  const result = runOrRefuse(kernel, input, fuelCap, index);
  const milliseconds = processorMilliseconds() - start;
  return { ...result, milliseconds, failure: kernel.lastFailure, printed: [] };
}

/** Here a stack overflow is refused: devices would fail at it, each at another depth. */
function runOrRefuse(kernel: Kernel, input: Uint8Array, fuelCap: bigint, index: number): ItemResult {
  try {
    return kernel.runItem(input, fuelCap);
  } catch (cause) {
    throw new KnownError(
      'KERNEL_TRIAL_FAILED',
      `sample item ${index} breaks the machine it runs on: ${(cause as Error).message}`,
      { cause },
    );
  }
}

function compare(index: number, first: ItemResult, second: ItemResult, when: string): void {
  if (first.status === second.status && first.fuel === second.fuel && equalBytes(first.output, second.output))
    return;
  throw new KnownError(
    'KERNEL_IMPURE',
    `sample item ${index} gives a different answer ${when}: its result depends on more than its input`,
    {
      details: { item: index, fuel: [String(first.fuel), String(second.fuel)] },
    },
  );
}

/**
 * Items and calibration in turns, so that both see the same machine: each run counts relative to the
 * calibrations right before and after it, and of an item's runs the median counts.
 */
function time(
  kernel: Kernel,
  request: TrialRequest,
  items: readonly TrialItem[],
): Pick<TrialReply, 'items' | 'rate'> {
  const calibrate = createCalibrator();
  calibrate();
  const runs = items.map(() => ({ milliseconds: [] as number[], reference: [] as number[] }));
  const well = items.flatMap(({ status }, i) => (status === ITEM_STATUS.ok ? [i] : []));
  const deadline = performance.now() + request.timingSeconds * 1000;
  let before = calibrate();
  for (let round = 0; round === 0 || performance.now() < deadline; round++) {
    for (const i of well) {
      const start = processorMilliseconds();
      kernel.runItem(request.inputs[i], request.fuelCap);
      const milliseconds = processorMilliseconds() - start;
      const after = calibrate();
      runs[i].milliseconds.push(milliseconds);
      runs[i].reference.push((2 * milliseconds) / (before + after));
      before = after;
    }
  }
  const fuel = well.reduce((sum, i) => sum + items[i].fuel, 0n);
  const reference = well.reduce((sum, i) => sum + median(runs[i].reference), 0);
  const timed = items.map((item, i) => ({
    ...item,
    milliseconds: Math.min(item.milliseconds, ...runs[i].milliseconds),
  }));
  return { items: timed, rate: rateOf(reference, fuel) };
}

const median = (values: readonly number[]): number => [...values].sort((a, b) => a - b)[values.length >> 1];
