import {
  type GraphId,
  type JobId,
  KnownError,
  type Reason,
  reasonOf,
  upstreamsOf,
} from '@manyhands/protocol';
import type { StageRecord } from '../db/graphs/graph-record.ts';
import { sumProgress } from '../db/jobs/sum-progress.ts';
import { tokenUnitsOwed } from '../domain/pay.ts';
import type { Desk, Researcher } from '../jobs/desk.ts';
import { type Progress, progressOf } from '../jobs/progress.ts';
import { jobOf } from '../jobs/start.ts';
import type { Looked } from './feeding.ts';
import { lookAt } from './keeper.ts';

/** Throws GRAPH_UNKNOWN. */
export async function graphOf(desk: Pick<Desk, 'db'>, id: GraphId): Promise<Looked> {
  const looked = await lookAt(desk, id);
  if (looked === null) throw unknownGraph(id);
  return looked;
}

/** A graph of this account; another's is as unknown as none at all. */
export async function ownGraph(desk: Pick<Desk, 'db'>, researcher: Researcher, id: GraphId): Promise<Looked> {
  const looked = await graphOf(desk, id);
  if (looked.graph.account !== researcher.id) throw unknownGraph(id);
  return looked;
}

const unknownGraph = (id: string): KnownError => new KnownError('GRAPH_UNKNOWN', `you have no graph ${id}`);

/** Where a graph stands, stage by stage and in all. */
export async function graphProgress(desk: Desk, { graph, stages }: Looked) {
  const records = [...stages.values()];
  const jobs = await Promise.all(records.map(({ job }) => (job === null ? null : jobOf(desk, job as JobId))));
  const begun = await progressOf(
    desk,
    jobs.filter((job) => job !== null),
  );
  const byJob = new Map(begun.map((progress) => [progress.job, progress]));
  const shaped = records.map((stage) => shapeOf({ graph, stages }, stage, stage.job && byJob.get(stage.job)));
  const live = shaped.filter(({ state }) => state === 'running');
  return {
    graph: graph.id,
    title: graph.title,
    state: graph.state === 'running' && graph.paused ? ('paused' as const) : graph.state,
    reason: reasonOfAll(graph.state, shaped),
    stages: shaped,
    items: begun.reduce((sum, { items }) => sum + items, 0),
    final: begun.reduce((sum, { final }) => sum + final, 0),
    seats: live.reduce((sum, { progress }) => sum + (progress?.seats ?? 0), 0),
    ...(await moneyOf(desk, { graph, stages })),
    createdAt: graph.created.toISOString(),
    endedAt: graph.ended?.toISOString() ?? null,
  };
}

function shapeOf({ graph }: Looked, stage: StageRecord, progress: Progress | null | undefined) {
  const from = upstreamsOf(graph.declaration.stages[stage.name]);
  const state = stateOf(graph.state, stage, progress?.state);
  return {
    name: stage.name,
    kernel: graph.declaration.stages[stage.name].kernel,
    from: [...from],
    state,
    reason: state === 'certified' ? null : (stage.reason ?? reasonOfStage(from, progress ?? null)),
    job: stage.job,
    attempt: stage.attempt,
    restarts: stage.restarts.map(({ job, reason }) => ({ job, reason })),
    rows: stage.rows,
    skipped: stage.skipped,
    settled: stage.checked,
    progress: progress ?? null,
  };
}

type StageState = 'waiting' | 'running' | 'paused' | 'certified' | 'stopped' | 'cancelled';

function stateOf(
  graph: Looked['graph']['state'],
  stage: StageRecord,
  job: Progress['state'] | undefined,
): StageState {
  if (job === 'certified') return 'certified';
  if (stage.stopped) return 'stopped';
  if (graph === 'cancelled' || job === 'cancelled') return 'cancelled';
  return job === undefined || job === 'quoted' ? 'waiting' : job;
}

/** An open job that has computed all it has waits for rows, whatever it says itself. */
function reasonOfStage(from: readonly string[], progress: Progress | null): Reason | null {
  const waits = progress === null || progress.reason?.code === 'AWAITS_INPUTS';
  if (!waits) return progress.reason;
  return reasonOf('AWAITS_ROWS', `It waits for final rows of ${from.map((name) => `“${name}”`).join(', ')}.`);
}

/** Why nothing of it moves: the first stage's reason that is not another stage. */
function reasonOfAll(
  state: Looked['graph']['state'],
  stages: readonly { readonly state: StageState; readonly reason: Reason | null }[],
): Reason | null {
  if (state === 'certified' || state === 'cancelled') return null;
  const unfinished = stages.filter((stage) => stage.state !== 'certified');
  if (state === 'running' && unfinished.some(({ reason }) => reason === null)) return null;
  const own = unfinished.find(
    ({ reason }) => reason?.code !== 'AWAITS_ROWS' && reason?.code !== 'UPSTREAM_STOPPED',
  );
  return own?.reason ?? null;
}

/** Token units over all attempts, null for a graph that is free. */
async function moneyOf(desk: Desk, { graph, stages }: Looked) {
  if (graph.channel === null) return { spent: null, budget: null };
  const records = [...stages.values()];
  const jobs = records.flatMap(({ job, restarts }) => [
    ...(job === null ? [] : [job]),
    ...restarts.map((restart) => restart.job),
  ]);
  const sums = [...(await sumProgress(desk.db, jobs)).values()];
  const spent = sums.reduce((sum, each) => sum + each.spent, 0n);
  const budgets = Object.values(graph.declaration.stages).map(({ budget }) => BigInt(budget ?? 0));
  return {
    spent: String(tokenUnitsOwed(spent)),
    budget: String(budgets.reduce((sum, each) => sum + each, 0n)),
  };
}
