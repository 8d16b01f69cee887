/**
 * Reads and writes just what a load needs of the frames, so that it costs little next to the coordinator: the tail of
 * an answer is the same for all answers of as many items, but for the outputs at its very end.
 */
import {
  COORDINATOR_FRAMES,
  decodeCoordinatorFrame,
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

/** Walks one MessagePack map. */
class Cursor {
  readonly bytes: Buffer;
  at: number;

  constructor(bytes: Buffer, at: number) {
    this.bytes = bytes;
    this.at = at;
  }

  /** Entries of the map, or elements of the array, that begins here. */
  count(): number {
    const head = this.bytes[this.at++];
    if (head < 0xa0) return head & 0x0f;
    const wide = head === 0xdd || head === 0xdf;
    this.at += wide ? 4 : 2;
    return wide ? this.bytes.readUInt32BE(this.at - 4) : this.bytes.readUInt16BE(this.at - 2);
  }

  /** The text or bytes that begin here. */
  span(): Buffer {
    const head = this.bytes[this.at++];
    let size = head & 0x1f;
    if (head === 0xc4 || head === 0xd9) size = this.#size(1);
    else if (head === 0xc5 || head === 0xda) size = this.#size(2);
    else if (head === 0xc6 || head === 0xdb) size = this.#size(4);
    this.at += size;
    return this.bytes.subarray(this.at - size, this.at);
  }

  /** Passes over whatever begins here; frames hold texts, bytes, whole numbers and arrays of texts. */
  skip(): void {
    const head = this.bytes[this.at];
    if (head < 0x80 || head >= 0xe0) this.at += 1;
    else if (head >= 0xcc && head <= 0xd3) this.at += 1 + (1 << (head & 3));
    else if (head < 0xa0 || head === 0xdc || head === 0xdd)
      for (let left = this.count(); left > 0; left--) this.skip();
    else this.span();
  }

  #size(width: number): number {
    this.at += width;
    return this.bytes.readUIntBE(this.at - width, width);
  }
}

const ASSIGNMENT = 'assignment'.length;
const INPUTS = 'inputs'.length;

export function readAssign(message: Buffer): Assigned {
  const cursor = new Cursor(message, 2);
  let name: Buffer | null = null;
  let inputs: Buffer | null = null;
  for (let left = cursor.count(); left > 0; left--) {
    const key = cursor.span();
    if (key.length === ASSIGNMENT && key[0] === 0x61) name = cursor.span();
    else if (key.length === INPUTS && key[0] === 0x69) inputs = cursor.span();
    else cursor.skip();
  }
  if (name === null || inputs === null) throw new Error('an assign frame without assignment or inputs');
  return { name, inputs };
}

/** The assignments that a credited frame names. */
export function readCredited(message: Buffer): string[] {
  const cursor = new Cursor(message, 2);
  cursor.count();
  cursor.span();
  return Array.from({ length: cursor.count() }, () => cursor.span().toString('latin1'));
}

/** Writes answers to assignments of any number of items, all of one fuel. */
export class Answers {
  readonly #fuel: bigint;
  readonly #tails = new Map<number, Buffer>();
  /** What stands before the name: version, kind, the map's head and the name's key. */
  readonly #head: Buffer;

  constructor(fuel: bigint) {
    this.#fuel = fuel;
    const empty = this.#encoded(0);
    this.#head = empty.subarray(0, nameAt(empty));
  }

  write({ name, inputs }: Assigned): Buffer {
    const items = inputs.length / OUTPUT_BYTES;
    const tail = this.#tailOf(items);
    const head = this.#head;
    const nameHead = name.length < 32 ? 1 : 2;
    const frame = Buffer.allocUnsafe(head.length + nameHead + name.length + tail.length);
    frame.set(head, 0);
    let at = head.length;
    if (nameHead === 1) frame[at++] = 0xa0 | name.length;
    else {
      frame[at++] = 0xd9;
      frame[at++] = name.length;
    }
    frame.set(name, at);
    frame.set(tail, at + name.length);
    let out = frame.length - inputs.length;
    for (let i = 0; i < inputs.length; i += OUTPUT_BYTES, out += OUTPUT_BYTES)
      frame.writeInt32LE(tripled(inputs.readInt32LE(i)), out);
    return frame;
  }

  #tailOf(items: number): Buffer {
    const known = this.#tails.get(items);
    if (known !== undefined) return known;
    const whole = this.#encoded(items);
    const tail = whole.subarray(nameAt(whole) + 1);
    this.#tails.set(items, tail);
    return tail;
  }

  #encoded(items: number): Buffer {
    const result = { status: 0 as const, fuel: this.#fuel, output: new Uint8Array(OUTPUT_BYTES) };
    const columns = packResults(Array.from({ length: items }, () => result));
    return Buffer.from(encodeContributorFrame({ kind: 'answer', assignment: '', ...columns }));
  }
}

/** Where the empty name stands in an answer whose name is the first field. */
function nameAt(frame: Buffer): number {
  const at = frame.indexOf('assignment', 0, 'latin1') + ASSIGNMENT;
  if (frame[at] !== 0xa0) throw new Error('the first field of an answer is not its assignment');
  return at;
}

/** Fails where the shortcuts above and the protocol's own coder disagree. */
export function checkFrames(fuel: bigint): void {
  const none = new Uint8Array();
  const inputs = Buffer.from(Int32Array.of(1, 2, 30_000).buffer);
  const fields = Object.entries(COORDINATOR_FRAMES.assign).map(([name, type]) => {
    const values = { text: 'x'.repeat(90), texts: ['y'], bytes: none, count: 70_000, bigint: 1n << 40n };
    return [name, name === 'inputs' ? inputs : values[type as keyof typeof values]];
  });
  const frame = { kind: 'assign', ...Object.fromEntries(fields) } as Parameters<
    typeof encodeCoordinatorFrame
  >[0];
  const read = readAssign(Buffer.from(encodeCoordinatorFrame(frame)));
  if (read.name.toString('latin1') !== 'x'.repeat(90) || !read.inputs.equals(inputs))
    throw new Error('assign frames are read wrongly');
  const own = new Answers(fuel).write(read);
  const results = [1, 2, 30_000].map((x) => {
    const output = Buffer.alloc(OUTPUT_BYTES);
    output.writeInt32LE(tripled(x));
    return { status: 0 as const, fuel, output };
  });
  const right = encodeContributorFrame({
    kind: 'answer',
    assignment: 'x'.repeat(90),
    ...packResults(results),
  });
  if (!own.equals(right)) throw new Error('answers are written wrongly');
  const credited = Buffer.from(
    encodeCoordinatorFrame({ kind: 'credited', assignments: ['a', 'b'.repeat(40)] }),
  );
  if (readCredited(credited).join() !== `a,${'b'.repeat(40)}`) throw new Error('credits are read wrongly');
  decodeCoordinatorFrame(credited);
}
