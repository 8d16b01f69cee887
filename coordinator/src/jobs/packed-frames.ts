import { type BlockPart, encodeResultFrame, type ResultFrame } from '@manyhands/protocol';

/**
 * Items and bytes of output in a frame, but for a single unit that has more. What is lost where a connection breaks is a frame:
 * it must come through a bad one.
 */
const FRAME_ITEMS = 2_048;
const FRAME_BYTES = 64 * 1024;

/** Parts whose items follow each other, as frames. */
export function* packedFrames(
  { first, ...head }: Omit<ResultFrame, 'block'>,
  parts: readonly BlockPart[],
): Generator<Uint8Array> {
  let begin = first;
  let some: BlockPart[] = [];
  let [items, bytes] = [0, 0];
  for (const part of parts) {
    const { block, from, end } = part;
    items += end - from;
    bytes += block.outputAt(end) - block.outputAt(from);
    if (some.length > 0 && (items > FRAME_ITEMS || bytes > FRAME_BYTES)) {
      yield encodeResultFrame({ ...head, first: begin }, some);
      begin += countOf(some);
      some = [];
      [items, bytes] = [end - from, block.outputAt(end) - block.outputAt(from)];
    }
    some.push(part);
  }
  if (some.length > 0) yield encodeResultFrame({ ...head, first: begin }, some);
}

const countOf = (parts: readonly BlockPart[]): number =>
  parts.reduce((sum, { from, end }) => sum + end - from, 0);
