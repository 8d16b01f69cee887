/** Code that computes how often a counted loop goes back to its head, exactly, before it runs. */
import { OP } from '../../binary/opcodes.ts';
import type { ByteWriter } from '../../binary/writer.ts';
import type { Scratch } from '../scratch.ts';
import type { KnownLoop } from './counted.ts';
import { I32, I64, TermWriter } from './terms.ts';

const COMPARE_32 = { below: { s: 0x48, u: 0x49 }, above: { s: 0x4a, u: 0x4b } };
const INCLUSIVE = 4;
const VOID = 0x40;

/** Writes code that ends the run for lack of fuel, given that on the stack lies how many rounds it takes at least. */
export type FailIfBeyond = (code: ByteWriter) => void;

export interface RoundsPlan {
  readonly counted: KnownLoop;
  readonly scratch: Scratch;
  /** Ends the run. */
  fail(code: ByteWriter): void;
  /** Takes a number of rounds, below 2^33, from the stack and ends the run if there is no fuel for them. */
  failIfBeyond: FailIfBeyond;
  /** The largest number of rounds whose cost is sure not to overflow. */
  readonly mostRounds: bigint;
}

/** Leaves in an i64 local, whose index it returns, how often the loop's back edge will be taken. Ends the run where that is for ever. */
export function writeRounds(code: ByteWriter, plan: RoundsPlan): number {
  const writer = new RoundsWriter(code, plan);
  writer.write();
  return writer.rounds;
}

class RoundsWriter extends TermWriter {
  readonly rounds: number;
  readonly #plan: RoundsPlan;
  readonly #step: number;
  readonly #present: number;

  constructor(code: ByteWriter, plan: RoundsPlan) {
    super(code, plan.counted);
    this.#plan = plan;
    this.rounds = plan.scratch.local('i64');
    this.#step = 1;
    this.#present = 1;
  }

  write(): void {
    const { goesOn, width } = this.counted;
    if (goesOn === 'unequal') this.#untilEqual();
    else if (width === 64) this.#until64();
    else if (this.#needsGuard()) this.#untilGuarded();
    else this.#until32();
  }

  get #limits(): { least: number; most: number } {
    return this.counted.signed ? { least: -(2 ** 31), most: 2 ** 31 - 1 } : { least: 0, most: 2 ** 32 - 1 };
  }

