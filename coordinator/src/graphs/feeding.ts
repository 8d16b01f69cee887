/** Takes rows of the stages before a stage and makes them its inputs, one part at a time. */
import { encodeTable, type StagePlan, tableRoot, upstreamsOf } from '@manyhands/protocol';
import { moveStage } from '../db/graphs/feed-stage.ts';
import type { GraphRecord, StageRecord } from '../db/graphs/graph-record.ts';
import type { PartSource } from '../db/jobs/find-inputs.ts';
import type { JobRecord } from '../db/jobs/job-record.ts';
import { addPart, checkFits } from '../jobs/append.ts';
import type { Desk, Researcher } from '../jobs/desk.ts';
import type { Inputs } from '../jobs/inputs.ts';
import { quoteJob } from '../jobs/quote.ts';
import { jobOf } from '../jobs/start.ts';
import { type Gathered, gather } from './gather.ts';
import { plansOf, termsOf } from './stage-terms.ts';
import { UpstreamRows } from './upstream-rows.ts';

/** A graph with its stages, as they were when it was looked at. */
export interface Looked {
  readonly graph: GraphRecord;
  readonly stages: ReadonlyMap<string, StageRecord>;
}

/** `moved`: it has come further, or somebody else brought it there. */
export type Fed = 'moved' | 'nothing' | 'unpaid';

/** Rows up to this many bytes are kept with the part; more become a stored table. */
const INLINE_BYTES = 8 * 1024;

/**
 * Feeds one part. Throws GRAPH_ROW_FAILED or ROW_INVALID where the next row cannot be taken, and what a quote or an append throws:
 * then nothing was taken.
 */
export async function feedStage(desk: Desk, inputs: Inputs, looked: Looked, name: string): Promise<Fed> {
  const stage = looked.stages.get(name) as StageRecord;
  const plan = await planOf(desk, looked, name);
  const jobs = await upstreamJobs(desk, looked, name);
  const rows = upstreamRows(desk, inputs, { plan, jobs, from: stage.rows, reach: 'covered' });
  const { skipped } = stage;
  const gathered = await gather(plan, rows, { rows: stage.rows, skipped, total: totalOf(jobs) });
  if (gathered.rows === stage.rows && !gathered.whole) return gathered.unpaid ? 'unpaid' : 'nothing';
  if (gathered.items.length === 0) await move(desk, looked, stage, gathered);
  else if (stage.job === null) await begin(desk, looked, stage, gathered);
  else await append(desk, looked, stage, gathered);
  return 'moved';
}

export async function planOf(desk: Desk, { graph }: Looked, name: string): Promise<StagePlan> {
  return (await plansOf(desk, graph.declaration, [name])).get(name) as StagePlan;
}

/** The jobs of the stages before it, which all must have been begun. */
export const upstreamJobs = (desk: Desk, { graph, stages }: Looked, name: string): Promise<JobRecord[]> =>
  Promise.all(
    upstreamsOf(graph.declaration.stages[name]).map((upstream) =>
      jobOf(desk, stages.get(upstream)?.job as JobRecord['id']),
    ),
  );

export const upstreamRows = (
  desk: Desk,
  inputs: Inputs,
  {
    plan,
    jobs,
    ...rest
  }: {
    readonly plan: StagePlan;
    readonly jobs: readonly JobRecord[];
    readonly from: number;
    readonly reach: 'covered' | 'all';
  },
): UpstreamRows[] =>
  jobs.map(
    (job, i) => new UpstreamRows({ db: desk.db, inputs, job, needsInputs: plan.needsInputs[i], ...rest }),
  );

/** How many rows there are in all: known once no upstream takes more inputs, where all have as many. */
export function totalOf(jobs: readonly JobRecord[]): number | null {
  const [{ itemCount }] = jobs;
  return jobs.every((job) => !job.open && job.itemCount === itemCount) ? itemCount : null;
}

const keyOf = ({ graph }: Looked, { name, attempt }: StageRecord) => ({ graph: graph.id, name, attempt });

/** All rows that were looked at were left out, or were the last ones and none of them was. */
function move(desk: Desk, looked: Looked, stage: StageRecord, to: Gathered): Promise<boolean> {
  return moveStage(desk.db, keyOf(looked, stage), stage, { ...to, job: stage.job });
}

/**
 * Begins the stage's job with its first items, which are tried. The idempotency key says which rows they are made of: whoever does
 * the same again finds the same quote, and of two different ones only the first is taken up.
 */
async function begin(desk: Desk, looked: Looked, stage: StageRecord, to: Gathered): Promise<void> {
  const { graph } = looked;
  const { name, attempt, budget } = stage;
  const table = await desk.blobs.add(encodeTable(to.items));
  const key = `graph ${graph.id} ${name} ${attempt} ${to.rows} ${table}`;
  const job = await quoteJob(desk, researcherOf(graph), {
    ...termsOf(graph, name, { budget, key }),
    inputs: { table },
  });
  await moveStage(desk.db, keyOf(looked, stage), stage, { ...to, job: job.id });
}

/** Quotes are said to be by the owner that the graph names. */
const researcherOf = ({ account, owner, key }: GraphRecord): Researcher => ({
  id: account,
  name: owner,
  key,
});

async function append(desk: Desk, looked: Looked, stage: StageRecord, to: Gathered): Promise<void> {
  const job = await jobOf(desk, stage.job as JobRecord['id']);
  checkFits(job, Math.max(...to.items.map((item) => item.length)));
  const source = await sourceOf(desk, to.items);
  const part = { source, count: to.items.length, root: tableRoot(to.items), idempotencyKey: null };
  await desk.db.transaction(async (sql) => {
    // First the stage, then its job: whoever restarts a stage locks them in the same order.
    if (await moveStage(sql, keyOf(looked, stage), stage, { ...to, job: job.id }))
      await addPart(sql, job, part);
  });
  desk.dispatcher.lookForJobs();
}

async function sourceOf(desk: Desk, items: readonly Uint8Array[]): Promise<PartSource> {
  const rows = encodeTable(items);
  if (rows.length <= INLINE_BYTES) return { kind: 'rows', rows };
  return { kind: 'table', table: await desk.blobs.add(rows) };
}
