import { ByteWriter } from '../binary/writer.ts';

/** Bytes to insert into a function body before the byte at `at`. Every insertion leaves the stack as it was. */
export interface Edit {
  /** Offset in the module. */
  readonly at: number;
  readonly bytes: Uint8Array;
}

/** A new body part: `bytes[start, end)` with the edits made, in order of their place. */
export function applyEdits(
  bytes: Uint8Array,
  start: number,
  end: number,
  edits: readonly Edit[],
): Uint8Array {
  const sorted = [...edits].sort((a, b) => a.at - b.at);
  const writer = new ByteWriter();
  let from = start;
  for (const edit of sorted) {
    writer.raw(bytes.subarray(from, edit.at)).raw(edit.bytes);
    from = edit.at;
  }
  return writer.raw(bytes.subarray(from, end)).take();
}
