/** What is kept of an answered item once its unit's bytes are gone: enough to tell whether another execution agrees. */
import {
  type ItemResult,
  itemDigest,
  ResultBlock,
  type ResultColumns,
  readU32,
  resultAt,
  toHex,
  writeU32,
} from '@manyhands/protocol';

/**
 * Status, fuel and output as they are, a character a byte, where that is shorter than a digest; else `#` and the digest
 * in hex. A status is no `#`, so the one is never taken for the other.
 */
export type Trace = string & { readonly trace: true };

const HEAD_BYTES = 9;
const SHORT_OUTPUT = 48;
const TWO_32 = 2 ** 32;
const scratch = Buffer.alloc(HEAD_BYTES + SHORT_OUTPUT);

/** Of the item at one place of an answer. */
export function traceAt(results: ResultColumns, position: number): Trace {
  if (!(results instanceof ResultBlock)) return traceOf(resultAt(results, position));
  const { memory } = results;
  const start = results.outputAt(position);
  const length = readU32(memory, results.lengthAt(position));
  if (length > SHORT_OUTPUT) return traceOf(resultAt(results, position));
  scratch[0] = memory[results.statusAt(position)];
  const fuel = results.fuelAt(position);
  for (let i = 0; i < 8; i++) scratch[1 + i] = memory[fuel + i];
  for (let i = 0; i < length; i++) scratch[HEAD_BYTES + i] = memory[start + i];
  return scratch.toString('latin1', 0, HEAD_BYTES + length) as Trace;
}

export function traceOf(result: ItemResult): Trace {
  const { status, fuel, output } = result;
  if (output.length > SHORT_OUTPUT) return `#${toHex(itemDigest(result))}` as Trace;
  scratch[0] = status;
  writeU32(scratch, 1, Number(fuel & 0xffff_ffffn));
  writeU32(scratch, 5, Number(fuel >> 32n));
  scratch.set(output, HEAD_BYTES);
  return scratch.toString('latin1', 0, HEAD_BYTES + output.length) as Trace;
}

/** Hex of the item's digest, which evidence shows. */
export function digestOf(trace: Trace): string {
  if (trace.startsWith('#')) return trace.slice(1);
  const bytes = Buffer.from(trace, 'latin1');
  const fuel = BigInt(readU32(bytes, 1)) + BigInt(TWO_32) * BigInt(readU32(bytes, 5));
  const status = bytes[0] as ItemResult['status'];
  return toHex(itemDigest({ status, fuel, output: bytes.subarray(HEAD_BYTES) }));
}
