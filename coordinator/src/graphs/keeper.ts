import {
  type GraphId,
  isKnownError,
  type JobId,
  type KnownError,
  type Reason,
  reasonOf,
  upstreamsOf,
} from '@manyhands/protocol';
import { claimGraphs } from '../db/graphs/claim-graphs.ts';
import { findGraph } from '../db/graphs/find-graph.ts';
import type { GraphRecord, StageRecord } from '../db/graphs/graph-record.ts';
import { listStages } from '../db/graphs/list-stages.ts';
import { noteStage, stopStage } from '../db/graphs/settle-stage.ts';
import { endGraph, putAwayGraph } from '../db/graphs/steer-graph.ts';
import {
  type GraphStanding,
  type GraphStep,
  nextSteps,
  type StageStanding,
  type StageStep,
} from '../domain/graph.ts';
import type { Desk } from '../jobs/desk.ts';
import { Inputs } from '../jobs/inputs.ts';
import { cancelJob, closeJob, jobOf, pauseJob, resumeJob, startJob } from '../jobs/start.ts';
import { certifyGraph } from './certify.ts';
import { settleStage } from './comparing.ts';
import { feedStage, type Looked } from './feeding.ts';

const LOOK_MILLISECONDS = 500;
/** Graphs tended at once; more take turns. */
const AT_ONCE = 16;
/** Looks at one graph in a row while each finds something to do; the others have their turn then. */
const TURNS = 64;

/**
 * Brings graphs forward: feeds stages with the final rows of those before them, compares, closes, begins again, certifies. Any
 * coordinator of a database may; whatever one leaves half done the next look finishes.
 */
export class Keeper {
  readonly #desk: Desk;
  readonly #inputs: Inputs;
  readonly #trouble: (what: string, cause: unknown) => void;
  readonly #timer: NodeJS.Timeout;
  readonly #tending = new Map<GraphId, Promise<void>>();
  #looking: Promise<void> | null = null;
  #stopped = false;

  constructor(desk: Desk, trouble: (what: string, cause: unknown) => void) {
    this.#desk = desk;
    this.#inputs = new Inputs(desk.db, desk.tables);
    this.#trouble = trouble;
    this.#timer = setInterval(() => this.look(), LOOK_MILLISECONDS);
  }

