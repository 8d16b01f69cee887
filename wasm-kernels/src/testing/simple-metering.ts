/**
 * Fuel, placed simply: every straight stretch of code pays for its instructions where it begins. Slow, and made another
 * way than what builds have (instrument/metering.ts): what both count must be equal. Checks stand at loop heads and
 * function entries.
 */
import { CodeCursor } from '../binary/code.ts';
import { OP } from '../binary/opcodes.ts';
import { ByteWriter } from '../binary/writer.ts';
import { type Edit, RANK } from '../instrument/edit.ts';
import { BYTES_PER_FUEL_SHIFT, costOf, isBulk } from '../instrument/metering/cost.ts';
import type { Scratch } from '../instrument/scratch.ts';
import { withFuel } from './with-fuel.ts';

/** A construct that branches can leave, or for a loop restart. */
interface Label {
  readonly op: number;
  readonly entryDead: boolean;
  targeted: boolean;
}

interface Stretch {
  readonly at: number;
  /** A loop head or function entry, where exhaustion is noticed. */
  readonly checked: boolean;
  cost: number;
}

/** The module with nothing but fuel added, counted in the simple way. */
export const meteredSimply = (bytes: Uint8Array): Uint8Array =>
  withFuel(bytes, ({ start, end, fuel, scratch }) => planSimply(bytes, start, end, fuel, scratch));

/** Where and what a function body pays into the global `fuel`. */
export function planSimply(
  bytes: Uint8Array,
  start: number,
  end: number,
  fuel: number,
  scratch: Scratch,
): Edit[] {
  return new SimplePlan(bytes, start, end, fuel, scratch).edits;
}

class SimplePlan {
  readonly edits: Edit[] = [];
  readonly #fuel: number;
  readonly #scratch: Scratch;
  readonly #cursor: CodeCursor;
  readonly #labels: Label[] = [{ op: OP.block, entryDead: false, targeted: false }];
  #stretch: Stretch;
  /** Nothing reaches the present instruction. */
  #dead = false;

  constructor(bytes: Uint8Array, start: number, end: number, fuel: number, scratch: Scratch) {
    this.#fuel = fuel;
    this.#scratch = scratch;
    this.#cursor = new CodeCursor(bytes, start, end);
    this.#stretch = { at: start, checked: true, cost: 0 };
    while (this.#cursor.step()) this.#visit();
  }

  #visit(): void {
    const { op } = this.#cursor;
    this.#stretch.cost += costOf(op);
    switch (op) {
      case OP.block:
        this.#open(op);
        return;
      case OP.loop:
        this.#close();
        this.#begin(true);
        this.#open(op);
        return;
      case OP.if:
        this.#close();
        this.#begin(false);
        this.#open(op);
        return;
      case OP.else:
        this.#else();
        return;
      case OP.end:
        this.#end();
        return;
      case OP.br:
        this.#target(this.#cursor.index);
        this.#stop();
        return;
      case OP.brIf:
        this.#target(this.#cursor.index);
        this.#close();
        this.#begin(false);
        return;
      case OP.brTable:
        for (const depth of this.#cursor.targets) this.#target(depth);
        this.#stop();
        return;
      case OP.return:
      case OP.unreachable:
        this.#stop();
        return;
      default:
        if (isBulk(op) && !this.#dead) this.#chargeBulk();
    }
  }

  #open(op: number): void {
    this.#labels.push({ op, entryDead: this.#dead, targeted: false });
  }

  #else(): void {
    this.#close();
    this.#dead = this.#labels[this.#labels.length - 1].entryDead;
    this.#begin(false);
  }

  #end(): void {
    const label = this.#labels.pop();
    if (label === undefined || this.#labels.length === 0) {
      this.#close();
      return;
    }
    const joins = label.op === OP.if || (label.op === OP.block && label.targeted);
    if (!joins) return;
    this.#close();
    this.#dead = label.entryDead;
    this.#begin(false);
  }

  #target(depth: number): void {
    const label = this.#labels[this.#labels.length - 1 - depth];
    if (label !== undefined && !this.#dead) label.targeted = true;
  }

  #stop(): void {
    this.#close();
    this.#dead = true;
  }

  #begin(checked: boolean): void {
    this.#stretch = { at: this.#cursor.next, checked, cost: 0 };
  }

  #close(): void {
    const { at, cost, checked } = this.#stretch;
    if (!this.#dead && (cost > 0 || checked))
      this.edits.push({ at, rank: RANK.between, bytes: this.#charge(cost, checked) });
    this.#stretch = { at, checked: false, cost: 0 };
  }

  /** `fuel -= cost`, and at a check `if (fuel < 0) unreachable`. */
  #charge(cost: number, checked: boolean): Uint8Array {
    const code = new ByteWriter();
    if (cost > 0)
      code
        .byte(OP.globalGet)
        .u32(this.#fuel)
        .byte(OP.i64Const)
        .s64(BigInt(cost))
        .byte(OP.i64Sub)
        .byte(OP.globalSet)
        .u32(this.#fuel);
    if (checked)
      code
        .byte(OP.globalGet)
        .u32(this.#fuel)
        .byte(OP.i64Const, 0, OP.i64LtS, OP.if, 0x40, OP.unreachable, OP.end);
    return code.take();
  }

  #chargeBulk(): void {
    const count = this.#scratch.local('i32');
    const code = new ByteWriter()
      .byte(OP.localTee)
      .u32(count)
      .byte(OP.globalGet)
      .u32(this.#fuel)
      .byte(OP.localGet)
      .u32(count)
      .byte(OP.i32Const, BYTES_PER_FUEL_SHIFT, OP.i32ShrU, OP.i64ExtendI32U, OP.i64Sub)
      .byte(OP.globalSet)
      .u32(this.#fuel);
    this.edits.push({ at: this.#cursor.at, bytes: code.take() });
  }
}
