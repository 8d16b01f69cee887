/** Runs a plan on engines and says where they differ from the first. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { hashOf } from '@manyhands/protocol';
import { Answers } from './answers.ts';
import { bundle } from './bundle.ts';
import type { Engine } from './engine.ts';
import { type PlanOptions, writePlan } from './kernels.ts';
import { CHUNK, type EngineResult, type KernelResult, type Plan } from './plan.ts';
import { type EngineFound, runEngine } from './run-engine.ts';

export interface EngineRow {
  readonly engine: string;
  readonly build: string;
  /** `unfinished`: equal as far as it came, but its time was over. */
  readonly verdict: 'equal' | 'differs' | 'failed' | 'unfinished' | 'not installed';
  readonly agent: string;
  readonly items: number;
  /** Of everything that it found: the same for all engines that are equal. */
  readonly digest: string;
  readonly seconds: number;
  /** Where it differs, what went wrong, or what to install. */
  readonly notes: readonly string[];
}

export interface Comparison {
  readonly kernels: number;
  readonly itemsPerEngine: number;
  readonly outcomes: Readonly<Record<'ok' | 'trap' | 'exhausted' | 'reruns', number>>;
  readonly engines: readonly EngineRow[];
}

export interface CompareOptions extends Omit<PlanOptions, 'folder'> {
  readonly engines: readonly Engine[];
  /** What each engine may take. */
  readonly minutes: number;
  /** A folder that keeps what was computed for the next run of the same plan. */
  readonly resume?: string;
  readonly onRow?: (row: EngineRow) => void;
  readonly onProgress?: (line: string) => void;
}

/** The first engine is what the others are held against; it must be installed. */
export async function compareEngines(options: CompareOptions): Promise<Comparison> {
  const { onProgress = () => {} } = options;
  const folder = mkdtempSync(join(tmpdir(), 'manyhands-engines-'));
  try {
    const plan = await writePlan({ ...options, folder });
    await bundle('node-entry', folder);
    await bundle('browser-entry', folder);
    const itemsPerEngine = plan.kernels.reduce((sum, { items }) => sum + items, 0);
    onProgress(`${plan.kernels.length} kernels, ${itemsPerEngine} items for each engine`);
    const { first, rows } = await runAll(plan, folder, options);
    return { kernels: plan.kernels.length, itemsPerEngine, outcomes: outcomesOf(first), engines: rows };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

async function runAll(
  plan: Plan,
  folder: string,
  { engines, minutes, resume, onRow, onProgress = () => {} }: CompareOptions,
): Promise<{ first: readonly KernelResult[]; rows: EngineRow[] }> {
  const answers = new Answers(resume ?? null, plan);
  const rows: EngineRow[] = [];
  let first: readonly KernelResult[] | null = null;
  for (const [position, engine] of engines.entries()) {
    const missing = engine.missing();
    const order = 1000 * (position + 1);
    const job = { folder, plan, order, answers, minutes, onPart: onProgress };
    const found = missing === null ? await runEngine(engine, job) : null;
    const row = found === null ? absent(engine, missing) : rowOf(engine, found, first);
    first ??= kernelsOf(found?.results ?? []);
    rows.push(row);
    onRow?.(row);
  }
  return { first: first ?? [], rows };
}

const absent = ({ name, build }: Engine, missing: string | null): EngineRow => ({
  engine: name,
  build,
  verdict: 'not installed',
  agent: '',
  items: 0,
  digest: '',
  seconds: 0,
  notes: missing === null ? [] : [missing],
});

function rowOf(
  { name, build }: Engine,
  { results, ended }: EngineFound,
  first: readonly KernelResult[] | null,
): EngineRow {
  const kernels = kernelsOf(results);
  const unlike = first === null ? [] : differences(first, kernels);
  const verdict = unlike.length > 0 ? 'differs' : VERDICTS[ended?.kind ?? 'through'];
  return {
    engine: name,
    build,
    verdict,
    agent: results[0]?.agent ?? '',
    items: kernels.reduce((sum, { ok, trap, exhausted }) => sum + ok + trap + exhausted, 0),
    digest: digestOf(kernels),
    seconds: results.reduce((sum, { milliseconds }) => sum + milliseconds, 0) / 1000,
    notes: ended === null ? unlike : [...unlike, ended.why],
  };
}

const VERDICTS = { failed: 'failed', late: 'unfinished', through: 'equal' } as const;

const kernelsOf = (results: readonly EngineResult[]): KernelResult[] =>
  results.flatMap(({ kernels }) => kernels);

const digestOf = (kernels: readonly KernelResult[]): string =>
  hashOf(new TextEncoder().encode(JSON.stringify(kernels.map(({ digests }) => digests)))).slice(0, 16);

/** Of what both computed. */
function differences(expected: readonly KernelResult[], found: readonly KernelResult[]): string[] {
  return found.flatMap((other, i) => {
    const kernel = expected[i];
    if (kernel === undefined) return [`${other.name}: the first engine did not come so far`];
    const chunks = kernel.digests.flatMap((digest, chunk) =>
      other.digests[chunk] === digest ? [] : [chunk],
    );
    if (chunks.length === 0) return [];
    const where = `items ${chunks[0] * CHUNK} to ${(chunks[0] + 1) * CHUNK - 1}`;
    return [
      `${kernel.name}: ${chunks.length} of ${kernel.digests.length} digests, first ${where}; ${counts(kernel)} and ${counts(other)}`,
    ];
  });
}

const counts = ({ ok, trap, exhausted }: KernelResult): string =>
  `${ok} ok ${trap} trap ${exhausted} exhausted`;

function outcomesOf(kernels: readonly KernelResult[]): Comparison['outcomes'] {
  const sum = (of: (kernel: KernelResult) => number): number =>
    kernels.reduce((total, kernel) => total + of(kernel), 0);
  return {
    ok: sum(({ ok }) => ok),
    trap: sum(({ trap }) => trap),
    exhausted: sum(({ exhausted }) => exhausted),
    reruns: sum(({ reruns }) => reruns),
  };
}
