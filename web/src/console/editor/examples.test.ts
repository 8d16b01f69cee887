import { rowsOf } from '@manyhands/sdk';
import { compileHere } from '@manyhands/wasm-kernels/compile';
import { expect, it } from 'vitest';
import { EXAMPLES } from './examples.ts';

it.each(EXAMPLES)('the example “$name” compiles, and its rows fit', async ({ source, rows }) => {
  const { schema } = await compileHere(source);
  const encoded = await rowsOf({ kind: 'table', content: rows, format: 'csv' }, schema.inputs);
  expect(encoded.length).toBeGreaterThan(2);
});
