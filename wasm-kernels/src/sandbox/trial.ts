import type { SandboxLimits } from './process.ts';
import type { Named, TrialReply } from './requests.ts';
import { Workplace } from './workplace.ts';

export interface TrialOptions {
  /** The kernel as its author made it. */
  readonly wasm: Uint8Array;
  /** How far its memory may grow, in pages of 64 KiB. */
  readonly memoryPages?: number;
  /** In the order of the schema. */
  readonly datasets?: readonly Named[];
  /** Encoded rows of some sample items. */
  readonly inputs: readonly Uint8Array[];
  readonly fuelCap: bigint;
  /** Seconds of timing after the comparison; more make choice and rate steadier. */
  readonly timingSeconds?: number;
  readonly timeoutMilliseconds?: number;
  readonly limits?: SandboxLimits;
}

const TRIAL_TIMEOUT = 120_000;
const TIMING_SECONDS = 0.5;

/**
 * Runs sample items in a process of its own, several times and in different orders; makes the builds that could serve
 * them, keeps the fastest, and times the items on it. Throws what `instrument` throws, KERNEL_IMPURE,
 * KERNEL_TRIAL_FAILED or SANDBOX_LIMIT.
 */
export async function trial(options: TrialOptions): Promise<TrialReply> {
  const place = new Workplace(options.limits);
  const { wasm, memoryPages, datasets = [], inputs, fuelCap, timingSeconds = TIMING_SECONDS } = options;
  try {
    await place.supply(datasets);
    const hashes = datasets.map(({ hash }) => hash);
    const request = { wasm, memoryPages, datasets: hashes, inputs, fuelCap, timingSeconds };
    return await place.process.call('trial', request, options.timeoutMilliseconds ?? TRIAL_TIMEOUT);
  } finally {
    place.process.close();
  }
}
