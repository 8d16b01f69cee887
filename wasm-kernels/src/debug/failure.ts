import { type FailureCause, type FailureCode, ITEM_STATUS, type StackEntry } from '@manyhands/protocol';
import type { WatchedBuild } from '../instrument/instrument.ts';
import { KernelAbort } from '../runtime/abort.ts';
import type { Run } from '../runtime/instance.ts';
import { isWrapper, type Symbols } from './symbols.ts';

const LONGEST_MESSAGE = 1_000;
const MOST_ENTRIES = 50;
/** What V8 calls its traps, each in the words of its messages. */
const TRAPS: readonly (readonly [said: RegExp, code: FailureCode])[] = [
  [/^unreachable/, 'UNREACHABLE'],
  [/null function|table index|signature mismatch|indirect call/, 'INDIRECT_CALL'],
  [/out of bounds|out of range/, 'OUT_OF_BOUNDS'],
  [/by zero/, 'DIVIDE_BY_ZERO'],
  [/unrepresentable/, 'INTEGER_OVERFLOW'],
];
/** How our own hosts refuse an output. */
const OUTPUT = /^(the output |the program's std)/;

/** Why an item failed on a watched build; null where it did not. */
export function causeOf(
  run: Run,
  { build, symbols }: { readonly build: WatchedBuild; readonly symbols: Symbols },
): FailureCause | null {
  const { result, failure, thrown } = run;
  if (result.status === ITEM_STATUS.ok) return null;
  const stack = thrown === undefined ? [] : stackOf(thrown, build, symbols);
  return { code: codeOf(run), message: (failure ?? '').slice(0, LONGEST_MESSAGE), stack };
}

function codeOf({ result, failure, thrown, flagged }: Run): FailureCode {
  if (result.status === ITEM_STATUS.exhausted) return 'FUEL_EXHAUSTED';
  // A run that left its depth below zero says so itself, whatever the trap was.
  if (failure !== thrown?.message) return 'CALLS_TOO_DEEP';
  const isAbort = thrown instanceof KernelAbort;
  if (isAbort && OUTPUT.test(thrown.message)) return 'OUTPUT_INVALID';
  const code = isAbort
    ? 'ABORTED'
    : (TRAPS.find(([said]) => said.test(thrown?.message ?? ''))?.[1] ?? 'UNREACHABLE');
  return flagged && (code === 'ABORTED' || code === 'UNREACHABLE') ? 'MEMORY_CAP' : code;
}

/** The calls that led to the trap, innermost first, without what we put around the kernel. */
function stackOf({ stack = '' }: Error, build: WatchedBuild, symbols: Symbols): StackEntry[] {
  const places = [...stack.matchAll(/wasm-function\[(\d+)\]:0x([0-9a-f]+)/g)]
    .map(([, index, offset]) => ({ index: Number(index), offset: Number.parseInt(offset, 16) }))
    .flatMap((place) => build.originOf(place) ?? []);
  const entries = places.flatMap((place) => symbols.entriesOf(place));
  const own = entries.filter((entry) => !isWrapper(entry));
  return (own.length > 0 ? own : entries).slice(0, MOST_ENTRIES);
}

/** Runs with room for whole stacks in what is thrown: engines keep ten calls otherwise. */
export function withWholeStacks<T>(act: () => T): T {
  const before = Error.stackTraceLimit;
  Error.stackTraceLimit = 2 * MOST_ENTRIES;
  try {
    return act();
  } finally {
    Error.stackTraceLimit = before;
  }
}
