/** Fuel where every stretch pays where it begins: for profiles, and to check the clever way of counting against. */
import { OP } from '../binary/opcodes.ts';
import { ByteWriter } from '../binary/writer.ts';
import { BYTES_PER_FUEL_SHIFT } from './metering/cost.ts';

/** `fuel -= cost`, and at a check `if (fuel < 0) unreachable`. */
export function payStretch(fuel: number, cost: number, checked: boolean): Uint8Array {
  const code = new ByteWriter();
  if (cost > 0) code.raw(added(fuel, -cost));
  if (checked)
    code.byte(OP.globalGet).u32(fuel).byte(OP.i64Const, 0, OP.i64LtS, OP.if, 0x40, OP.unreachable, OP.end);
  return code.take();
}

/** `global += amount`. */
export const added = (global: number, amount: number): Uint8Array =>
  new ByteWriter()
    .byte(OP.globalGet)
    .u32(global)
    .byte(OP.i64Const)
    .s64(BigInt(amount))
    .byte(OP.i64Add, OP.globalSet)
    .u32(global)
    .take();

/** In front of a bulk instruction: takes off what it moves, by way of the local `count`. `more`: globals that gain as much. */
export function chargeBulk(fuel: number, count: number, more: readonly number[] = []): Uint8Array {
  const code = new ByteWriter().byte(OP.localTee).u32(count);
  const moved = (global: number, operation: number): ByteWriter =>
    code
      .byte(OP.globalGet)
      .u32(global)
      .byte(OP.localGet)
      .u32(count)
      .byte(OP.i32Const, BYTES_PER_FUEL_SHIFT, OP.i32ShrU, OP.i64ExtendI32U, operation, OP.globalSet)
      .u32(global);
  moved(fuel, OP.i64Sub);
  for (const global of more) moved(global, OP.i64Add);
  return code.take();
}
