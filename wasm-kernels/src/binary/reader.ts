import { KnownError } from '@manyhands/protocol';

const malformed = (at: number): KnownError =>
  new KnownError('KERNEL_INVALID', `the module is malformed at byte ${at}`);

/** Reads WebAssembly's primitive encodings; throws KERNEL_INVALID instead of reading past its end. */
export class ByteReader {
  readonly bytes: Uint8Array;
  readonly end: number;
  at: number;

  constructor(bytes: Uint8Array, at = 0, end = bytes.length) {
    this.bytes = bytes;
    this.at = at;
    this.end = end;
  }

  byte(): number {
    if (this.at >= this.end) throw malformed(this.at);
    return this.bytes[this.at++];
  }

  /** An unsigned LEB128 below 2^32. */
  u32(): number {
    let value = 0;
    for (let shift = 0; shift < 35; shift += 7) {
      const byte = this.byte();
      value += (byte & 0x7f) * 2 ** shift;
      if (byte < 0x80) {
        if (value > 0xffffffff) throw malformed(this.at);
        return value;
      }
    }
    throw malformed(this.at);
  }

  /** A signed LEB128 of 32 bits, as in `i32.const`. */
  s32(): number {
    let value = 0;
    for (let shift = 0; shift < 35; shift += 7) {
      const byte = this.byte();
      value |= (byte & 0x7f) << shift;
      if (byte >= 0x80) continue;
      return byte & 0x40 && shift < 28 ? value | (-1 << (shift + 7)) : value;
    }
    throw malformed(this.at);
  }

  /** A signed LEB128 of up to 64 bits; NaN where a number cannot hold it exactly. */
  signed(): number {
    let value = 0;
    let scale = 1;
    for (let count = 0; count < 10; count++) {
      const byte = this.byte();
      value += (byte & 0x7f) * scale;
      scale *= 128;
      if (byte >= 0x80) continue;
      if (byte & 0x40) value -= scale;
      return count < 7 ? value : Number.NaN;
    }
    throw malformed(this.at);
  }

  /** Passes over a LEB128 of any width and sign. */
  skipLeb(): void {
    for (let count = 0; count < 10; count++) if (this.byte() < 0x80) return;
    throw malformed(this.at);
  }

  skip(count: number): void {
    if (count > this.end - this.at) throw malformed(this.at);
    this.at += count;
  }

  /** A UTF-8 name. */
  name(): string {
    const length = this.u32();
    const start = this.at;
    this.skip(length);
    return new TextDecoder().decode(this.bytes.subarray(start, this.at));
  }
}
