/**
 * Taking it for granted that no computed NaN is ever stored [KR2]. Each function adds up the floats that it stores, which
 * costs one addition each where making them canonical costs two comparisons and a jump; one NaN among them makes the sum
 * a NaN. It is looked at where the function returns. There are two sums, which the stores take in turns: each addition waits
 * for the one before it. Infinities of both signs make a NaN, too: no matter, the careful twin then runs the item.
 *
 * Until a sum is looked at, code may have gone astray on the bits of a NaN. So nothing that ends otherwise than by a
 * return counts: the careful twin runs such an item again, as it does after an alarm.
 */
import { CodeCursor } from '../binary/code.ts';
import { type ModuleMap, readLocals } from '../binary/module.ts';
import { OP } from '../binary/opcodes.ts';
import { ByteWriter } from '../binary/writer.ts';
import type { Edit } from './edit.ts';
import { refuseLocal } from './nan-code.ts';
import type { Scratch } from './scratch.ts';

type Float = 'f32' | 'f64';
/** A store of a computed float. */
export interface FloatStore {
  readonly at: number;
  readonly shape: Float;
}

const ADD = { f32: 0x92, f64: 0xa0 } as const;

/** Where a function adds up what these stores write, and where it looks at the sums. */
export function planAbsence(
  module: ModuleMap,
  index: number,
  stores: readonly FloatStore[],
  flag: number,
  scratch: Scratch,
): Edit[] {
  const sums = { f32: new Sums('f32', scratch), f64: new Sums('f64', scratch) };
  const edits = stores.map(({ at, shape }): Edit => ({ at, bytes: add(shape, sums[shape].next(), scratch) }));
  const look = new ByteWriter();
  for (const { shape, locals } of Object.values(sums))
    for (const local of locals) look.raw(refuseLocal(shape, local, flag));
  const ends = stores.length === 0 ? [] : endsOf(module, index);
  return [...edits, ...ends.map((at): Edit => ({ at, bytes: look.take() }))];
}

/** How many sums of each shape there are, if so many stores are. */
const MOST_SUMS = 2;

/** The locals that hold the sums of one shape of floats. */
class Sums {
  readonly shape: Float;
  readonly locals: number[] = [];
  readonly #scratch: Scratch;
  #stores = 0;

  constructor(shape: Float, scratch: Scratch) {
    this.shape = shape;
    this.#scratch = scratch;
  }

  /** That of the next store. */
  next(): number {
    const which = this.#stores++ % MOST_SUMS;
    if (which === this.locals.length) this.locals.push(this.#scratch.own(this.shape));
    return this.locals[which];
  }
}

/** On the stack: what will be stored. */
function add(shape: Float, sum: number, scratch: Scratch): Uint8Array {
  const x = scratch.local(shape);
  const code = new ByteWriter().byte(OP.localTee).u32(x).byte(OP.localGet).u32(x);
  return code.byte(OP.localGet).u32(sum).byte(ADD[shape], OP.localSet).u32(sum).take();
}

/** Where the function ends: at its last instruction, at returns and at branches that may lead there. */
function endsOf(module: ModuleMap, index: number): number[] {
  const body = module.bodies[index - (module.functions.length - module.bodies.length)];
  const cursor = new CodeCursor(module.bytes, readLocals(module.bytes, body).end, body.end);
  const ends: number[] = [];
  let open = 0;
  while (cursor.step()) {
    const { op, at } = cursor;
    if (op === OP.block || op === OP.loop || op === OP.if) open++;
    else if (op === OP.end && open-- === 0) ends.push(at);
    else if (op === OP.return) ends.push(at);
    else if ((op === OP.br || op === OP.brIf) && cursor.index === open) ends.push(at);
    else if (op === OP.brTable && cursor.targets.includes(open)) ends.push(at);
  }
  return ends;
}
