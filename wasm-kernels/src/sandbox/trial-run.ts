import { equalBytes, ITEM_STATUS, type ItemResult, KnownError } from '@manyhands/protocol';
import type { Kernel } from '../runtime/kernel.ts';
import { createCalibrator, processorMilliseconds, rateOf } from './calibration.ts';
import type { TrialItem, TrialReply, TrialRequest } from './requests.ts';
import type { Store } from './store.ts';

/**
 * Runs sample items three times: in order in one instance, backwards in another, and each in an instance
 * of its own. Builds are made so that this cannot differ; here the rewriter is checked against every kernel that is
 * used. Throws KERNEL_IMPURE unless bytes and fuel agree, KERNEL_TRIAL_FAILED where no item ends well.
 */
export function runTrial(store: Store, request: TrialRequest): TrialReply {
  const kernel = firstKernel(store, request);
  const items = request.inputs.map((input, i) => firstRun(kernel, input, request.fuelCap, i));
  const backward = store.freshKernel(request);
  for (let i = items.length - 1; i >= 0; i--) {
    compare(i, items[i], backward.runItem(request.inputs[i], request.fuelCap), 'after other items');
    compare(
      i,
      items[i],
      store.freshKernel(request).runItem(request.inputs[i], request.fuelCap),
      'on its own',
    );
  }
  const failed = items.filter(({ status }) => status !== ITEM_STATUS.ok);
  if (items.length > 0 && failed.length === items.length)
    throw new KnownError(
      'KERNEL_TRIAL_FAILED',
      `none of ${items.length} sample items ends well; the first says: ${failed[0].failure}`,
      {
        details: { failures: failed.map(({ failure }) => failure) },
      },
    );
  return time(kernel, request, items);
}

/** A kernel that cannot start at all will start nowhere: that is the kernel's failure, not the device's. */
function firstKernel(store: Store, request: TrialRequest): Kernel {
  try {
    return store.freshKernel(request);
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
  return { ...result, milliseconds, failure: kernel.lastFailure };
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
function time(kernel: Kernel, request: TrialRequest, items: readonly TrialItem[]): TrialReply {
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
