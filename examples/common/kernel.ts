/** An example's kernel as contributors run it, instrumented, in this process: for tests and for making pictures. */
import { type Column, decodeRow, encodeRow, type KernelSchema, type Value } from '@manyhands/protocol';
import { rowsOf } from '@manyhands/sdk';
import { instantiate, type Kernel, prepareKernel } from '@manyhands/wasm-kernels';
import type { Example, Size } from './example.ts';

/** Far more than any example's item costs. */
const FUEL_CAP = 1_000_000_000_000n;

export interface OpenExample<Row> {
  /** Values of the input columns, one array an item. */
  readonly items: readonly (readonly Value[])[];
  readonly kernel: Kernel;
  /** Fuel of all items computed so far. */
  readonly fuel: () => bigint;
  /** Computes one item; throws an Error that says why where the kernel fails. */
  compute(values: readonly Value[]): Row;
}

/** Compiles and instruments an example's kernel, once in this process, and loads its datasets. */
export async function openExample<Row>(example: Example<Row>, size: Size): Promise<OpenExample<Row>> {
  const { schema, module } = await moduleOf(example);
  const datasets = await Promise.all(schema.datasets.map(({ name }) => datasetOf(example, name, size)));
  const kernel = instantiate(module, { datasets });
  const table = { kind: 'table', content: await example.inputs(size), format: 'csv' } as const;
  const rows = await rowsOf(table, schema.inputs);
  let fuel = 0n;
  return {
    items: rows.map((row) => decodeRow(schema.inputs, row)),
    kernel,
    fuel: () => fuel,
    compute(values) {
      const result = kernel.runItem(encodeRow(schema.inputs, values), FUEL_CAP);
      if (result.status !== 0) throw new Error(`the kernel failed: ${kernel.lastFailure}`);
      fuel += result.fuel;
      return byColumn(schema.outputs, decodeRow(schema.outputs, result.output));
    },
  };
}

interface Compiled {
  readonly schema: KernelSchema;
  readonly module: WebAssembly.Module;
}

/** By name of the example: a compiler's run takes seconds. */
const compiled = new Map<string, Promise<Compiled>>();

function moduleOf(example: Example<never>): Promise<Compiled> {
  const known = compiled.get(example.name) ?? compile(example);
  compiled.set(example.name, known);
  return known;
}

async function compile({ name, kernel, memoryPages }: Example<never>): Promise<Compiled> {
  const { schema, build } = await prepareKernel({ source: kernel }, { memoryPages });
  if (schema === null) throw new Error(`the kernel of ${name} has no schema`);
  return { schema, module: await WebAssembly.compile(build.bytes as BufferSource) };
}

async function datasetOf(example: Example<never>, name: string, size: Size): Promise<Uint8Array> {
  const make = example.datasets?.[name];
  if (make === undefined) throw new Error(`${example.name} has no dataset “${name}”`);
  return make(size);
}

/** A row as the example names its columns; that its kernel has those is what its tests show. */
const byColumn = <Row>(columns: readonly Column[], values: readonly Value[]): Row =>
  Object.fromEntries(columns.map(({ name }, i) => [name, values[i]])) as Row;
