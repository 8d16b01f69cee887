/**
 * A graph of three stages from the command line: a liar among the devices of the first, a coordinator that ends and comes back in
 * the middle, and a chain of certificates that is recomputed from files alone.
 */
import { execFile, spawn } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { createInterface } from 'node:readline';
import { promisify } from 'node:util';
import { GRAPH, genomeBases, readReads } from '@manyhands/example-kmers/input';
import { scores } from '@manyhands/example-kmers/reference';
import { DEFAULT_POLICY, type ItemResult } from '@manyhands/protocol';
import { type Graph, manyhands, readResults } from '@manyhands/sdk';
import { afterAll, expect, it, vi } from 'vitest';
import { freePort } from './coordinator-process.ts';
import { Cleanup, contribute, startStack } from './stack.ts';

const BIN = new URL('../../cli/bin/manyhands.mjs', import.meta.url).pathname;
const cleanup = new Cleanup();
afterAll(() => cleanup.run());

const command = (...argv: string[]) => promisify(execFile)(process.execPath, [BIN, ...argv]);

/** A command that runs: the graph that it names, and how it ends. */
function start(...argv: string[]): {
  readonly graph: Promise<string>;
  readonly code: Promise<number | null>;
} {
  const child = spawn(process.execPath, [BIN, ...argv], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  cleanup.add(() => child.kill('SIGKILL'));
  const code = new Promise<number | null>((resolve) => child.once('exit', resolve));
  const lines = createInterface({ input: child.stdout });
  const graph = new Promise<string>((resolve) => {
    lines.on('line', (line) => {
      const [, id] = /^graph ([0-9a-f]{32})$/.exec(line) ?? [];
      if (id !== undefined) resolve(id);
    });
  });
  return { graph, code };
}

/** Every item of a newcomer is audited: then a liar is found for certain, not only most of the time. */
const STRICT = { ...DEFAULT_POLICY, newcomerPpm: 1_000_000 };
const READS = readReads().slice(0, 500);
const lie = (results: readonly ItemResult[]): readonly ItemResult[] =>
  results.map((result) => ({
    ...result,
    output: result.output.map((byte, i) => (i === 4 ? byte ^ 1 : byte)),
  }));

it('[CH1] a graph outlives liars and its coordinator, and its chain of certificates is recomputed from files', async () => {
  const [dir, out] = [cleanup.folder(), join(cleanup.folder(), 'scores')];
  const config = { dir, port: await freePort(), database: { kind: 'pglite', dir: join(dir, 'db') } as const };
  const first = await startStack(cleanup, config);
  const { url } = first;
  const file = join(cleanup.folder(), 'graph.json');
  writeFileSync(join(dirname(file), 'reads.csv'), `read\n${READS.join('\n')}\n`);
  writeFileSync(file, graphFile());
  const liar = await contribute(cleanup, url, { tamper: lie });
  const client = manyhands(url);
  const { key } = await client.account('researcher');
  const running = start('graph', 'run', file, '--out', out, '--coordinator', url, '--key', key);
  await vi.waitFor(() => expect(liar.stats().phase).toMatchObject({ code: 'DEVICE_BANNED' }), {
    timeout: 200_000,
  });
  await contribute(cleanup, url, { threads: 2 });
  const graph = client.graphById(await running.graph);
  await begun(graph, 'merge');
  await first.drain();
  await startStack(cleanup, config);

  expect(await running.code).toBe(0);
  const { outputs } = JSON.parse(readFileSync(join(out, 'score.certificate.json'), 'utf8'));
  const rows = readResults(readFileSync(join(out, 'score.csv'), 'utf8'), outputs);
  expect(rows.map(({ values }) => values)).toEqual(scores(genomeBases(), READS, 50));
  expect(JSON.parse(readFileSync(join(out, 'count.certificate.json'), 'utf8')).caught).not.toEqual([]);
  const last: unknown[] = [];
  for await (const row of graph.results('score')) last.push(row.values);
  expect(last).toEqual(rows.map(({ values }) => values));

  const verified = await command('graph', 'verify', out);
  expect(verified.stdout).toMatch(/✓ score: its inputs are made of the results of merge/);
  // Another sum in the middle: its own certificate fails, and so does what was made of it.
  const merged = join(out, 'merge.csv');
  writeFileSync(merged, readFileSync(merged, 'utf8').replace(/,50,(\d+)\n/, ',51,$1\n'));
  const broken = await command('graph', 'verify', out).catch((error) => error);
  expect(broken.code).toBe(4);
  expect(broken.stdout).toMatch(/✗ merge: result root over all rows/);
}, 600_000);

/** The example's over fewer reads, its other paths as seen from anywhere. */
function graphFile(): string {
  const { title, stages } = JSON.parse(readFileSync(GRAPH, 'utf8'));
  const at = (path: string): string => new URL(path, GRAPH).pathname;
  const moved = Object.entries(stages as Record<string, StageText>).map(([name, stage]) => [
    name,
    {
      ...stage,
      kernel: at(stage.kernel),
      source: stage.source && 'reads.csv',
      datasets: stage.datasets && { genome: at(stage.datasets.genome) },
      policy: name === 'count' ? STRICT : undefined,
      unitItems: 20,
    },
  ]);
  return JSON.stringify({ title, stages: Object.fromEntries(moved) });
}

interface StageText {
  readonly kernel: string;
  readonly source?: string;
  readonly datasets?: { readonly genome: string };
}

const begun = (graph: Graph, name: string): Promise<void> =>
  vi.waitFor(
    async () => {
      const { stages } = await graph.progress();
      expect(stages.find((stage) => stage.name === name)?.job).not.toBeNull();
    },
    { timeout: 200_000, interval: 200 },
  );
