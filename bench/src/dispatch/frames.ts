/**
 * Reads and writes just what a load needs of the frames, so that it costs little next to the coordinator: the tail of
 * an answer is the same for all answers of as many items, but for the outputs at its very end.
 */
import {
  COORDINATOR_FRAMES,
  encodeContributorFrame,
  encodeCoordinatorFrame,
  packResults,
} from '@manyhands/protocol';
import { tripled } from './truth.ts';

const kindOf = (kind: keyof typeof COORDINATOR_FRAMES): number =>
  Object.keys(COORDINATOR_FRAMES).indexOf(kind);
export const ASSIGN = kindOf('assign');
export const CREDITED = kindOf('credited');
const OUTPUT_BYTES = 4;

/** An assignment's name and its inputs, as they stand in the message. */
export interface Assigned {
  readonly name: Buffer;
  readonly inputs: Buffer;
}

const HEAD_BYTES = 2;
const NUMBER_BYTES = 8;

/** Takes the fields of an assign frame, in order: its name, the number of its job, lengths, inputs. */
export function readAssign(message: Buffer): Assigned {
  const nameEnd = HEAD_BYTES + 2 + message.readUInt16LE(HEAD_BYTES);
  const lengths = nameEnd + NUMBER_BYTES;
  const inputs = lengths + 4 + message.readUInt32LE(lengths);
  return { name: message.subarray(HEAD_BYTES + 2, nameEnd), inputs: message.subarray(inputs + 4) };
}

/** The assignments that a credited frame names. */
export function readCredited(message: Buffer): string[] {
  let at = HEAD_BYTES + 2;
  return Array.from({ length: message.readUInt16LE(HEAD_BYTES) }, () => {
    const from = at + 2;
    at = from + message.readUInt16LE(at);
    return message.toString('latin1', from, at);
  });
}

/** Writes answers to assignments of any number of items, all of one fuel. */
export class Answers {
  readonly #fuel: bigint;
  /** What follows the name, for each number of items. */
  readonly #tails = new Map<number, Buffer>();
  readonly #head: Buffer;

  constructor(fuel: bigint) {
    this.#fuel = fuel;
    this.#head = this.#encoded(0).subarray(0, HEAD_BYTES);
  }

  write({ name, inputs }: Assigned): Buffer {
    const tail = this.#tailOf(inputs.length / OUTPUT_BYTES);
    const frame = Buffer.allocUnsafe(HEAD_BYTES + 2 + name.length + tail.length);
    frame.set(this.#head, 0);
    frame.writeUInt16LE(name.length, HEAD_BYTES);
    frame.set(name, HEAD_BYTES + 2);
    frame.set(tail, HEAD_BYTES + 2 + name.length);
    let out = frame.length - inputs.length;
    for (let i = 0; i < inputs.length; i += OUTPUT_BYTES, out += OUTPUT_BYTES)
      frame.writeInt32LE(tripled(inputs.readInt32LE(i)), out);
    return frame;
  }

  #tailOf(items: number): Buffer {
    const known = this.#tails.get(items);
    if (known !== undefined) return known;
    const tail = this.#encoded(items).subarray(HEAD_BYTES + 2);
    this.#tails.set(items, tail);
    return tail;
  }

  #encoded(items: number): Buffer {
    const result = { status: 0 as const, fuel: this.#fuel, output: new Uint8Array(OUTPUT_BYTES) };
    const columns = packResults(Array.from({ length: items }, () => result));
    return Buffer.from(encodeContributorFrame({ kind: 'answer', assignment: '', ...columns }));
  }
}

/** Fails where the shortcuts above and the protocol's own coder disagree. */
export function checkFrames(fuel: bigint): void {
  const inputs = Buffer.from(Int32Array.of(1, 2, 30_000).buffer);
  const name = 'x'.repeat(90);
  const frame = {
    kind: 'assign' as const,
    assignment: name,
    job: 70_000,
    lengths: new Uint8Array(12),
    inputs,
  };
  const read = readAssign(Buffer.from(encodeCoordinatorFrame(frame)));
  if (read.name.toString('latin1') !== name || !read.inputs.equals(inputs))
    throw new Error('assign frames are read wrongly');
  const own = new Answers(fuel).write(read);
  const results = [1, 2, 30_000].map((x) => {
    const output = Buffer.alloc(OUTPUT_BYTES);
    output.writeInt32LE(tripled(x));
    return { status: 0 as const, fuel, output };
  });
  const right = encodeContributorFrame({
    kind: 'answer',
    assignment: name,
    ...packResults(results),
  });
  if (!own.equals(right)) throw new Error('answers are written wrongly');
  const credited = Buffer.from(
    encodeCoordinatorFrame({ kind: 'credited', assignments: ['a', 'b'.repeat(40)] }),
  );
  if (readCredited(credited).join() !== `a,${'b'.repeat(40)}`) throw new Error('credits are read wrongly');
}
