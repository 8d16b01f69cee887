import type { SandboxLimits } from './process.ts';
import type { Named, TrialReply } from './requests.ts';
import { Workplace } from './workplace.ts';

export interface TrialOptions {
  readonly build: Named;
  /** In the order of the schema. */
  readonly datasets?: readonly Named[];
  /** Encoded rows of some sample items. */
  readonly inputs: readonly Uint8Array[];
  readonly fuelCap: bigint;
  /** Seconds of timing after the comparison; more make the rate steadier. */
  readonly timingSeconds?: number;
  readonly timeoutMilliseconds?: number;
  readonly limits?: SandboxLimits;
}

const TRIAL_TIMEOUT = 120_000;
const TIMING_SECONDS = 0.5;

/**
 * Runs sample items in a process of its own, several times and in different orders, and times them.
 * Throws KERNEL_IMPURE, KERNEL_TRIAL_FAILED or SANDBOX_LIMIT.
 */
export async function trial(options: TrialOptions): Promise<TrialReply> {
  const place = new Workplace(options.limits);
  try {
    const named = await place.supply(options.build, options.datasets ?? []);
    const { inputs, fuelCap, timingSeconds = TIMING_SECONDS } = options;
    const request = { ...named, inputs, fuelCap, timingSeconds };
    return await place.process.call('trial', request, options.timeoutMilliseconds ?? TRIAL_TIMEOUT);
  } finally {
    place.process.close();
  }
}
