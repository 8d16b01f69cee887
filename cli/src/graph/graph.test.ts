import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { GraphProgress, StageProgress } from '@manyhands/sdk';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { captured } from '../testing/captured.ts';
import { readGraph } from './graph-file.ts';
import { graphLines } from './graph-lines.ts';

const KERNEL = 'export function f(n: i32): i32 { return n; }';
let dir: string;
const at = (name: string): string => join(dir, name);
beforeAll(() => {
  dir = mkdtempSync(join(tmpdir(), 'manyhands-graph-'));
  writeFileSync(at('kernel.ts'), KERNEL);
  writeFileSync(at('in.csv'), 'n\n1\n');
});
afterAll(() => rmSync(dir, { recursive: true }));

const written = (graph: unknown): string => {
  writeFileSync(at('graph.json'), typeof graph === 'string' ? graph : JSON.stringify(graph));
  return at('graph.json');
};
const a = { kernel: 'kernel.ts', source: 'in.csv' };

describe('a graph’s file', () => {
  it('is another graph once a kernel, dataset or table that it names was changed', async () => {
    const fingerprint = async () =>
      (await readGraph(written({ title: 't', stages: { a: { ...a, datasets: { d: 'd.bin' } } } })))
        .fingerprint;
    writeFileSync(at('d.bin'), 'one');
    const seen = [await fingerprint()];
    expect(await fingerprint()).toBe(seen[0]);
    for (const [name, before, after] of [
      ['kernel.ts', KERNEL, 'export function f(n: i32): i32 { return -n; }'],
      ['d.bin', 'one', 'two'],
      ['in.csv', 'n\n1\n', 'n\n1\n2\n'],
    ]) {
      writeFileSync(at(name), after);
      seen.push(await fingerprint());
      writeFileSync(at(name), before);
    }
    expect(new Set(seen).size).toBe(4);
  });

  it('names kernels, tables and datasets from its folder, ranges, policies and amounts as commands do', async () => {
    const { input, budget } = await readGraph(
      written({
        title: 't',
        stages: {
          a: { ...a, datasets: { d: 'in.csv' }, policy: 'quorum:3/2', price: '2', budget: '1.5', fuelCap: 9 },
          b: { kernel: 'ab'.repeat(32), source: { range: { x: '0..10:2', y: '5..0:-1' } } },
          c: {
            kernel: 'kernel.ts',
            from: ['a', 'b'],
            columns: { n: 'b:index' },
            group: 'all',
            budget: '1',
            price: '1',
          },
        },
      }),
    );
    expect(budget).toBe(2_500_000_000n);
    expect(input.stages.a).toMatchObject({
      kernel: { source: expect.stringContaining('export function f') },
      source: { kind: 'table', name: at('in.csv') },
      datasets: { d: new TextEncoder().encode('n\n1\n') },
      policy: { kind: 'quorum', executions: 3, equal: 2 },
      pay: { perCoreHour: 2_000_000_000n, budget: 1_500_000_000n },
      fuelCap: 9n,
    });
    expect(input.stages.b).toMatchObject({
      kernel: { kernel: 'ab'.repeat(32) },
      source: {
        kind: 'grid',
        axes: { x: { from: 0n, to: 10n, step: 2n }, y: { from: 5n, to: 0n, step: -1n } },
      },
    });
    expect(input.stages.c).toMatchObject({ from: ['a', 'b'], columns: { n: 'b:index' }, group: 'all' });
  });

  it.each([
    ['is JSON', '{', /is not JSON/],
    ['has a title', { stages: { a } }, /a title is missing/],
    ['has stages by name', { title: 't', stages: [a] }, /stages by name/],
    ['has nothing else', { title: 't', stages: { a }, nodes: 1 }, /“nodes” is nothing that a graph has/],
    [
      'has only known fields',
      { title: 't', stages: { a: { ...a, groups: 2 } } },
      /stage “a”, groups: there is no such field/,
    ],
    ['has kernels', { title: 't', stages: { a: { source: 'in.csv' } } }, /stage “a”, kernel/],
    [
      'has policies that are some',
      { title: 't', stages: { a: { ...a, policy: 'all' } } },
      /stage “a”, policy: write audit/,
    ],
    [
      'has ranges that are some',
      { title: 't', stages: { a: { ...a, source: { range: '5' } } } },
      /stage “a”, source: write FROM/,
    ],
    ['has price and budget', { title: 't', stages: { a: { ...a, price: '1' } } }, /stage “a”, budget/],
    ['has amounts', { title: 't', stages: { a: { ...a, price: '1e3', budget: '1' } } }, /stage “a”, price/],
  ])('%s', async (_, graph, message) => {
    const path = written(graph);
    await expect(readGraph(path)).rejects.toMatchObject({
      code: 'GRAPH_INVALID',
      message: expect.stringMatching(message),
    });
  });
});

const stage = (fields: Partial<StageProgress>): StageProgress => ({
  ...{
    name: 'count',
    kernel: '',
    from: [],
    state: 'waiting',
    reason: null,
    job: null,
    attempt: 1,
    restarts: [],
  },
  ...{ rows: 0, skipped: 0, settled: false, progress: null },
  ...fields,
});

it('is shown stage by stage, with what it waits for, and in all', () => {
  const progress = { items: 200, final: 50, held: 50, open: true } as StageProgress['progress'];
  const graph: GraphProgress = {
    ...{
      graph: '',
      title: '',
      state: 'running',
      reason: null,
      items: 300,
      final: 150,
      seats: 2,
      spent: null,
      budget: null,
    },
    ...{ createdAt: '', endedAt: null },
    stages: [
      stage({ state: 'certified', progress: { ...progress, items: 100, final: 100, held: 0 } as never }),
      stage({ name: 'sum', state: 'running', progress, skipped: 3, attempt: 2 }),
      stage({ name: 'out', reason: { code: 'AWAITS_ROWS', sentence: 'It waits.' } }),
    ],
  };
  expect(graphLines(graph)).toEqual([
    `count ${'█'.repeat(28)} 100 items certified`,
    `sum   ${'█'.repeat(7)}${'▒'.repeat(7)}${'·'.repeat(14)} 50/200… · 3 rows left out · attempt 2`,
    `out   ${'·'.repeat(28)} waiting · It waits.`,
    'running: 1 of 3 stages certified · 150 of 300 items final · 2 seats',
  ]);
});

describe('commands', () => {
  it('that lack something end as wrong usage, and say what', async () => {
    expect(await captured('graph', 'run', written({}))).toMatchObject({
      code: 2,
      err: expect.stringContaining('--out'),
    });
    expect((await captured('graph', 'frobnicate')).code).toBe(2);
    expect((await captured('graph', 'verify', '--signer', 'x', dir)).code).toBe(2);
  });

  it('verify what is no graph’s folder as little as a missing one', async () => {
    expect((await captured('graph', 'verify', at('missing'))).code).toBe(1);
    const { code, err } = await captured('graph', 'verify', dir);
    expect({ code, err }).toMatchObject({ code: 4, err: expect.stringContaining('CERTIFICATE_INVALID') });
  });
});
