import type { AssignmentId, SliceId } from '@manyhands/protocol';
import type { CommitBatch } from './journal.ts';
import type { Session } from './state.ts';

type Mutable<T> = { -readonly [K in keyof T]: T[K] extends readonly (infer E)[] ? E[] : T[K] };

/** Gathers what happens between two commits, and who is told afterwards. */
export class BatchBuilder {
  readonly batch: Mutable<CommitBatch> = {
    accepted: [],
    drawn: [],
    audits: [],
    reopened: [],
    bans: [],
    finals: [],
    executed: [],
    timings: [],
    settled: [],
  };
  /** Answers that become `credited` with this commit [CM1]. */
  readonly credits: {
    readonly session: Session;
    readonly assignment: AssignmentId;
    readonly slice: SliceId | null;
  }[] = [];

  get isEmpty(): boolean {
    return this.credits.length === 0 && Object.values(this.batch).every((list) => list.length === 0);
  }
}
