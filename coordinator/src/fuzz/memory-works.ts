import type { CoordinatorId, JobId } from '@manyhands/protocol';
import type { Db } from '../db/db.ts';
import { findUnbalanced } from '../db/ledger/find-unbalanced.ts';
import type { JobTerms, Journal } from '../dispatch/journal.ts';
import { MemoryJournal } from '../dispatch/memory-journal.ts';
import type { JobRow } from '../dispatch/memory-rows.ts';
import { checkDeposit } from '../jobs/start.ts';
import type { Chain } from '../settlement/chain.ts';
import { appended, type JobFacts, type Order, raisedBy, type SliceFacts, type Works } from './works.ts';

/**
 * The journal in memory, many times as fast; what it says of accounts goes into the ledger's entries at each fold, so that
 * settlements run on SQL as ever. Jobs cannot be started or extended beyond deposits, as in the form on SQL.
 */
export class MemoryWorks implements Works {
  readonly tellsOpen = false;
  readonly #db: Db;
  readonly #chain: Chain;
  readonly #memory = new MemoryJournal(() => 0);
  readonly #quoted = new Map<
    JobId,
    { readonly terms: JobTerms; readonly channel: string; readonly budget: bigint }
  >();
  /** What was folded already, by job, account and kind. */
  readonly #folded = new Map<string, bigint>();
  #folds = 0;

  constructor(db: Db, chain: Chain) {
    this.#db = db;
    this.#chain = chain;
  }

  journal(): Journal {
    return this.#memory;
  }

  async silence(id: CoordinatorId): Promise<void> {
    const row = this.#memory.beats.get(id);
    if (row !== undefined) row.at = Number.NEGATIVE_INFINITY;
  }

  async quote(terms: JobTerms, channel: string, budget: bigint): Promise<void> {
    this.#quoted.set(terms.id, { terms, channel, budget });
  }

  async order(order: Order, id: JobId, n: number): Promise<void> {
    const job = this.#memory.jobs.get(id);
    const quoted = this.#quoted.get(id);
    if (order === 'start' && job === undefined && quoted !== undefined) {
      await this.#checkCovered(quoted.channel, quoted.budget);
      this.#memory.addJob(quoted.terms, quoted.budget);
    }
    if (!job?.running || job.budget === null || quoted === undefined) return;
    if (order === 'cancel') this.#end(job);
    if (order === 'append') job.terms = { ...job.terms, itemCount: job.terms.itemCount + appended(n) };
    if (order !== 'extend') return;
    await this.#checkCovered(quoted.channel, raisedBy(n) * 1_000_000n);
    this.#memory.jobs.set(id, { ...job, budget: job.budget + raisedBy(n) * 1_000_000n });
  }

  /** Whoever has its slices loses them, as on SQL where nothing was shown. */
  #end(job: JobRow): void {
    job.running = false;
    for (const slice of this.#memory.slices)
      if (slice.job === job.terms.id && slice.owner !== null)
        Object.assign(slice, { owner: null, reserved: 0n });
  }

  async #checkCovered(channel: string, more: bigint): Promise<void> {
    const { deposit } = await this.#chain.channel(channel);
    let taken = more;
    for (const job of await this.jobs())
      if (job.channel === channel) taken += job.state === 'running' ? job.budget : this.#spent(job.id);
    checkDeposit(deposit * 1_000_000n, taken);
  }

  #spent(job: JobId): bigint {
    return this.#memory.slices.reduce(
      (sum, slice) => (slice.job === job ? sum + slice.counts.spent : sum),
      0n,
    );
  }

  async limit(): Promise<boolean> {
    return false;
  }

  async night(): Promise<void> {}

  async endCharged(): Promise<void> {}

  /** What accounts got since the last fold, in one transaction of the ledger. */
  async fold(): Promise<void> {
    const lines: { account: string; kind: string; amount: bigint }[] = [];
    for (const { txn, account, kind, amount } of this.#memory.entries) {
      const name = `${txn} ${account} ${kind}`;
      const fresh = amount - (this.#folded.get(name) ?? 0n);
      if (fresh === 0n) continue;
      this.#folded.set(name, amount);
      lines.push({ account, kind, amount: fresh });
    }
    if (lines.length === 0) return;
    await this.#db.query(
      `insert into entry (txn, line, account, amount, kind)
       select $1, * from unnest($2::int[], $3::text[], $4::numeric[], $5::text[])`,
      [
        `fold:${this.#folds++}`,
        lines.map((_, line) => line),
        lines.map(({ account }) => account),
        lines.map(({ amount }) => amount),
        lines.map(({ kind }) => kind),
      ],
    );
  }

  async jobs(): Promise<JobFacts[]> {
    return [...this.#memory.jobs.values()].map(({ terms: { id }, budget, running }) => ({
      id,
      channel: this.#quoted.get(id)?.channel as string,
      budget: budget as bigint,
      state: running ? 'running' : 'cancelled',
    }));
  }

  async slices(): Promise<SliceFacts[]> {
    return this.#memory.slices.map(({ id, job, owner, counts: { spent }, reserved }) => ({
      id,
      job,
      owner,
      spent,
      reserved,
    }));
  }

  async reconcile(): Promise<string[]> {
    await this.fold();
    return (await findUnbalanced(this.#db)).map((txn) => `LG1: ${txn} does not sum to zero`);
  }
}