  /** Looks for graphs that have something to do. */
  look(): void {
    if (this.#stopped) return;
    this.#looking ??= this.#claim()
      .catch((cause) => this.#trouble('no look at the graphs', cause))
      .finally(() => {
        this.#looking = null;
      });
  }

  /** Finishes what is under way and looks no more. */
  async stop(): Promise<void> {
    this.#stopped = true;
    clearInterval(this.#timer);
    await this.#looking;
    await Promise.all(this.#tending.values());
  }

  async #claim(): Promise<void> {
    const { db, me } = this.#desk;
    const room = AT_ONCE - this.#tending.size;
    if (room <= 0) return;
    for (const id of await claimGraphs(db, me, AT_ONCE)) {
      if (this.#tending.has(id) || this.#tending.size >= AT_ONCE) continue;
      const tended = this.#tend(id)
        .catch((cause) => this.#trouble(`graph ${id} was not tended`, cause))
        .finally(() => this.#tending.delete(id));
      this.#tending.set(id, tended);
    }
  }

  async #tend(id: GraphId): Promise<void> {
    for (let turn = 0; turn < TURNS && !this.#stopped; turn++) {
      const looked = await lookAt(this.#desk, id);
      if (looked === null) return;
      const steps = nextSteps(standingOf(looked));
      if (steps.length === 0 && looked.graph.state !== 'running') return putAwayGraph(this.#desk.db, id);
      let moved = false;
      for (const step of steps) moved = (await this.#take(looked, step)) || moved;
      if (!moved) return;
    }
  }

  /** Whether something changed, so that there may be more to do at once. */
  async #take(looked: Looked, step: GraphStep): Promise<boolean> {
    switch (step.kind) {
      case 'certify':
        return certifyGraph(this.#desk, looked);
      case 'end':
        return endGraph(this.#desk.db, looked.graph.id, 'stopped');
      case 'stage':
        return this.#takeStage(looked, looked.stages.get(step.stage) as StageRecord, step.step);
    }
  }

  async #takeStage(looked: Looked, stage: StageRecord, step: StageStep): Promise<boolean> {
    const { db } = this.#desk;
    switch (step.kind) {
      case 'start':
      case 'pause':
      case 'resume':
      case 'cancel':
      case 'close':
        return this.#steer(looked, stage, step.kind);
      case 'feed':
        return this.#feed(looked, stage, step.isSettled);
      case 'compare':
        await settleStage(this.#desk, this.#inputs, looked, stage.name);
        return true;
      case 'stop':
        await stopStage(db, keyOf(looked, stage), reasonOf(step.code));
        return true;
    }
  }

  /** What cannot be done now is said as the stage's reason, and tried again with the next look. */
  async #steer(looked: Looked, stage: StageRecord, kind: keyof typeof STEERING): Promise<boolean> {
    try {
      await STEERING[kind](this.#desk, await jobOf(this.#desk, stage.job as JobId));
      if (stage.reason !== null && !stage.stopped)
        await noteStage(this.#desk.db, keyOf(looked, stage), null, false);
      return true;
    } catch (error) {
      if (!isKnownError(error)) throw error;
      // What is left of its budget after earlier attempts grows no more.
      const isOver = kind === 'start' && error.code === 'BUDGET_FULL';
      if (isOver) await stopStage(this.#desk.db, keyOf(looked, stage), reasonFrom(error));
      else await noteStage(this.#desk.db, keyOf(looked, stage), reasonFrom(error), stage.hindered);
      return isOver;
    }
  }

  async #feed(looked: Looked, stage: StageRecord, isSettled: boolean): Promise<boolean> {
    try {
      const fed = await feedStage(this.#desk, this.#inputs, looked, stage.name);
      if (fed === 'unpaid')
        await noteStage(this.#desk.db, keyOf(looked, stage), reasonOf('AWAITS_VOUCHER'), false);
      return fed === 'moved';
    } catch (error) {
      if (!isKnownError(error)) throw error;
      return this.#hinder(looked, stage, { error, isSettled });
    }
  }

  /**
   * A row that cannot be taken may be a liar's: only when those before are certified it ends the stage [CH4]. What passes by itself,
   * such as a full queue or a budget of which items under way have set much aside, is tried again.
   */
  async #hinder(
    looked: Looked,
    stage: StageRecord,
    { error, isSettled }: { readonly error: KnownError; readonly isSettled: boolean },
  ): Promise<boolean> {
    const { standing } = stage;
    const isComputing = standing !== null && standing.final < standing.items;
    const passes = error.retry || (error.code === 'BUDGET_FULL' && isComputing);
    const reason = reasonFrom(error);
    if (isSettled && !passes) await stopStage(this.#desk.db, keyOf(looked, stage), reason);
    else await noteStage(this.#desk.db, keyOf(looked, stage), reason, !isSettled && !passes);
    return isSettled && !passes;
  }
}

const STEERING = {
  start: startJob,
  pause: pauseJob,
  resume: resumeJob,
  cancel: cancelJob,
  close: closeJob,
} as const;

/** A failure as the reason why a stage stands still; its code is of the catalogue of failures. */
const reasonFrom = ({ code, message }: KnownError): Reason => ({
  code: code as Reason['code'],
  sentence: message,
});

const keyOf = ({ graph }: Looked, { name, attempt }: StageRecord) => ({ graph: graph.id, name, attempt });

/** A graph and its stages as they are now; null when there is none. */
export async function lookAt(desk: Pick<Desk, 'db'>, id: GraphId): Promise<Looked | null> {
  const graph = await findGraph(desk.db, id);
  if (graph === null) return null;
  const stages = await listStages(desk.db, id);
  return { graph, stages: new Map(stages.map((stage) => [stage.name, stage])) };
}

function standingOf({ graph, stages }: Looked): GraphStanding {
  const { state, paused } = graph;
  return { state, paused, stages: [...stages.values()].map((stage) => standingOfStage(graph, stage)) };
}

function standingOfStage({ declaration }: GraphRecord, stage: StageRecord): StageStanding {
  const { group, when, targetBound, ...rest } = declaration.stages[stage.name];
  return {
    name: stage.name,
    from: upstreamsOf(rest),
    // What a bound takes is known only of all items.
    waits: when === 'certified' || targetBound !== undefined,
    group: group === 'all' ? Number.POSITIVE_INFINITY : (group ?? 1),
    job: stage.standing,
    rows: stage.rows,
    isWhole: stage.whole,
    isChecked: stage.checked,
    isHindered: stage.hindered,
    isStopped: stage.stopped,
  };
}
