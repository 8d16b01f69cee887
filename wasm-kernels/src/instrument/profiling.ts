/**
 * Where fuel goes: every straight stretch of code counts how often it ran, every bulk instruction what it moved, and every
 * function what was spent until it returned. Counted in the simple way, which gives the fuel of every build; slow, and so
 * only for whoever asks.
 */

import { CodeCursor, NO_TYPE } from '../binary/code.ts';
import { type ModuleMap, readLocals } from '../binary/module.ts';
import { OP } from '../binary/opcodes.ts';
import { ByteWriter } from '../binary/writer.ts';
import { type Edit, RANK } from './edit.ts';
import type { Meter } from './metering.ts';
import type { Scratch } from './scratch.ts';
import { added, chargeBulk, payStretch } from './simple-charges.ts';
import { type Stretch, stretchesOf } from './stretches.ts';

/** What is counted of a function, each by the number of its counter. */
export interface CountedFunction {
  readonly index: number;
  /** How often each stretch ran; the first is the function's entry. */
  readonly stretches: readonly (Stretch & { readonly times: number })[];
  /** Fuel that each bulk instruction cost for what it moved. */
  readonly bulk: readonly { readonly at: number; readonly moved: number }[];
  /** Fuel spent in it and in what it called; of a recursion only in the outermost call. */
  readonly within: number;
  /** Calls of it that have not returned. */
  readonly active: number;
}

/** How many counters a profile of the module needs, and what each counts. */
export function countersOf(module: ModuleMap): { functions: CountedFunction[]; count: number } {
  const { bytes, bodies, functions } = module;
  let count = 0;
  const next = (): number => count++;
  const counted = bodies.map((body, i) => {
    const { stretches, bulk } = stretchesOf(bytes, readLocals(bytes, body).end, body.end);
    return {
      index: functions.length - bodies.length + i,
      within: next(),
      active: next(),
      stretches: stretches.map((stretch) => ({ ...stretch, times: next() })),
      bulk: bulk.map((at) => ({ at, moved: next() })),
    };
  });
  return { functions: counted, count };
}

export interface ProfileGlobals {
  /** Index of the fuel. */
  readonly fuel: number;
  /** Index of the first counter. */
  readonly first: number;
}

export class ProfileMeter implements Meter {
  readonly order: readonly number[];
  readonly #module: ModuleMap;
  readonly #counted: ReadonlyMap<number, CountedFunction>;
  readonly #globals: ProfileGlobals;

  constructor(module: ModuleMap, functions: readonly CountedFunction[], globals: ProfileGlobals) {
    this.#module = module;
    this.#counted = new Map(functions.map((each) => [each.index, each]));
    this.#globals = globals;
    this.order = functions.map(({ index }) => index);
  }

  plan(index: number, scratch: Scratch): Edit[] {
    const { fuel, first } = this.#globals;
    const counted = this.#counted.get(index) as CountedFunction;
    const edits: Edit[] = counted.stretches.map(({ at, cost, checked, times }) => ({
      at,
      rank: RANK.between,
      bytes: new ByteWriter()
        .raw(payStretch(fuel, cost, checked))
        .raw(added(first + times, 1))
        .take(),
    }));
    for (const { at, moved } of counted.bulk)
      edits.push({ at, bytes: chargeBulk(fuel, scratch.local('i32'), [first + moved]) });
    return [...this.#aroundBody(counted, scratch), ...edits];
  }

  /**
   * Notes the fuel where the function begins, and what went of it wherever it returns. Its code stands in a block, to which its
   * branches to the function's own label now lead.
   */
  #aroundBody(counted: CountedFunction, scratch: Scratch): Edit[] {
    const { bytes, bodies, functions, types } = this.#module;
    const body = bodies[counted.index - (functions.length - bodies.length)];
    const type = this.#blockType(types[functions[counted.index]].results);
    if (type === null) return [];
    const { fuel, first } = this.#globals;
    const begun = scratch.own('i64');
    const start = readLocals(bytes, body).end;
    const enter = new ByteWriter()
      .raw(added(first + counted.active, 1))
      .byte(OP.globalGet)
      .u32(fuel);
    enter.byte(OP.localSet).u32(begun).byte(OP.block).s64(BigInt(type));
    const leave = this.#leave(counted, begun);
    const cursor = new CodeCursor(bytes, start, body.end);
    const edits: Edit[] = [{ at: start, rank: RANK.after, bytes: enter.take() }];
    while (cursor.step()) if (cursor.op === OP.return) edits.push({ at: cursor.at, bytes: leave });
    const last = body.end - 1;
    edits.push({ at: last, bytes: new ByteWriter().byte(OP.end).raw(leave).take() });
    return edits;
  }

  /** `active -= 1; if (active == 0) within += begun - fuel`. */
  #leave({ active, within }: CountedFunction, begun: number): Uint8Array {
    const { fuel, first } = this.#globals;
    return new ByteWriter()
      .raw(added(first + active, -1))
      .byte(OP.globalGet)
      .u32(first + active)
      .byte(OP.i64Eqz, OP.if, 0x40, OP.globalGet)
      .u32(first + within)
      .byte(OP.localGet)
      .u32(begun)
      .byte(OP.i64Add, OP.globalGet)
      .u32(fuel)
      .byte(OP.i64Sub, OP.globalSet)
      .u32(first + within)
      .byte(OP.end)
      .take();
  }

  /** The type of a block with these results; null where the module has none. */
  #blockType(results: readonly number[]): number | null {
    if (results.length === 0) return NO_TYPE;
    if (results.length === 1) return results[0] - 0x80;
    const found = this.#module.types.findIndex(
      (type) => type.parameters.length === 0 && type.results.join() === results.join(),
    );
    return found < 0 ? null : found;
  }
}
