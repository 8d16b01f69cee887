/** The instructions that count: against the global, or against a local that stands for it inside a loop without calls. */
import { OP } from '../../binary/opcodes.ts';
import { ByteWriter } from '../../binary/writer.ts';
import { LATE } from '../../runtime/build.ts';
import type { Scratch } from '../scratch.ts';
import { BYTES_PER_FUEL_SHIFT } from './cost.ts';
import type { CountedLoop, KnownLoop } from './counted.ts';
import { writeRounds } from './rounds.ts';

const VOID = 0x40;
/** As a power of two: none is promised. */
const LOAD_ALIGNMENT = 0;
const I64_ADD = 0x7c;
const I64_MUL = 0x7e;
/** No fuel is as much as this. */
const MOST_FUEL = 2n ** 62n;

/** What is called where a slice ends: slot 0 of a table. */
export interface Hook {
  readonly type: number;
  readonly table: number;
}

export interface ChargesPlan {
  /** Index of the global that is counted in. */
  readonly fuel: number;
  /** Index of the global, never written, below whose value the counter ends a run without hook: a constant takes more bytes. */
  readonly floor: number;
  /** Null where running out ends the run. */
  readonly hook: Hook | null;
  readonly scratch: Scratch;
  /** The local that stands for the global in all of an inner function (passing.ts); null in others. */
  readonly handed: number | null;
}

export class Charges {
  readonly #plan: ChargesPlan;
  #local: number | null;

  constructor(plan: ChargesPlan) {
    this.#plan = plan;
    this.#local = plan.handed;
  }

  /** The local that stands for the global where `local` is asked for. */
  get local(): number {
    this.#local ??= this.#plan.scratch.own('i64');
    return this.#local;
  }

  in(mode: Mode): ChargeWriter {
    return new ChargeWriter(this.#plan, mode === 'local' ? this.local : null);
  }
}

export type Mode = 'global' | 'local';

/** Writes a piece of code that counts. */
export class ChargeWriter {
  readonly code = new ByteWriter();
  readonly #plan: ChargesPlan;
  readonly #local: number | null;

  constructor(plan: ChargesPlan, local: number | null) {
    this.#plan = plan;
    this.#local = local;
  }

  get bytes(): Uint8Array {
    return this.code.take();
  }

  /** `fuel −= amount` */
  charge(amount: number): this {
    this.#get();
    this.code.byte(OP.i64Const).signed(amount).byte(OP.i64Sub);
    this.#set();
    return this;
  }

  /** `fuel −= amount`, and ends the run if too little is left. */
  chargeAndCheck(amount: number): this {
    this.#get();
    if (amount !== 0) {
      this.code.byte(OP.i64Const).signed(amount).byte(OP.i64Sub);
      this.#tee();
    }
    return this.#check();
  }

  /** Charges a counted loop for all its rounds. `least`: what a round costs at least; `amount` more would be given back on cheap ways. */
  chargeAhead(counted: CountedLoop, amount: number, least: number): this {
    const { code } = this;
    const rounds = writeRounds(code, {
      counted: this.#loaded(counted),
      scratch: this.#plan.scratch,
      mostRounds: MOST_FUEL / BigInt(Math.max(amount, least)),
      fail: () => this.#fail(),
      failIfBeyond: () => this.#failIfBeyond(least),
    });
    this.#get();
    this.#times(rounds, amount);
    code.byte(OP.i64Sub);
    if (amount <= least) {
      this.#tee();
      return this.#check();
    }
    this.#set();
    this.#get();
    this.#times(rounds, amount - least);
    code.byte(I64_ADD);
    return this.#check();
  }

  /** The loop with its bound in a local. */
  #loaded(counted: CountedLoop): KnownLoop {
    const { bound } = counted;
    if (bound.kind !== 'loaded') return { ...counted, bound };
    const local = this.#plan.scratch.local('i32');
    const { code } = this;
    code.byte(OP.localGet).u32(bound.local);
    if (bound.plus !== 0) code.byte(OP.i32Const).signed(bound.plus).byte(OP.i32Add);
    code.byte(OP.i32Load, LOAD_ALIGNMENT).u32(bound.offset);
    if (bound.shift !== 0) code.byte(OP.i32Const).signed(bound.shift).byte(OP.i32ShrU);
    code.byte(OP.localSet).u32(local);
    return { ...counted, bound: { kind: 'local', local } };
  }

  /** Before a bulk instruction, whose number of bytes or elements lies on the stack. */
  chargeBulk(): this {
    const count = this.#plan.scratch.local('i32');
    this.code.byte(OP.localTee).u32(count);
    this.#get();
    this.code.byte(OP.localGet).u32(count);
    this.code.byte(OP.i32Const, BYTES_PER_FUEL_SHIFT, OP.i32ShrU, OP.i64ExtendI32U, OP.i64Sub);
    this.#set();
    return this;
  }

  #times(rounds: number, amount: number): void {
    this.code.byte(OP.localGet).u32(rounds);
    if (amount !== 1) this.code.byte(OP.i64Const).signed(amount).byte(I64_MUL);
  }

  #get(): void {
    if (this.#local === null) this.code.byte(OP.globalGet).u32(this.#plan.fuel);
    else this.code.byte(OP.localGet).u32(this.#local);
  }

  #set(): void {
    if (this.#local === null) this.code.byte(OP.globalSet).u32(this.#plan.fuel);
    else this.code.byte(OP.localSet).u32(this.#local);
  }

  #tee(): void {
    if (this.#local !== null) {
      this.code.byte(OP.localTee).u32(this.#local);
      return;
    }
    const left = this.#plan.scratch.local('i64');
    this.code.byte(OP.localTee).u32(left).byte(OP.globalSet).u32(this.#plan.fuel);
    this.code.byte(OP.localGet).u32(left);
  }

  /** What is left of the fuel lies on the stack. A slice's end need not be exact: only the end of all fuel may come late. */
  #check(): this {
    if (this.#plan.hook === null) this.code.byte(OP.globalGet).u32(this.#plan.floor);
    else this.code.byte(OP.i64Const, 0);
    this.code.byte(OP.i64LtS, OP.if, VOID);
    this.#exhausted();
    this.code.byte(OP.end);
    return this;
  }

  /** Lets the host see how much is missing, and asks it for more where there is a hook. */
  #exhausted(): void {
    const code = this.code;
    const local = this.#local;
    const { fuel, hook } = this.#plan;
    if (local !== null) code.byte(OP.localGet).u32(local).byte(OP.globalSet).u32(fuel);
    if (hook === null) {
      code.byte(OP.unreachable);
      return;
    }
    code.byte(OP.i32Const, 0, OP.callIndirect).u32(hook.type).u32(hook.table);
    if (local !== null) code.byte(OP.globalGet).u32(fuel).byte(OP.localSet).u32(local);
  }

  /** The run cannot end within any fuel. */
  #fail(): void {
    this.code
      .byte(OP.i64Const)
      .signed(-LATE - 1)
      .byte(OP.globalSet)
      .u32(this.#plan.fuel);
    this.code.byte(OP.unreachable);
  }

  /** Rounds lie on the stack: they alone would cost more than is left. */
  #failIfBeyond(least: number): void {
    this.code.byte(OP.i64Const).signed(-least).byte(I64_MUL);
    this.#get();
    this.code.byte(I64_ADD).byte(OP.i64Const).signed(-LATE).byte(OP.i64LtS, OP.if, VOID);
    this.#fail();
    this.code.byte(OP.end);
  }
}
