/** What is kept of an answered item once its unit's bytes are gone: enough to tell whether another execution agrees. */
import {
  type ItemResult,
  itemDigest,
  ResultBlock,
  readU32,
  resultAt,
  toHex,
  writeU32,
} from '@manyhands/protocol';
import { copy } from './copying.ts';

/**
 * Status, fuel and output as they are, a character a byte, where that is shorter than a digest; else `#` and the digest
 * in hex. A status is no `#`, so the one is never taken for the other.
 */
export type Trace = string & { readonly trace: true };

const HEAD_BYTES = 9;
const SHORT_OUTPUT = 48;
const TWO_32 = 2 ** 32;
const scratch = Buffer.alloc(HEAD_BYTES + SHORT_OUTPUT);

/** What was answered for a few items of a unit, in memory of its own. */
export interface KeptItems {
  /** Positions in the unit. */
  readonly positions: readonly number[];
  readonly results: ResultBlock;
}

export function keep(from: ResultBlock, positions: readonly number[]): KeptItems {
  const { memory } = from;
  const count = positions.length;
  let bytes = 0;
  for (const position of positions) bytes += readU32(memory, from.lengthAt(position));
  const results = new ResultBlock(new Uint8Array(ResultBlock.size(count, bytes)), count);
  const to = results.memory;
  writeU32(to, 0, count);
  let output = results.lengthAt(count);
  for (let i = 0; i < count; i++) {
    const position = positions[i];
    const [fuel, length, start] = [from.fuelAt(position), from.lengthAt(position), from.outputAt(position)];
    to[results.statusAt(i)] = memory[from.statusAt(position)];
    copy(to, results.fuelAt(i), memory, fuel, fuel + 8);
    copy(to, results.lengthAt(i), memory, length, length + 4);
    output = copy(to, output, memory, start, start + readU32(memory, length));
  }
  return { positions, results };
}

/** Of the item at one position of the unit; null where it was not kept. */
export function traceOfKept(kept: KeptItems | null, position: number): Trace | null {
  const at = kept?.positions.indexOf(position) ?? -1;
  return kept === null || at < 0 ? null : traceOf(resultAt(kept.results, at));
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
