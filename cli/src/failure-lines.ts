/** How failures and costs of items are shown to people. */
import { FAILURES, type FailureCode, type StackEntry } from '@manyhands/protocol';
import type { Profile } from '@manyhands/wasm-kernels';
import { fuel, percent } from './progress-lines.ts';
import { plainWords } from './table-lines.ts';

const MOST_ENTRIES = 12;
const MOST_COSTS = 8;

type NameFile = (file: string) => string;

/** A call in each line, innermost first; a recursion's repetitions in one. */
export function stackLines(stack: readonly StackEntry[], nameFile: NameFile = String): string[] {
  const lines: string[] = [];
  let repeats = 0;
  stack.forEach((entry, i) => {
    const next = stack[i + 1];
    if (
      next !== undefined &&
      next.name === entry.name &&
      next.line === entry.line &&
      next.file === entry.file
    ) {
      repeats++;
      return;
    }
    const times = repeats === 0 ? '' : ` (${repeats + 1} calls and perhaps more)`;
    repeats = 0;
    lines.push(`    at ${plainWords(`${entry.name}${placeOf(entry, nameFile)}`)}${times}`);
  });
  const left = lines.length - MOST_ENTRIES;
  return left > 0 ? [...lines.slice(0, MOST_ENTRIES), `    … and ${left} more calls`] : lines;
}

function placeOf({ file, line, column, offset }: StackEntry, nameFile: NameFile): string {
  if (file === null) return ` (byte 0x${offset.toString(16)} of the module)`;
  return ` (${nameFile(file)}:${line}:${column})`;
}

/** What an item printed, as lines below it. */
export const printedLines = (printed: readonly string[], of = ''): string[] =>
  printed.map((line) => `    ${of}| ${plainWords(line)}`);

/** For instance: `divide by zero (DIVIDE_BY_ZERO: an integer was divided by zero)`. */
export const causeLine = (code: FailureCode | null, message: string | null): string =>
  code === null ? 'not looked into yet' : `${plainWords(message ?? '')} (${code}: ${FAILURES[code]})`;

/** The functions and lines that cost most, with their shares. */
export function profileLines(profile: Profile, nameFile: NameFile = String): string[] {
  const { written, functions, lines, host, items, failed } = profile;
  if (items === 0) return ['no item ended well, so there is nothing to profile'];
  const share = (part: bigint): string => percent(Number(part) / Number(profile.fuel)).padStart(7);
  const cost = (part: bigint): string => `${share(part)} ${fuel(String(part)).padStart(10)}`;
  const at = (file: string | null, line: number | null): string =>
    file === null ? '' : `  ${nameFile(file)}:${line}`;
  const heading = `fuel of ${items} items${failed === 0 ? '' : `, without the ${failed} that failed`}: ${profile.fuel}`;
  const own = written.map(({ name, file, line, self }) => `${cost(self)}  ${name}${at(file, line)}`);
  const compiled = functions.map(
    ({ name, file, line, calls, self, total }) =>
      `${cost(self)}  ${total === null ? ' '.repeat(18) : cost(total)}  ${String(calls).padStart(9)}  ${name}${at(file, line)}`,
  );
  const byLine = lines.map(({ file, line, fuel }) => `${cost(fuel)}${at(file, line)}`);
  return [
    heading,
    ...section('by function', own),
    ...section('by function as compiled: its own, with what it calls, calls', compiled),
    ...section('by line', byLine),
    ...section('by the host', host > 0n ? [`${cost(host)}  its calls`] : []),
  ];
}

/** The first of some lines below their heading; nothing where there are none. */
function section(heading: string, lines: readonly string[]): string[] {
  if (lines.length === 0) return [];
  const left = lines.length - MOST_COSTS;
  const more = left > 0 ? [`  … and ${left} more`] : [];
  return [heading, ...lines.slice(0, MOST_COSTS).map((line) => `  ${line}`), ...more];
}
