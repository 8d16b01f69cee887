/** The trial of a job's kernel on some of its items, before it is quoted. */
import { type Column, decodeRow, ITEM_STATUS, KnownError, type Top } from '@manyhands/protocol';
import { trial } from '@manyhands/wasm-kernels';
import type { Desk } from './desk.ts';
import { measure, remarkable } from './estimate.ts';
import { addTrialBuilds } from './kernels.ts';
import type { Checked } from './quote.ts';

/** Fuel a sample may use where the researcher gives no cap: a few minutes of one core, so that time ends it first. */
const TRIAL_FUEL = 1_000_000_000_000n;

/**
 * Runs sample items in a sandbox, and stores the builds on which they ran best; throws what a trial throws.
 */
export async function tryOut(desk: Desk, checked: Checked, fuelCap: bigint | null) {
  const { kernel, memoryPages } = checked;
  const wasm = await desk.blobs.read(kernel.hash);
  const datasets = await Promise.all(
    checked.datasets.map(async ({ hash }) => ({ hash, bytes: await desk.blobs.read(hash) })),
  );
  const inputs = await checked.inputs.samples();
  const reply = await desk.sandbox.take(() =>
    trial({ wasm, memoryPages, datasets, inputs, fuelCap: fuelCap ?? TRIAL_FUEL }),
  );
  const { outputs } = kernel.schema;
  for (const item of reply.items) if (item.status === ITEM_STATUS.ok) checkOutput(outputs, item.output);
  if (checked.plan?.top)
    checkTop(
      checked.plan.top,
      reply.items.map(({ output }) => output.length),
    );
  const builds = await addTrialBuilds(desk, reply, { kernel: kernel.hash, memoryPages });
  return {
    measured: measure(reply.items, reply.rate),
    builds,
    remarkable: remarkable(reply.items, checked.inputs.sampled),
  };
}

/** Longer rows than a top may have would be left out of it one by one; that is said before the start. */
function checkTop({ count, rowBytes }: Top, lengths: readonly number[]): void {
  const longest = Math.max(...lengths);
  if (longest > rowBytes)
    throw new KnownError(
      'KEEP_INVALID',
      `rows have up to ${longest} bytes; a top of ${count} takes rows of at most ${rowBytes}: ask for fewer`,
    );
}

/** A module's columns are its author's word: here it is taken at it, before anybody computes for it. */
function checkOutput(columns: readonly Column[], output: Uint8Array): void {
  try {
    decodeRow(columns, output);
  } catch (cause) {
    throw new KnownError(
      'KERNEL_TRIAL_FAILED',
      `a result does not fit the output columns: ${(cause as Error).message}`,
      {
        cause,
      },
    );
  }
}
