import type { AssignmentId, SliceId } from '@manyhands/protocol';
import type { CommitBatch } from './journal.ts';
import type { Session } from './state.ts';

export type MutableBatch = {
  -readonly [K in keyof CommitBatch]: CommitBatch[K] extends readonly (infer E)[] ? E[] : CommitBatch[K];
};

export const emptyBatch = (number: number): MutableBatch => ({
  number,
  accepted: [],
  agreed: [],
  drawn: [],
  audits: [],
  reopened: [],
  bans: [],
  finals: [],
  executed: [],
  timings: [],
  settled: [],
});

/** Gathers what happens between two commits, and who is told afterwards. */
export class BatchBuilder {
  readonly batch = emptyBatch(0);
  /** Answers that become `credited` with this commit [CM1]. */
  readonly credits: {
    readonly session: Session;
    readonly assignment: AssignmentId;
    readonly slice: SliceId | null;
  }[] = [];
  /** Of the results in it. */
  bytes = 0;

  get isEmpty(): boolean {
    const { batch } = this;
    return (
      this.credits.length === 0 &&
      batch.accepted.length === 0 &&
      batch.drawn.length === 0 &&
      batch.audits.length === 0 &&
      batch.reopened.length === 0 &&
      batch.bans.length === 0 &&
      batch.finals.length === 0 &&
      batch.executed.length === 0 &&
      batch.timings.length === 0 &&
      batch.settled.length === 0
    );
  }

  /** Units and audits: what a commit takes time for. */
  get size(): number {
    return this.batch.accepted.length + this.batch.audits.length;
  }
}
