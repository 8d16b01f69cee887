import type { AccountId, GraphDeclaration, GraphId, JobId, Reason } from '@manyhands/protocol';
import type { GraphState, StageJob, StageJobState } from '../../domain/graph.ts';

/** A graph as stored. */
export interface GraphRecord {
  readonly id: GraphId;
  readonly account: AccountId;
  /** The id of the account's key under which it was declared; null: it was not kept. */
  readonly key: string | null;
  readonly title: string;
  /** Shown to contributors as the researcher. */
  readonly owner: string;
  readonly declaration: GraphDeclaration;
  /** A deposit at the hub, named as on chain; null for a graph that is free. */
  readonly channel: { readonly researcher: string; readonly signer: string; readonly salt: string } | null;
  readonly state: GraphState;
  readonly paused: boolean;
  readonly created: Date;
  readonly ended: Date | null;
}

export const GRAPH_COLUMNS =
  'id, account, key, title, owner, declaration, channel, state, paused, created, ended';

/** A stage as stored, with the little of its job that decides what is next. */
export interface StageRecord {
  readonly name: string;
  readonly attempt: number;
  readonly job: JobId | null;
  /** How its job stands; null without one. */
  readonly standing: StageJob | null;
  /** Ledger units; null for a free one. */
  readonly budget: bigint | null;
  /** Rows of each stage before it that it has taken, and those of them that were left out. */
  readonly rows: number;
  readonly skipped: number;
  readonly whole: boolean;
  readonly checked: boolean;
  readonly hindered: boolean;
  readonly stopped: boolean;
  readonly reason: Reason | null;
  readonly restarts: readonly Restart[];
}

/** An attempt at a stage that was given up. */
export interface Restart {
  readonly job: JobId;
  readonly reason: Reason;
}

export interface StageRow extends Omit<StageRecord, 'standing'> {
  readonly state: StageJobState | null;
  readonly paused: boolean | null;
  readonly open: boolean | null;
  readonly items: number | null;
  readonly final: bigint | null;
}

export function stageFrom({ state, paused, open, items, final, ...row }: StageRow): StageRecord {
  if (state === null) return { ...row, standing: null };
  const standing = {
    state,
    paused: paused === true,
    open: open === true,
    items: Number(items),
    final: Number(final),
  };
  return { ...row, standing };
}

/** Which attempt at which stage, and how far it was when somebody decided what to do: who finds it otherwise does nothing. */
export interface StageKey {
  readonly graph: GraphId;
  readonly name: string;
  readonly attempt: number;
}
