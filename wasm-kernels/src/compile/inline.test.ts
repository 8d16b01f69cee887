import { expect, test } from 'vitest';
import { CodeCursor } from '../binary/code.ts';
import { mapModule, readLocals } from '../binary/module.ts';
import { OP } from '../binary/opcodes.ts';
import { compileHere } from './compile.ts';

test('a loop over a typed array calls nothing but what ends the item', async () => {
  const { wasm } = await compileHere(
    'export function f(list: Float64Array): f64 { let sum = 0.0; for (let i = 0; i < list.length; i++) { sum += list[i]; list[i] = sum; } return sum; }',
  );
  const module = mapModule(wasm);
  const imported = module.functions.length - module.bodies.length;
  let loops = 0;
  for (const body of module.bodies) {
    const cursor = new CodeCursor(wasm, readLocals(wasm, body).end, body.end);
    const open: boolean[] = [];
    while (cursor.step()) {
      if (cursor.op === OP.loop) loops++;
      if (cursor.op === OP.loop || cursor.op === OP.block || cursor.op === OP.if)
        open.push(cursor.op === OP.loop);
      else if (cursor.op === OP.end) open.pop();
      else if (cursor.op === OP.call && open.includes(true)) expect(cursor.index).toBeLessThan(imported);
    }
  }
  expect(loops).toBeGreaterThan(0);
});
