/** Compares what a stage was fed with what the stages before it were certified with, and begins it again where that differs. */
import {
  descendantsOf,
  ItemMaker,
  isKnownError,
  type JobId,
  PartRoots,
  type Reason,
  reasonOf,
  upstreamsOf,
} from '@manyhands/protocol';
import { Breath } from '../db/breath.ts';
import type { StageRecord } from '../db/graphs/graph-record.ts';
import { listPartRoots } from '../db/graphs/list-part-roots.ts';
import { checkStage, restartStage } from '../db/graphs/settle-stage.ts';
import { cancelJob } from '../db/jobs/cancel-job.ts';
import { forgetSliceDevices } from '../db/jobs/forget-slice-devices.ts';
import { takeSlicesBack } from '../db/jobs/take-slices-back.ts';
import type { Desk } from '../jobs/desk.ts';
import type { Inputs } from '../jobs/inputs.ts';
import { type Looked, planOf, totalOf, upstreamJobs, upstreamRows } from './feeding.ts';

/** The stages before it must be certified, so that nothing of them changes any more [VF3], and it must have taken all their rows. */
export async function settleStage(desk: Desk, inputs: Inputs, looked: Looked, name: string): Promise<void> {
  const { graph, stages } = looked;
  const { attempt } = stages.get(name) as StageRecord;
  const changed = await changedItem(desk, inputs, looked, name);
  if (changed === null) await checkStage(desk.db, { graph: graph.id, name, attempt });
  else await restart(desk, looked, name, changed);
}

/** The first item of the first part that would be another now; null where all are the same. */
async function changedItem(desk: Desk, inputs: Inputs, looked: Looked, name: string): Promise<number | null> {
  const job = looked.stages.get(name)?.job ?? null;
  const parts = job === null ? [] : await listPartRoots(desk.db, job);
  const roots = await rootsNow(
    desk,
    inputs,
    { looked, name },
    parts.map(({ count }) => count),
  );
  if (roots === null) return 0;
  const changed = parts.findIndex(({ root }, i) => root !== roots[i]);
  if (changed < 0) return null;
  return parts.slice(0, changed).reduce((sum, { count }) => sum + count, 0);
}

/** The roots that parts of these sizes have when they are made again; null where that makes another number of items. */
async function rootsNow(
  desk: Desk,
  inputs: Inputs,
  { looked, name }: { readonly looked: Looked; readonly name: string },
  counts: readonly number[],
): Promise<readonly string[] | null> {
  const plan = await planOf(desk, looked, name);
  const jobs = await upstreamJobs(desk, looked, name);
  const upstreams = upstreamRows(desk, inputs, { plan, jobs, from: 0, reach: 'all' });
  const maker = new ItemMaker(plan);
  const parts = new PartRoots(counts);
  const breath = new Breath();
  const add = (item: Uint8Array | null): void => {
    if (item !== null) parts.push(item);
  };
  try {
    for (let row = 0; row < (totalOf(jobs) ?? 0); row++) {
      for (const upstream of upstreams) if (!(await upstream.ready())) return null;
      add(maker.push(upstreams.map((upstream) => upstream.take())));
      await breath.taken();
    }
    add(maker.end());
  } catch (error) {
    // A row that cannot be taken now was another one when it was taken.
    if (isKnownError(error)) return null;
    throw error;
  }
  return parts.roots();
}

/** Ends the jobs of a stage and of all that take its rows, and makes these begin anew [CH3]. */
async function restart(desk: Desk, { graph, stages }: Looked, name: string, item: number): Promise<void> {
  const { declaration } = graph;
  const from = upstreamsOf(declaration.stages[name]).map((each) => `“${each}”`);
  const reason = reasonOf(
    'ROWS_CHANGED',
    `Rows of ${from.join(', ')} that stage “${name}” had taken were refuted before they were certified, from item ${item} on; it begins again.`,
  );
  const ended = await desk.db.transaction(async (sql) => {
    const jobs: JobId[] = [];
    for (const each of [name, ...descendantsOf(declaration.stages, name)]) {
      const { attempt } = stages.get(each) as StageRecord;
      const job = await restartStage(sql, { graph: graph.id, name: each, attempt }, reason as Reason);
      if (job !== null && (await cancelJob(sql, job))) jobs.push(job);
    }
    if (jobs.length > 0) await takeSlicesBack(sql, jobs);
    return jobs;
  });
  for (const job of ended) {
    desk.dispatcher.jobEnded(job);
    await forgetSliceDevices(desk.db, job);
  }
}
