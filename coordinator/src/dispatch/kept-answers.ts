/** What is left of answers once they are folded: what of them was audited, and rows that are kept. */
import { emptyResults, type ResultColumns } from '@manyhands/protocol';
import { packAnswer, unpackAnswer } from './answer-codec.ts';
import { malformed, PackReader, PackWriter } from './packing.ts';
import type { LoggedUnit } from './slice-log.ts';
import type { KeptItems } from './traces.ts';

const writer = new PackWriter(1 << 12);

/** A few items of a unit; no bytes where there are none. */
export function packKept({ positions, results }: KeptItems): Uint8Array {
  writer.reset();
  if (positions.length === 0) return writer.take();
  writer.count(positions.length);
  let last = 0;
  for (const position of positions) {
    writer.count(position - last);
    last = position;
  }
  packAnswer(writer, results);
  return writer.take();
}

/** Throws SEGMENT_INVALID. */
export function unpackKept(bytes: Uint8Array): KeptItems {
  const from = new PackReader(bytes);
  let last = 0;
  const positions = Array.from({ length: from.records() }, () => {
    last += from.count();
    return last;
  });
  return { positions, results: unpackAnswer(from.bytes(from.left), positions.length) };
}

/** What is stored of an answer: all of it (positions null), or of a folded one the items at some positions. Throws SEGMENT_INVALID. */
export function storedItems(
  { isFolded, count }: Pick<LoggedUnit, 'isFolded' | 'count'>,
  bytes: Uint8Array,
): { readonly positions: readonly number[] | null; readonly results: ResultColumns } {
  if (!isFolded) return { positions: null, results: unpackAnswer(bytes, count) };
  return bytes.length === 0 ? { positions: [], results: emptyResults } : unpackKept(bytes);
}

/** How many bytes each unit of a segment has in what is left of its answers, in the order of its events. */
export function packLengths(lengths: readonly number[]): Uint8Array {
  writer.reset();
  for (const length of lengths) writer.count(length);
  return writer.take();
}

/** Throws SEGMENT_INVALID unless they are as many as its units. */
export function readLengths(bytes: Uint8Array, units: number): number[] {
  const from = new PackReader(bytes);
  const lengths = Array.from({ length: units }, () => from.count());
  if (!from.isAtEnd) throw malformed('more is kept than was answered');
  return lengths;
}
