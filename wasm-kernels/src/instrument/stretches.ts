/** The straight stretches of a function: whoever pays for each where it begins pays for what runs. */
import { CodeCursor } from '../binary/code.ts';
import { OP } from '../binary/opcodes.ts';
import { costOf, isBulk } from './metering/cost.ts';

/** A construct that branches can leave, or for a loop restart. */
interface Label {
  readonly op: number;
  readonly entryDead: boolean;
  targeted: boolean;
}

/** Instructions that run one after the other whenever the first does. */
export interface Stretch {
  /** Its first byte in the module. */
  readonly at: number;
  /** Behind its last one. */
  readonly until: number;
  /** A loop head or function entry, where exhaustion is noticed. */
  readonly checked: boolean;
  /** Of all its instructions, bulk ones without what they move. */
  cost: number;
}

export interface Stretches {
  readonly stretches: Stretch[];
  /** Where bulk instructions stand. */
  readonly bulk: number[];
}

/** Those of the code in `bytes[start, end)`, which nothing skips. */
export const stretchesOf = (bytes: Uint8Array, start: number, end: number): Stretches =>
  new Walk(bytes, start, end).found;

class Walk {
  readonly found: Stretches = { stretches: [], bulk: [] };
  readonly #cursor: CodeCursor;
  readonly #labels: Label[] = [{ op: OP.block, entryDead: false, targeted: false }];
  #stretch: Stretch;
  /** Nothing reaches the present instruction. */
  #dead = false;

  constructor(bytes: Uint8Array, start: number, end: number) {
    this.#cursor = new CodeCursor(bytes, start, end);
    this.#stretch = { at: start, until: start, checked: true, cost: 0 };
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
        if (isBulk(op) && !this.#dead) this.found.bulk.push(this.#cursor.at);
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
    this.#stretch = { at: this.#cursor.next, until: this.#cursor.next, checked, cost: 0 };
  }

  #close(): void {
    const { at, cost, checked } = this.#stretch;
    const { next } = this.#cursor;
    if (!this.#dead && (cost > 0 || checked)) this.found.stretches.push({ at, until: next, cost, checked });
    this.#stretch = { at: next, until: next, checked: false, cost: 0 };
  }
}
