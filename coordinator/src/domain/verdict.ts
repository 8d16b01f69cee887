import { equalBytes, type ItemResult } from '@manyhands/protocol';

/** Whether two executions of an item gave the same: status, fuel and output, byte for byte. */
export const sameResult = (a: ItemResult, b: ItemResult): boolean =>
  a.status === b.status && a.fuel === b.fuel && equalBytes(a.output, b.output);

/** Who was wrong about one item, once the referee has executed it. Both may be. */
export interface DisputeVerdict {
  readonly workerWrong: boolean;
  readonly auditorWrong: boolean;
}

/** The referee's result is the truth: kernels are deterministic, so whoever differs from it did not run the kernel. */
export function settleDispute(truth: ItemResult, worker: ItemResult, auditor: ItemResult): DisputeVerdict {
  return { workerWrong: !sameResult(truth, worker), auditorWrong: !sameResult(truth, auditor) };
}

/** The position of the first item two answers differ in, or −1. */
export function firstDifference(a: readonly ItemResult[], b: readonly ItemResult[]): number {
  return a.findIndex((result, i) => b[i] === undefined || !sameResult(result, b[i]));
}

/**
 * Why an item's result cannot be one of this kernel whatever it computed, or null: a trap or exhaustion is charged
 * exactly the cap and gives nothing; a return stays within the cap.
 */
export function impossibleResult(result: ItemResult, fuelCap: bigint, outputBytes: number): string | null {
  if (result.output.length > outputBytes)
    return `an output of ${result.output.length} bytes exceeds ${outputBytes}`;
  if (result.fuel > fuelCap) return `fuel of ${result.fuel} exceeds the cap of ${fuelCap}`;
  if (result.status !== 0 && (result.fuel !== fuelCap || result.output.length > 0))
    return 'a trapped or exhausted item is charged its cap and has no output';
  return null;
}
