/** How an item can end that gives no result. What is voted on is only that it trapped or was exhausted; this says why. */
export const FAILURES = {
  ABORTED: 'the kernel gave up: an exception, a failed bounds check or assertion, or a panic',
  UNREACHABLE: 'the kernel came to a place that it says is never reached',
  OUT_OF_BOUNDS: 'an access outside of memory or of a segment',
  DIVIDE_BY_ZERO: 'an integer was divided by zero',
  INTEGER_OVERFLOW: 'a quotient, or a float that was made an integer, does not fit its type',
  INDIRECT_CALL: 'a call through a table found no function, or one of another type',
  CALLS_TOO_DEEP: 'calls nest deeper than an item may',
  MEMORY_CAP: 'the kernel asked for more memory than the job gives it, and gave up',
  OUTPUT_INVALID: 'the kernel gave an output that lies outside of its memory, is too long, or is no text',
  FUEL_EXHAUSTED: 'the item costs more fuel than its cap',
} as const;

export type FailureCode = keyof typeof FAILURES;

/** One call on the stack of a failed item, innermost first. Lines and columns count from 1. */
export interface StackEntry {
  /** As in the source; `function 12` where the module names none. */
  readonly name: string;
  /** Null where no source map tells. */
  readonly file: string | null;
  readonly line: number | null;
  readonly column: number | null;
  /** Byte in the kernel's module. */
  readonly offset: number;
}

/** Why an item ended without a result: the same on every device. */
export interface FailureCause {
  readonly code: FailureCode;
  /** What the kernel or the engine said, in a line. */
  readonly message: string;
  readonly stack: readonly StackEntry[];
}
