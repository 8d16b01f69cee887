import { KnownError } from '@manyhands/protocol';

/** One message of the compiler about the kernel's source. Lines and columns count from 1. */
export interface Diagnostic {
  readonly file: string;
  readonly line: number;
  readonly column: number;
  readonly message: string;
  readonly hint?: string;
  /** The line as it was written; absent where there is none. */
  readonly text?: string;
}

/** What we need of AssemblyScript's own message class. */
export interface CompilerMessage {
  readonly message: string;
  readonly code: number;
  readonly category: number;
  readonly range: CompilerRange | null;
}

export interface CompilerRange {
  readonly start: number;
  readonly source: { readonly normalizedPath: string; readonly text: string };
}

/** AssemblyScript's `DiagnosticCategory.Error`; the enum is ambient and cannot be imported as a value. */
const CATEGORY_ERROR = 3;
const MOST_DIAGNOSTICS = 50;

const HINTS: readonly (readonly [RegExp, string])[] = [
  [
    /has no initializer and is not assigned/,
    'give the field a first value, for example `strand: string = ""`',
  ],
  [
    /Cannot find name 'number'|Cannot find name 'any'/,
    'AssemblyScript needs exact types: i32, f64, string, …',
  ],
  [
    /Closures are not yet implemented|Not implemented: Closures/i,
    'AssemblyScript has no closures: pass the value, or use a module-level variable',
  ],
  [/File '.*' not found/, 'a kernel may import only its own files and "manyhands"'],
  [
    /is not assignable to type '~lib\/string\/String'/,
    'AssemblyScript makes no strings by itself: write `x.toString()`',
  ],
  [
    /requires an explicit cast/,
    'AssemblyScript rounds nothing by itself: write `<i32>x`, with the type you want',
  ],
  [/Object is possibly 'null'/, 'test it for null first, in a local variable, or write `x!`'],
  [
    /Cannot find name '(Date|console|process|fetch|setTimeout)'|Math\.random/,
    'a kernel sees nothing but its input: the same item must give the same answer everywhere',
  ],
  [/Cannot find name 'undefined'/, 'use null, with a type such as `string | null`'],
  [
    /Exceptions|try.*not supported|Not implemented: Try/i,
    'AssemblyScript cannot catch: test before you call',
  ],
];

export const isError = (message: CompilerMessage): boolean => message.category === CATEGORY_ERROR;

export function toDiagnostic(message: CompilerMessage): Diagnostic {
  const hint = HINTS.find(([pattern]) => pattern.test(message.message))?.[1];
  return {
    ...placeOf(message.range),
    ...textOf(message.range),
    message: readable(message.message),
    ...(hint === undefined ? {} : { hint }),
  };
}

/** Types of the library as authors write them: `~lib/string/String` is `string`. */
const readable = (message: string): string =>
  message.replace(/~lib\/string\/String\b/g, 'string').replace(/~lib\/[\w/]+\/(\w+)/g, '$1');

/** A line is shown only as far as somebody may read it. */
const LONGEST_LINE = 500;

function textOf(range: CompilerRange | null): { text?: string } {
  if (range === null) return {};
  const { text } = range.source;
  const from = text.lastIndexOf('\n', range.start - 1) + 1;
  const line = text.slice(from).split('\n', 1)[0].slice(0, LONGEST_LINE);
  return line === '' ? {} : { text: line };
}

/** Where a range of source begins. */
export function placeOf(range: CompilerRange | null): { file: string; line: number; column: number } {
  if (range === null) return { file: '', line: 1, column: 1 };
  const before = range.source.text.slice(0, range.start);
  return {
    file: range.source.normalizedPath,
    line: before.split('\n').length,
    column: before.length - before.lastIndexOf('\n'),
  };
}

/** KERNEL_COMPILE_FAILED with the first few dozen diagnostics. */
export function compileFailed(diagnostics: readonly Diagnostic[], fallback: string): KnownError {
  const [first] = diagnostics;
  const where = first ? `${first.file}:${first.line}:${first.column}: ${first.message}` : fallback;
  const hint = first?.hint ? ` (${first.hint})` : '';
  return new KnownError('KERNEL_COMPILE_FAILED', `${where}${hint}`, {
    details: { diagnostics: diagnostics.slice(0, MOST_DIAGNOSTICS) },
  });
}
