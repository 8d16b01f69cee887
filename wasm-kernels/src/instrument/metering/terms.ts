import { OP } from '../../binary/opcodes.ts';
import type { ByteWriter } from '../../binary/writer.ts';
import type { KnownLoop, Term } from './counted.ts';

export const I32 = { add: 0x6a, sub: 0x6b };
export const I64 = {
  add: 0x7c,
  sub: 0x7d,
  mul: 0x7e,
  divU: 0x80,
  and: 0x83,
  or: 0x84,
  shrU: 0x88,
  eqz: 0x50,
  ltS: 0x53,
  ltU: 0x54,
  gtS: 0x55,
  gtU: 0x56,
  leS: 0x57,
  extendS: 0xac,
};

/** Writes what a counted loop compares. */
export class TermWriter {
  readonly code: ByteWriter;
  readonly counted: KnownLoop;

  constructor(code: ByteWriter, counted: KnownLoop) {
    this.code = code;
    this.counted = counted;
  }

  op(...bytes: number[]): this {
    this.code.byte(...bytes);
    return this;
  }

  get(local: number): this {
    this.code.byte(OP.localGet).u32(local);
    return this;
  }

  set(local: number): this {
    this.code.byte(OP.localSet).u32(local);
    return this;
  }

  tee(local: number): this {
    this.code.byte(OP.localTee).u32(local);
    return this;
  }

  const64(value: number | bigint): this {
    this.code.byte(OP.i64Const).s64(BigInt.asIntN(64, BigInt(value)));
    return this;
  }

  const32(value: number): this {
    this.code.byte(OP.i32Const).signed(value | 0);
    return this;
  }

  /** A term in the loop's own width. */
  term(term: Term): this {
    if (term.kind === 'local') return this.get(term.local);
    return this.counted.width === 32 ? this.const32(term.value) : this.const64(term.value);
  }

  /** What the first round compares, in the loop's own width. */
  compared(): this {
    const { local, plus, stepAhead, step, width } = this.counted;
    const add = width === 32 ? I32.add : I64.add;
    this.get(local);
    if (plus !== 0) this.term({ kind: 'constant', value: plus }).op(add);
    if (stepAhead) this.term(step).op(add);
    return this;
  }

  extend(): this {
    return this.op(this.counted.signed ? I64.extendS : OP.i64ExtendI32U);
  }

  /** What the first round compares, as the integer that it stands for. */
  start(): this {
    return this.compared().extend();
  }

  /** The first value that ends the loop, or what lies beyond it. */
  bound(): this {
    const { bound, inclusive, goesOn, signed } = this.counted;
    const more = inclusive ? (goesOn === 'below' ? 1 : -1) : 0;
    if (bound.kind === 'constant') return this.const64((signed ? bound.value | 0 : bound.value >>> 0) + more);
    this.get(bound.local).extend();
    return more === 0 ? this : this.const64(more).op(I64.add);
  }

  /** How far it is from the start to the bound. */
  distance(): this {
    const up = this.counted.goesOn === 'below';
    if (up) return this.bound().start().op(I64.sub);
    return this.start().bound().op(I64.sub);
  }
}
