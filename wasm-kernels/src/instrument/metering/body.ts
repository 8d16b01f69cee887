import { CodeCursor } from '../../binary/code.ts';
import { OP } from '../../binary/opcodes.ts';

const FIRST_CAPACITY = 1024;

/** A function's instructions, decoded once; read again for every function, so that a large module makes no garbage. */
export class Body {
  count = 0;
  /** The instructions, `prefix << 8 | number`. */
  op = new Uint16Array(FIRST_CAPACITY);
  /** The first byte of each, and behind the last the end of the body. */
  at = new Uint32Array(FIRST_CAPACITY + 1);
  /** Index immediates, block types and integer constants: see {@link CodeCursor.index}; of an `i32.load` what it adds to its address. */
  immediate = new Float64Array(FIRST_CAPACITY);
  /** The depths that a `br_table` names, default included, each once. */
  readonly targets = new Map<number, readonly number[]>();

  read(bytes: Uint8Array, start: number, end: number): void {
    const cursor = new CodeCursor(bytes, start, end);
    this.count = 0;
    this.targets.clear();
    while (cursor.step()) {
      if (this.count === this.op.length) this.#grow();
      this.op[this.count] = cursor.op;
      this.at[this.count] = cursor.at;
      this.immediate[this.count] = cursor.op === OP.i32Load ? cursor.offset : cursor.index;
      if (cursor.op === OP.brTable) this.targets.set(this.count, [...new Set(cursor.targets)]);
      this.count++;
    }
    this.at[this.count] = end;
  }

  #grow(): void {
    const { op, at, immediate } = this;
    this.op = new Uint16Array(2 * op.length);
    this.op.set(op);
    this.at = new Uint32Array(2 * op.length + 1);
    this.at.set(at);
    this.immediate = new Float64Array(2 * op.length);
    this.immediate.set(immediate);
  }
}
