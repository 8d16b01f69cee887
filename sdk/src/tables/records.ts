/** A file of any size cut into items of about so many bytes, never within a record. */
import { type Column, concatBytes, KnownError, LIMITS, utf8 } from '@manyhands/protocol';
import { plainChunks } from './content.ts';
import type { Inputs, RecordEnd } from './inputs.ts';
import { wholeRows } from './whole-files.ts';

const LINE_END = 0x0a;
const FASTA_HEAD = 0x3e;

type RecordInputs = Extract<Inputs, { kind: 'records' }>;

/** One row for each stretch. Throws TABLE_INVALID or ROW_INVALID; holds one item at a time. */
export async function* recordRows(
  { content, itemBytes, end }: RecordInputs,
  columns: readonly Column[],
): AsyncGenerator<Uint8Array[]> {
  if (!Number.isInteger(itemBytes) || itemBytes < 1 || itemBytes > LIMITS.rowBytes)
    throw new KnownError('TABLE_INVALID', `an item may have 1 to ${LIMITS.rowBytes} bytes, not ${itemBytes}`);
  const rowOf = wholeRows(columns);
  let row = 0;
  for await (const bytes of stretchesOf(plainChunks(content), endFinder(end), itemBytes))
    yield [rowOf({ row: ++row }, { name: String(row), bytes })];
}

/** Where the record that begins at `from` ends, the end included; −1 where that is not to be seen yet. */
type EndFinder = (bytes: Uint8Array, from: number) => number;

/** As many whole records together as fit into `itemBytes`; one that is longer stays alone. */
export async function* stretchesOf(
  chunks: AsyncIterable<Uint8Array>,
  endAfter: EndFinder,
  itemBytes: number,
): AsyncGenerator<Uint8Array> {
  let held: Uint8Array = new Uint8Array();
  /** Whole records of what is held end here. */
  let whole = 0;
  for await (const chunk of chunks) {
    held = concatBytes(held, chunk);
    let start = 0;
    for (let end = endAfter(held, whole); end >= 0; end = endAfter(held, whole)) {
      if (end - start > itemBytes && whole > start) {
        yield held.slice(start, whole);
        start = whole;
      }
      whole = end;
    }
    held = held.slice(start);
    whole -= start;
    refuseLong(held.length - whole);
  }
  if (held.length > itemBytes && whole > 0) {
    yield held.slice(0, whole);
    held = held.slice(whole);
  }
  if (held.length > 0) yield held;
}

function refuseLong(bytes: number): void {
  if (bytes > LIMITS.rowBytes)
    throw new KnownError(
      'TABLE_INVALID',
      `a record of the file does not end within ${LIMITS.rowBytes} bytes, which is the most that an item may have: ` +
        'say where records end',
    );
}

/** Throws TABLE_INVALID where nothing can end a record. */
export function endFinder(end: RecordEnd): EndFinder {
  if (end === 'line') return (bytes, from) => bytes.indexOf(LINE_END, from) + 1 || -1;
  if (end === 'fastq') return (bytes, from) => afterLines(bytes, from, 4);
  if (end === 'fasta') return fastaEnd;
  if ('bytes' in end) return fixedEnd(end.bytes);
  const mark = utf8(end.text);
  if (mark.length === 0) throw new KnownError('TABLE_INVALID', 'an empty text ends no record');
  return (bytes, from) => afterMark(bytes, from, mark);
}

function fixedEnd(length: number): EndFinder {
  if (!Number.isInteger(length) || length < 1)
    throw new KnownError('TABLE_INVALID', `a record has at least one byte, not ${length}`);
  return (bytes, from) => (from + length <= bytes.length ? from + length : -1);
}

function afterLines(bytes: Uint8Array, from: number, lines: number): number {
  let at = from;
  for (let i = 0; i < lines; i++) {
    at = bytes.indexOf(LINE_END, at) + 1;
    if (at === 0) return -1;
  }
  return at;
}

/** In front of the next line that begins with “>”. */
function fastaEnd(bytes: Uint8Array, from: number): number {
  for (let at = bytes.indexOf(LINE_END, from); at >= 0; at = bytes.indexOf(LINE_END, at + 1))
    if (bytes[at + 1] === FASTA_HEAD) return at + 1;
  return -1;
}

function afterMark(bytes: Uint8Array, from: number, mark: Uint8Array): number {
  for (let at = bytes.indexOf(mark[0], from); at >= 0; at = bytes.indexOf(mark[0], at + 1))
    if (mark.every((byte, i) => bytes[at + i] === byte)) return at + mark.length;
  return -1;
}
