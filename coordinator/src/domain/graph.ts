/** What is to be done next for a graph of jobs. Level-triggered: whatever was done twice, late or not at all, the next look mends. */
import type { ReasonCode } from '@manyhands/protocol';

export type StageJobState = 'quoted' | 'running' | 'certified' | 'cancelled';

/** A stage's job. Counts are items. */
export interface StageJob {
  readonly state: StageJobState;
  readonly paused: boolean;
  readonly open: boolean;
  readonly items: number;
  readonly final: number;
}

/** Where a stage stands. */
export interface StageStanding {
  readonly name: string;
  /** The stages whose rows it takes; none: it has a source of its own. */
  readonly from: readonly string[];
  /** Whether it begins only once those are certified. */
  readonly waits: boolean;
  /** Rows of an item: Infinity for all; 1 where each row makes one. */
  readonly group: number;
  /** Null: it was not begun. */
  readonly job: StageJob | null;
  /** Rows of each upstream that it has taken. */
  readonly rows: number;
  /** It has taken every row that there is. */
  readonly isWhole: boolean;
  /** What it was fed was compared with what was certified, and is the same. */
  readonly isChecked: boolean;
  /** The next row cannot be taken as it is. */
  readonly isHindered: boolean;
  readonly isStopped: boolean;
}

export type GraphState = 'running' | 'certified' | 'cancelled' | 'stopped';

export interface GraphStanding {
  readonly state: GraphState;
  readonly paused: boolean;
  /** Each behind those whose rows it takes. */
  readonly stages: readonly StageStanding[];
}

export type StageStep =
  /** Let its quoted job run. */
  | { readonly kind: 'start' | 'pause' | 'resume' | 'cancel' }
  /** Take more rows; `isSettled`: its upstreams are certified, so that nothing of them changes any more. */
  | { readonly kind: 'feed'; readonly isSettled: boolean }
  /** Compare what it was fed with what was certified. */
  | { readonly kind: 'compare' }
  /** Its inputs are all there and right: take no more. */
  | { readonly kind: 'close' }
  | { readonly kind: 'stop'; readonly code: ReasonCode };

export type GraphStep =
  | { readonly kind: 'stage'; readonly stage: string; readonly step: StageStep }
  | { readonly kind: 'certify' }
  /** Nothing more can be done: some stages stopped, all others are certified. */
  | { readonly kind: 'end' };

/** Rows that a stage waits for before its first items are tried and sized. */
const FIRST_ROWS = 64;
/** Later it waits for at least this part of what it has, so that its parts stay few. */
const PARTS = 256;

/** The steps that are due, in an order in which they may be done. */
export function nextSteps(graph: GraphStanding): GraphStep[] {
  const byName = new Map(graph.stages.map((stage) => [stage.name, stage]));
  const steps = graph.stages.flatMap((stage) => {
    const upstreams = stage.from.map((name) => byName.get(name) as StageStanding);
    return stepsOf(graph, stage, upstreams).map(
      (step) => ({ kind: 'stage', stage: stage.name, step }) as const,
    );
  });
  if (graph.state !== 'running' || steps.length > 0) return steps;
  const certified = graph.stages.filter(isCertified).length;
  if (certified === graph.stages.length) return [{ kind: 'certify' }];
  const stopped = graph.stages.filter((stage) => stage.isStopped).length;
  return certified + stopped === graph.stages.length ? [{ kind: 'end' }] : [];
}

const isCertified = ({ job }: StageStanding): boolean => job?.state === 'certified';
const isLive = ({ job }: StageStanding): boolean => job?.state === 'quoted' || job?.state === 'running';

function stepsOf(
  { state, paused }: GraphStanding,
  stage: StageStanding,
  upstreams: readonly StageStanding[],
): StageStep[] {
  if (state !== 'running' || stage.isStopped) return isLive(stage) ? [{ kind: 'cancel' }] : [];
  if (isCertified(stage)) return [];
  if (stage.job?.state === 'cancelled') return [{ kind: 'stop', code: 'STAGE_CANCELLED' }];
  if (upstreams.some((upstream) => upstream.isStopped)) return [{ kind: 'stop', code: 'UPSTREAM_STOPPED' }];
  const steered = steer(stage.job, paused);
  const fed = paused || upstreams.length === 0 ? null : feed(stage, upstreams);
  return [steered, fed].filter((step) => step !== null);
}

/** Its job stands still while the graph does. */
function steer(job: StageJob | null, paused: boolean): StageStep | null {
  if (job?.state === 'quoted') return paused ? null : { kind: 'start' };
  if (job?.state !== 'running' || job.paused === paused) return null;
  return { kind: paused ? 'pause' : 'resume' };
}

function feed(stage: StageStanding, upstreams: readonly StageStanding[]): StageStep | null {
  const isSettled = upstreams.every(isCertified);
  if (stage.isChecked) return close(stage.job);
  if (!isSettled && (stage.waits || stage.isHindered)) return null;
  if (!stage.isWhole)
    return isSettled || isFeedable(stage, upstreams) ? feedOrStop(upstreams, isSettled) : null;
  return isSettled ? { kind: 'compare' } : null;
}

/** Of a stage that has all its items: where there are none, nothing was left out that should not be. */
function close(job: StageJob | null): StageStep | null {
  if (job === null) return { kind: 'stop', code: 'STAGE_EMPTY' };
  return job.open ? { kind: 'close' } : null;
}

/** Rows of one index belong together, so there must be as many of each; that is known for certain once all are certified. */
function feedOrStop(upstreams: readonly StageStanding[], isSettled: boolean): StageStep {
  const counts = new Set(upstreams.map(({ job }) => job?.items));
  return isSettled && counts.size > 1 ? { kind: 'stop', code: 'STAGE_UNEVEN' } : { kind: 'feed', isSettled };
}

/** Whether so many rows may be there that reading them is worth it. */
function isFeedable(stage: StageStanding, upstreams: readonly StageStanding[]): boolean {
  const jobs = upstreams.map(({ job }) => job);
  if (jobs.some((job) => job === null)) return false;
  const known = jobs as StageJob[];
  if (known.every(({ open, items, final }) => !open && final === items)) return true;
  const ready = Math.min(...known.map(({ final }) => final)) - stage.rows;
  return ready >= Math.max(stage.group, stage.job === null ? FIRST_ROWS : stage.rows / PARTS, 1);
}
