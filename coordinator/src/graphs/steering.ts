import { isKnownError, KnownError } from '@manyhands/protocol';
import type { StageRecord } from '../db/graphs/graph-record.ts';
import { endGraph, pauseGraph } from '../db/graphs/steer-graph.ts';
import type { JobRecord } from '../db/jobs/job-record.ts';
import type { Desk } from '../jobs/desk.ts';
import { cancelJob, jobOf, pauseJob, resumeJob } from '../jobs/start.ts';
import type { Looked } from './feeding.ts';
import { lookAt } from './keeper.ts';

/** Gives nothing more of any stage out until it is resumed [SE2]. Repeatable. */
export const pauseAll = (desk: Desk, looked: Looked): Promise<void> => hold(desk, looked, true);

/** Lets a paused graph go on. Repeatable. */
export const resumeAll = (desk: Desk, looked: Looked): Promise<void> => hold(desk, looked, false);

/** At once; what begins at the same moment is held by the keeper's next look. */
async function hold(desk: Desk, looked: Looked, paused: boolean): Promise<void> {
  if (!(await pauseGraph(desk.db, looked.graph.id, paused)))
    throw await wrongState(desk, looked, paused ? 'paused' : 'resumed');
  const act = paused ? pauseJob : resumeJob;
  await forRunning(desk, looked, (job) => act(desk, job));
}

/** Ends a graph and the jobs of all its stages that are not certified; those that are stay. Repeatable. */
export async function cancelAll(desk: Desk, looked: Looked): Promise<void> {
  const isEnded = await endGraph(desk.db, looked.graph.id, 'cancelled');
  if (!isEnded && (await stateNow(desk, looked)) !== 'cancelled')
    throw await wrongState(desk, looked, 'cancelled');
  await forRunning(desk, looked, (job) => cancelJob(desk, job));
}

async function forRunning(
  desk: Desk,
  { stages }: Looked,
  act: (job: JobRecord) => Promise<void>,
): Promise<void> {
  for (const { job } of stages.values()) {
    const record = job === null ? null : await jobOf(desk, job as NonNullable<StageRecord['job']>);
    if (record?.state === 'running') await act(record).catch(passed);
  }
}

/** A job may end in between; what else it may miss, the keeper's next look does. */
function passed(error: unknown): void {
  if (!isKnownError(error) || error.code !== 'JOB_STATE') throw error;
}

const stateNow = async (desk: Desk, { graph }: Looked) => (await lookAt(desk, graph.id))?.graph.state;

const wrongState = async (desk: Desk, looked: Looked, what: string): Promise<KnownError> => {
  const state = await stateNow(desk, looked);
  return new KnownError('GRAPH_STATE', `this graph is ${state} and cannot be ${what}`, {
    details: { state },
  });
};