  /** Whether the local might wrap around before it gets to the bound. */
  #needsGuard(): boolean {
    const { step, bound, inclusive, goesOn, signed } = this.counted;
    if (step.kind === 'local') return true;
    const size = Math.abs(step.value);
    if (size === 1 && !inclusive) return false;
    if (bound.kind === 'local') return true;
    const value = signed ? bound.value | 0 : bound.value >>> 0;
    const last = size - 1 + (inclusive ? 1 : 0);
    return goesOn === 'below' ? value + last > this.#limits.most : value - last < this.#limits.least;
  }

  /** The distance divided by the step, rounded up; none where the bound is behind. */
  #until32(): void {
    const { step } = this.counted;
    const size = step.kind === 'constant' ? Math.abs(step.value) : 1;
    this.distance();
    if (size > 1) this.const64(size - 1).op(I64.add);
    this.tee(this.rounds).const64(0).get(this.rounds).const64(0).op(I64.gtS, OP.select);
    this.#divide(size);
    this.set(this.rounds);
  }

  #divide(size: number): void {
    const shift = Math.log2(size);
    if (size === 1) return;
    if (Number.isInteger(shift)) this.const64(shift).op(I64.shrU);
    else this.const64(size).op(I64.divU);
  }

  /** The same where the local may wrap around: if it would, or if the step is not positive, the rounds are counted one by one. */
  #untilGuarded(): void {
    const { scratch } = this.#plan;
    const { step } = this.counted;
    const [distance, size] = [scratch.local('i64', this.#step), scratch.local('i64', 2)];
    this.const64(0).set(this.rounds);
    this.distance().tee(distance).const64(0).op(I64.gtS, OP.if, VOID);
    if (step.kind === 'constant') this.const64(Math.abs(step.value)).set(size);
    else {
      this.get(step.local).extend().set(size);
      // 1 where it is not positive, so that nothing is divided by zero.
      this.get(size).const64(1).get(size).const64(0).op(I64.gtS, OP.select).set(size);
    }
    this.get(distance).get(size).op(I64.add).const64(1).op(I64.sub);
    this.get(size).op(I64.divU).set(this.rounds);
    this.#wrapsAround(size);
    if (step.kind === 'local') {
      this.get(step.local).extend().const64(0).op(I64.leS);
      this.op(OP.i32Or);
    }
    this.op(OP.if, VOID);
    this.#oneByOne();
    this.op(OP.end, OP.end);
  }

  #wrapsAround(size: number): void {
    const up = this.counted.goesOn === 'below';
    this.start()
      .get(this.rounds)
      .get(size)
      .op(I64.mul, up ? I64.add : I64.sub);
    this.const64(up ? this.#limits.most : this.#limits.least).op(up ? I64.gtS : I64.ltS);
  }

  /** Runs the loop's counter by itself. It ends with the loop, or with the fuel. */
  #oneByOne(): void {
    const { goesOn, bound, inclusive, signed, step } = this.counted;
    const present = this.#plan.scratch.local('i32', this.#present);
    const compare = COMPARE_32[goesOn === 'above' ? 'above' : 'below'][signed ? 's' : 'u'];
    this.const64(0).set(this.rounds);
    this.compared().set(present);
    this.op(OP.loop, VOID).get(present).term(bound);
    this.op(inclusive ? compare + INCLUSIVE : compare, OP.if, VOID);
    this.get(this.rounds).const64(1).op(I64.add).tee(this.rounds);
    this.#plan.failIfBeyond(this.code);
    this.get(present).term(step).op(I32.add).set(present);
    this.op(OP.br, 1, OP.end, OP.end);
  }

  #until64(): void {
    const { goesOn, signed, bound } = this.counted;
    const up = goesOn === 'below';
    const start = this.#plan.scratch.local('i64', this.#step);
    this.compared().set(start);
    if (up) this.term(bound).get(start).op(I64.sub);
    else this.get(start).term(bound).op(I64.sub);
    this.const64(0);
    if (up) this.get(start).term(bound);
    else this.term(bound).get(start);
    this.op(signed ? I64.ltS : I64.ltU, OP.select).set(this.rounds);
    this.#failIfTooMany();
  }

  #failIfTooMany(): void {
    this.get(this.rounds).const64(this.#plan.mostRounds).op(I64.gtU, OP.if, VOID);
    this.#plan.fail(this.code);
    this.op(OP.end);
  }

  /** The distance, modulo the local's width, must be a multiple of the step's power of two; the rest is a division modulo that width. */
  #untilEqual(): void {
    const { step, width, bound } = this.counted;
    const value = step.kind === 'constant' ? step.value : 1;
    const shift = trailingZeros(Math.abs(value));
    const odd = Math.abs(value) / 2 ** shift;
    if (value > 0) this.term(bound).compared();
    else this.compared().term(bound);
    this.op(width === 32 ? I32.sub : I64.sub);
    if (width === 32) this.op(OP.i64ExtendI32U);
    this.set(this.rounds);
    if (shift > 0) {
      this.get(this.rounds)
        .const64(2 ** shift - 1)
        .op(I64.and, I64.eqz, 0x45, OP.if, VOID);
      this.#plan.fail(this.code);
      this.op(OP.end);
      this.get(this.rounds).const64(shift).op(I64.shrU).set(this.rounds);
    }
    if (odd > 1) this.#divideModulo(BigInt(odd), BigInt(width - shift));
    if (width === 64) this.#failIfTooMany();
  }

  #divideModulo(odd: bigint, bits: bigint): void {
    const modulus = 1n << bits;
    let inverse = 1n;
    for (let i = 0; i < 6; i++) inverse = BigInt.asUintN(Number(bits), inverse * (2n - odd * inverse));
    this.get(this.rounds).const64(inverse).op(I64.mul);
    this.const64(modulus - 1n)
      .op(I64.and)
      .set(this.rounds);
  }
}

function trailingZeros(value: number): number {
  let zeros = 0;
  for (let rest = value; rest % 2 === 0; rest /= 2) zeros++;
  return zeros;
}
