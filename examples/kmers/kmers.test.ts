import { readFileSync } from 'node:fs';
import {
  checkGraph,
  decodeRow,
  encodeRow,
  ItemMaker,
  type KernelSchema,
  planStage,
  type Stages,
} from '@manyhands/protocol';
import { instantiate, type Kernel, prepareKernel } from '@manyhands/wasm-kernels';
import { beforeAll, expect, it } from 'vitest';
import { GRAPH, genomeBases, kernelText, readGenome, readReads } from './input.ts';
import { count, merge, scores } from './reference.ts';

const CAP = 1n << 40n;
const NAMES = ['count', 'merge', 'score'] as const;
const { stages }: { stages: Stages } = JSON.parse(readFileSync(GRAPH, 'utf8'));
const kernels: Record<string, { schema: KernelSchema; kernel: Kernel }> = {};

beforeAll(async () => {
  for (const name of NAMES) {
    const files = { 'spectrum.ts': kernelText('spectrum'), [`${name}.ts`]: kernelText(name) };
    const { schema, build } = await prepareKernel({ source: { entry: `${name}.ts`, files } });
    const module = await WebAssembly.compile(build.bytes as BufferSource);
    const kernel = instantiate(module, { datasets: name === 'score' ? [readGenome()] : [] });
    kernels[name] = { schema: schema as KernelSchema, kernel };
  }
}, 120_000);

/** The rows of a stage, as the graph makes its items. */
function rowsOf(name: string, items: readonly Uint8Array[]) {
  const { kernel } = kernels[name];
  return items.map((input, index) => ({ index, input, result: kernel.runItem(input, CAP) }));
}

function itemsOf(name: string, rows: ReturnType<typeof rowsOf>): Uint8Array[] {
  const maker = new ItemMaker(planStage(stages, name, (stage) => kernels[stage].schema));
  return [...rows.map((row) => maker.push([row])), maker.end()].filter((item) => item !== null);
}

it('three stages, each fed with the rows of the one before it, give what plain TypeScript does', () => {
  expect(checkGraph(stages)).toEqual([...NAMES]);
  const reads = readReads().slice(0, 125);
  const counted = rowsOf(
    'count',
    reads.map((read) => encodeRow(kernels.count.schema.inputs, [read])),
  );
  const [counts] = decodeRow(kernels.count.schema.outputs, counted[0].result.output);
  expect([...(counts as Uint32Array)]).toEqual(count(reads[0]));
  const merged = rowsOf('merge', itemsOf('merge', counted));
  expect(merged.map(({ result }) => decodeRow(kernels.merge.schema.outputs, result.output)[1])).toEqual([
    50, 50, 25,
  ]);
  const [sums] = decodeRow(kernels.merge.schema.outputs, merged[2].result.output);
  expect([...(sums as Uint32Array)]).toEqual(merge(reads.slice(100)).counts);
  const scored = rowsOf('score', itemsOf('score', merged));
  const found = scored.map(({ result }) => decodeRow(kernels.score.schema.outputs, result.output));
  expect(found.map(([correlation, depth]) => ({ correlation, depth }))).toEqual(
    scores(genomeBases(), reads, 50),
  );
});
