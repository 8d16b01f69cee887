/** Runs a plan on engines and says where they differ from the first. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { bundle } from './bundle.ts';
import type { Engine } from './engine.ts';
import { type PlanOptions, writePlan } from './kernels.ts';
import { CHUNK, type EngineResult, type KernelResult } from './plan.ts';

export interface EngineRow {
  readonly engine: string;
  readonly build: string;
  /** `equal`, `differs`, or why it did not run. */
  readonly verdict: 'equal' | 'differs' | 'failed' | 'not installed';
  readonly agent: string;
  readonly items: number;
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
  readonly onRow?: (row: EngineRow) => void;
}

/** The first engine is what the others are held against; it must be installed. */
export async function compareEngines(options: CompareOptions): Promise<Comparison> {
  const folder = mkdtempSync(join(tmpdir(), 'manyhands-engines-'));
  try {
    const plan = await writePlan({ ...options, folder });
    await bundle('node-entry', folder);
    await bundle('browser-entry', folder);
    const rows: EngineRow[] = [];
    let first: EngineResult | null = null;
    for (const [position, engine] of options.engines.entries()) {
      const { row, result } = await runOne(engine, { folder, order: 1000 * (position + 1), first });
      first ??= result;
      rows.push(row);
      options.onRow?.(row);
    }
    const itemsPerEngine = plan.kernels.reduce((sum, { items }) => sum + items, 0);
    return { kernels: plan.kernels.length, itemsPerEngine, outcomes: outcomesOf(first), engines: rows };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

interface Against {
  readonly folder: string;
  readonly order: number;
  readonly first: EngineResult | null;
}

async function runOne(
  engine: Engine,
  { folder, order, first }: Against,
): Promise<{ row: EngineRow; result: EngineResult | null }> {
  const row = { engine: engine.name, build: engine.build, agent: '', items: 0, seconds: 0 };
  const missing = engine.missing();
  if (missing !== null) return { row: { ...row, verdict: 'not installed', notes: [missing] }, result: null };
  try {
    const result = await engine.run(folder, { order, build: engine.build });
    const notes = first === null ? [] : differences(first, result);
    const items = result.kernels.reduce((sum, { ok, trap, exhausted }) => sum + ok + trap + exhausted, 0);
    const verdict = notes.length === 0 ? 'equal' : 'differs';
    const seconds = result.milliseconds / 1000;
    return { row: { ...row, verdict, agent: result.agent, items, seconds, notes }, result };
  } catch (error) {
    return { row: { ...row, verdict: 'failed', notes: [String(error)] }, result: null };
  }
}

function differences(expected: EngineResult, found: EngineResult): string[] {
  return expected.kernels.flatMap((kernel, i) => {
    const other = found.kernels[i];
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

function outcomesOf(result: EngineResult | null): Comparison['outcomes'] {
  const sum = (of: (kernel: KernelResult) => number): number =>
    (result?.kernels ?? []).reduce((total, kernel) => total + of(kernel), 0);
  return {
    ok: sum(({ ok }) => ok),
    trap: sum(({ trap }) => trap),
    exhausted: sum(({ exhausted }) => exhausted),
    reruns: sum(({ reruns }) => reruns),
  };
}
