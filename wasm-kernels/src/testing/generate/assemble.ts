import { ByteWriter } from '../../binary/writer.ts';
import type { Signature, Surroundings } from './body.ts';
import { constant } from './constants.ts';
import type { Dice } from './dice.ts';
import { FUNCREF, V128 } from './operators.ts';

/** What a module is put together from. The last two functions are `alloc` and `run`. */
export interface Parts {
  readonly dice: Dice;
  readonly types: readonly Signature[];
  /** Type index of each function. */
  readonly functions: readonly number[];
  /** With the length before each. */
  readonly bodies: readonly Uint8Array[];
  readonly around: Surroundings;
}

/** The element segment that `table.init` may use; the one before it fills the table. */
export const PASSIVE_ELEMENTS = 1;
const PASSIVE_LENGTH = 2;
const ACTIVE_DATA = 32;
const DATA_AT = 64;

export function assemble({ dice, types, functions, bodies, around }: Parts): Uint8Array {
  const { globals, table, tableSize, passive, growing, pages } = around;
  const visible = globals.flatMap(({ type }, i) => (type === V128 ? [] : [i]));
  const out = new ByteWriter().byte(0x00, 0x61, 0x73, 0x6d, 1, 0, 0, 0);
  const section = (id: number, write: (payload: ByteWriter) => void): void => {
    const payload = new ByteWriter();
    write(payload);
    out.byte(id).u32(payload.length).raw(payload.take());
  };
  section(1, (to) => {
    to.u32(types.length);
    for (const type of types) writeType(to, type);
  });
  section(3, (to) => {
    to.u32(functions.length);
    for (const type of functions) to.u32(type);
  });
  if (tableSize > 0) section(4, (to) => to.byte(1, FUNCREF, 1, tableSize, tableSize + 4));
  section(5, (to) => to.byte(1, 1, growing ? 1 : pages, pages));
  section(6, (to) => {
    to.u32(globals.length);
    for (const { type, mutable } of globals)
      to.byte(type, mutable ? 1 : 0)
        .raw(constant(dice, type))
        .byte(0x0b);
  });
  section(7, (to) => {
    to.u32(3 + visible.length)
      .name('memory')
      .byte(2, 0);
    to.name('alloc')
      .byte(0)
      .u32(functions.length - 2);
    to.name('run')
      .byte(0)
      .u32(functions.length - 1);
    for (const i of visible) to.name(`g${i}`).byte(3).u32(i);
  });
  if (tableSize > 0)
    section(9, (to) => {
      to.byte(2, 0, 0x41, 0, 0x0b).u32(table.length);
      for (const { index } of table) to.u32(index);
      to.byte(1, 0).u32(PASSIVE_LENGTH);
      for (let i = 0; i < PASSIVE_LENGTH; i++) to.u32(0);
    });
  section(12, (to) => to.u32(1 + passive.length));
  section(10, (to) => {
    to.u32(bodies.length);
    for (const body of bodies) to.raw(body);
  });
  // Passive segments come first: their numbers are what instructions name.
  section(11, (to) => {
    to.u32(1 + passive.length);
    for (const length of passive)
      to.byte(1)
        .u32(length)
        .byte(...dice.bytes(length));
    to.byte(0, 0x41)
      .s64(BigInt(DATA_AT))
      .byte(0x0b)
      .u32(ACTIVE_DATA)
      .byte(...dice.bytes(ACTIVE_DATA));
  });
  return out.take();
}

function writeType(to: ByteWriter, { parameters, results }: Signature): void {
  to.byte(0x60)
    .u32(parameters.length)
    .byte(...parameters);
  to.u32(results.length).byte(...results);
}
