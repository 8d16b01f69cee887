/** Compact binary: variable-length numbers, and texts that are written once and then named by their place. */
import { ADDRESS, KnownError } from '@manyhands/protocol';
import { copy } from './copying.ts';

const SAFE = 2 ** 53;
const ADDRESS_BYTES = 20;

/** Appends to one growing buffer. One that is kept and reset allocates nothing but what it hands out. */
export class PackWriter {
  #buffer: Buffer;
  #at = 0;
  readonly #texts = new Map<string, number>();

  constructor(capacity = 4096) {
    this.#buffer = Buffer.allocUnsafeSlow(capacity);
  }

  get length(): number {
    return this.#at;
  }

  byte(value: number): void {
    if (this.#at === this.#buffer.length) this.#grow(1);
    this.#buffer[this.#at++] = value;
  }

  /** A whole number from 0 to 2^53 − 1. */
  count(value: number): void {
    if (this.#at + 8 > this.#buffer.length) this.#grow(8);
    let rest = value;
    while (rest > 0x7fffffff) {
      this.#buffer[this.#at++] = (rest % 128) | 128;
      rest = Math.floor(rest / 128);
    }
    while (rest > 127) {
      this.#buffer[this.#at++] = (rest & 127) | 128;
      rest >>>= 7;
    }
    this.#buffer[this.#at++] = rest;
  }

  /** A whole number of either sign, below 2^52. */
  signed(value: number): void {
    this.count(value < 0 ? -2 * value - 1 : 2 * value);
  }

  /** From 0 to 2^128 − 1. */
  amount(value: bigint): void {
    let rest = value;
    while (rest >= SAFE) {
      this.byte(Number(rest & 127n) | 128);
      rest >>= 7n;
    }
    this.count(Number(rest));
  }

  signedAmount(value: bigint): void {
    this.amount(value < 0n ? -2n * value - 1n : 2n * value);
  }

  bytes(value: Uint8Array): void {
    const end = this.#at + value.length;
    if (end > this.#buffer.length) this.#grow(value.length);
    this.#buffer.set(value, this.#at);
    this.#at = end;
  }

  /** `value[from…end)`. */
  part(value: Uint8Array, from: number, end: number): void {
    if (this.#at + end - from > this.#buffer.length) this.#grow(end - from);
    this.#at = copy(this.#buffer, this.#at, value, from, end);
  }

  /** `length` bytes given as hex. */
  hex(value: string, length: number): void {
    if (this.#at + length > this.#buffer.length) this.#grow(length);
    if (value.length !== 2 * length || this.#buffer.write(value, this.#at, length, 'hex') !== length)
      throw new Error(`not ${length} bytes as hex: ${value}`);
    this.#at += length;
  }

  /** A text that may come again: in full where it is first met, and by its number afterwards. */
  text(value: string): void {
    const known = this.#texts.get(value);
    this.count(known ?? this.#texts.size);
    if (known !== undefined) return;
    this.#texts.set(value, this.#texts.size);
    if (ADDRESS.test(value)) {
      this.count(0);
      this.hex(value.slice(2), ADDRESS_BYTES);
      return;
    }
    const length = Buffer.byteLength(value);
    this.count(length + 1);
    if (this.#at + length > this.#buffer.length) this.#grow(length);
    this.#at += this.#buffer.write(value, this.#at, 'utf8');
  }

  /** What was written since the last time, copied; texts are forgotten. */
  take(): Uint8Array {
    const taken = new Uint8Array(this.#at);
    taken.set(this.#buffer.subarray(0, this.#at));
    this.reset();
    return taken;
  }

  /** Forgets what was written: needed where packing failed halfway. */
  reset(): void {
    this.#at = 0;
    this.#texts.clear();
  }

  #grow(by: number): void {
    const larger = Buffer.allocUnsafeSlow(Math.max(2 * this.#buffer.length, this.#at + by));
    larger.set(this.#buffer.subarray(0, this.#at));
    this.#buffer = larger;
  }
}

/** Reads what {@link PackWriter} wrote. Whatever else it is given, it throws SEGMENT_INVALID. */
export class PackReader {
  readonly #bytes: Uint8Array;
  #at = 0;
  readonly #texts: string[] = [];

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes;
  }

  /** Bytes that were not read yet. */
  get left(): number {
    return this.#bytes.length - this.#at;
  }

  get isAtEnd(): boolean {
    return this.#at === this.#bytes.length;
  }

  byte(): number {
    if (this.#at >= this.#bytes.length) throw malformed('they end early');
    return this.#bytes[this.#at++];
  }

  count(): number {
    let value = 0;
    for (let scale = 1; ; scale *= 128) {
      const byte = this.byte();
      value += (byte & 127) * scale;
      if (value >= SAFE || scale >= SAFE) throw malformed('a number is too large');
      if (byte < 128) return value;
    }
  }

  /** How many records follow, each of at least one byte: so that nothing large is made for a few wrong bytes. */
  records(): number {
    const value = this.count();
    if (value > this.#bytes.length - this.#at) throw malformed('they end early');
    return value;
  }

  signed(): number {
    const value = this.count();
    return value % 2 === 1 ? -(value + 1) / 2 : value / 2;
  }

  amount(): bigint {
    let low = 0;
    let high = 0n;
    for (let place = 0; place < 19; place++) {
      const byte = this.byte();
      if (place < 7) low += (byte & 127) * 128 ** place;
      else high += BigInt(byte & 127) << BigInt(7 * place);
      if (byte < 128) return high === 0n ? BigInt(low) : high + BigInt(low);
    }
    throw malformed('an amount is too large');
  }

  signedAmount(): bigint {
    const value = this.amount();
    return value & 1n ? -(value + 1n) / 2n : value / 2n;
  }

  /** A view. */
  bytes(length: number): Uint8Array {
    const end = this.#at + length;
    if (end > this.#bytes.length) throw malformed('they end early');
    const view = this.#bytes.subarray(this.#at, end);
    this.#at = end;
    return view;
  }

  hex(length: number): string {
    return hexOf(this.bytes(length));
  }

  text(): string {
    const known = this.count();
    if (known < this.#texts.length) return this.#texts[known];
    if (known > this.#texts.length) throw malformed('a text is not there');
    const length = this.count();
    const text = length === 0 ? `0x${this.hex(ADDRESS_BYTES)}` : utf8Of(this.bytes(length - 1));
    this.#texts.push(text);
    return text;
  }

  end(): void {
    if (!this.isAtEnd) throw malformed('bytes are left over');
  }
}

export const malformed = (why: string): KnownError =>
  new KnownError('SEGMENT_INVALID', `stored bytes of a slice cannot be read: ${why}`);

const bufferOf = (bytes: Uint8Array): Buffer => Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length);
const hexOf = (bytes: Uint8Array): string => bufferOf(bytes).toString('hex');
const utf8Of = (bytes: Uint8Array): string => bufferOf(bytes).toString('utf8');
