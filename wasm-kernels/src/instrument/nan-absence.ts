/**
 * Taking it for granted that no computed NaN is ever stored [KR2]. Each function adds up the floats that it stores, which
 * costs one addition each where making them canonical costs two comparisons and a jump; one NaN among them makes the sum
 * a NaN. It is looked at, and begun anew, in each round of a loop that stores, and where the function returns. Infinities
 * of both signs make one, too: no matter, the careful twin then runs the item.
 *
 * Until a sum is looked at, code may have gone astray on the bits of a NaN. So nothing that ends otherwise than by a
 * return counts: the careful twin runs such an item again, as it does after an alarm.
 */
import { CodeCursor } from '../binary/code.ts';
import { type ModuleMap, readLocals } from '../binary/module.ts';
import { OP } from '../binary/opcodes.ts';
import { ByteWriter } from '../binary/writer.ts';
import { type Edit, RANK } from './edit.ts';
import { refuseLocal } from './nan-code.ts';
import type { Scratch } from './scratch.ts';

type Float = 'f32' | 'f64';
/** A store of a computed float. */
export interface FloatStore {
  readonly at: number;
  readonly shape: Float;
}

const ADD = { f32: 0x92, f64: 0xa0 } as const;
const ZERO = { f32: [OP.f32Const, 0, 0, 0, 0], f64: [OP.f64Const, 0, 0, 0, 0, 0, 0, 0, 0] } as const;

/** Where a function adds up what these stores write, and where it looks at the sums. */
export function planAbsence(
  module: ModuleMap,
  index: number,
  stores: readonly FloatStore[],
  flag: number,
  scratch: Scratch,
): Edit[] {
  if (stores.length === 0) return [];
  const sums = new Map<Float, number>();
  for (const { shape } of stores) if (!sums.has(shape)) sums.set(shape, scratch.own(shape));
  const edits = stores.map(
    ({ at, shape }): Edit => ({ at, bytes: add(shape, sums.get(shape) ?? 0, scratch) }),
  );
  const look = (): ByteWriter => {
    const code = new ByteWriter();
    for (const [shape, sum] of sums) code.raw(refuseLocal(shape, sum, flag));
    return code;
  };
  const { loops, ends } = lookouts(module, index, stores);
  for (const at of loops) {
    const code = look();
    for (const [shape, sum] of sums) code.byte(...ZERO[shape], OP.localSet).u32(sum);
    edits.push({ at, rank: RANK.after, bytes: code.take() });
  }
  return [...edits, ...ends.map((at): Edit => ({ at, bytes: look().take() }))];
}

/** On the stack: what will be stored. */
function add(shape: Float, sum: number, scratch: Scratch): Uint8Array {
  const x = scratch.local(shape);
  const code = new ByteWriter().byte(OP.localTee).u32(x).byte(OP.localGet).u32(x);
  return code.byte(OP.localGet).u32(sum).byte(ADD[shape], OP.localSet).u32(sum).take();
}

/** Where the loops begin that have such a store themselves, not only in an inner loop; and where the function ends. */
function lookouts(
  module: ModuleMap,
  index: number,
  stores: readonly FloatStore[],
): { loops: number[]; ends: number[] } {
  const body = module.bodies[index - (module.functions.length - module.bodies.length)];
  const cursor = new CodeCursor(module.bytes, readLocals(module.bytes, body).end, body.end);
  const places = new Set(stores.map(({ at }) => at));
  const loops = new Set<number>();
  const ends: number[] = [];
  /** Of each open construct, where the innermost loop around begins, itself included; −1 in none. */
  const open: number[] = [-1];
  while (cursor.step()) {
    const { op, at } = cursor;
    const innermost = open[open.length - 1];
    const outermost = open.length - 1;
    if (places.has(at) && innermost >= 0) loops.add(innermost);
    if (op === OP.loop) open.push(cursor.next);
    else if (op === OP.block || op === OP.if) open.push(innermost);
    else if (op === OP.end) {
      if (outermost === 0) ends.push(at);
      open.pop();
    } else if (op === OP.return) ends.push(at);
    else if ((op === OP.br || op === OP.brIf) && cursor.index === outermost) ends.push(at);
    else if (op === OP.brTable && cursor.targets.includes(outermost)) ends.push(at);
  }
  return { loops: [...loops], ends };
}
