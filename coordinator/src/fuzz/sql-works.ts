import type { CoordinatorId, JobId } from '@manyhands/protocol';
import type { Db } from '../db/db.ts';
import { endCharged } from '../db/jobs/end-job.ts';
import { findJob } from '../db/jobs/find-job.ts';
import type { JobRecord } from '../db/jobs/job-record.ts';
import { noteHeldShown } from '../db/jobs/note-held-shown.ts';
import { SqlJournal } from '../db/journal.ts';
import { foldTallies } from '../db/ledger/fold-tallies.ts';
import { setLimit } from '../db/limits/set-limit.ts';
import type { JobTerms, Journal } from '../dispatch/journal.ts';
import { addPart } from '../jobs/append.ts';
import type { Desk } from '../jobs/desk.ts';
import { cancelJob, extendJob, pauseJob, resumeJob, startJob } from '../jobs/start.ts';
import { reconcile } from '../ledger/ledger.ts';
import type { Chain } from '../settlement/chain.ts';
import { ACCOUNT, insertQuoted } from './rows.ts';
import {
  appended,
  type JobFacts,
  type Limits,
  type Order,
  raisedBy,
  type SliceFacts,
  type Works,
} from './works.ts';

/** Far more than a run takes on a busy machine: coordinators are silent only where a step says so. */
const SILENT_MS = 1_800_000;
/** More than there are lanes. */
const MOST_LIMITS = 1_000;

export class SqlWorks implements Works {
  readonly tellsOpen = true;
  readonly #db: Db;
  readonly #desk: Desk;

  constructor(db: Db, chain: Chain) {
    this.#db = db;
    const depositOf = async (channel: string): Promise<bigint> => (await chain.channel(channel)).deposit;
    const dispatcher = { lookForJobs: () => {}, jobEnded: () => {} };
    // As much of a desk as starting and steering jobs take.
    this.#desk = {
      db,
      treasury: { feePpm: 0, workWindows: 0n, depositOf },
      dispatcher,
      publication: 'open',
    } as unknown as Desk;
  }

  journal(): Journal {
    return new SqlJournal(this.#db, { silentMs: SILENT_MS });
  }

  async silence(id: CoordinatorId): Promise<void> {
    await this.#db.query(`update coordinator set beat = now() - interval '1 hour' where id = $1`, [id]);
  }

  quote(terms: JobTerms, channel: string, budget: bigint): Promise<void> {
    return insertQuoted(this.#db, terms, { budget, channel });
  }

  async order(order: Order, id: JobId, n: number): Promise<void> {
    const job = await findJob(this.#db, id);
    if (job !== null) await ORDERS[order](this.#desk, job, n);
  }

  limit(channel: string, { perDay, total }: Limits): Promise<boolean> {
    return setLimit(this.#db, ACCOUNT, { kind: 'channel', subject: channel, perDay, total }, MOST_LIMITS);
  }

  async night(): Promise<void> {
    await this.#db.query(`update entry set at = at - interval '1 day'`);
    await this.#db.query(`update spending_limit set day = day - 1`);
  }

  endCharged(): Promise<unknown> {
    return this.#db.transaction(endCharged);
  }

  fold(): Promise<void> {
    return foldTallies(this.#db);
  }

  jobs(): Promise<JobFacts[]> {
    return this.#db.query<JobFacts & Record<string, unknown>>('select id, channel, budget, state from job');
  }

  slices(): Promise<SliceFacts[]> {
    return this.#db.query<SliceFacts & Record<string, unknown>>(
      'select id, job, owner, spent, reserved from slice',
    );
  }

  async reconcile(): Promise<string[]> {
    const { unbalanced, misspent } = await reconcile(this.#db);
    return [
      ...unbalanced.map((txn) => `LG1: ${txn} does not sum to zero`),
      ...misspent.map(
        ({ job, spent, charged, budget }) =>
          `LG2: job ${job} spent ${spent}, was charged ${charged}, may spend ${budget}`,
      ),
    ];
  }
}

const ORDERS: Readonly<Record<Order, (desk: Desk, job: JobRecord, n: number) => Promise<unknown>>> = {
  start: (desk, job) => startJob(desk, job),
  pause: pauseJob,
  resume: (desk, job) => resumeJob(desk, job),
  cancel: cancelJob,
  show: ({ db }, { id }) => noteHeldShown(db, id),
  extend: async (desk, job, n) =>
    job.budget === null ? null : extendJob(desk, job, job.budget / 1_000_000n + raisedBy(n)),
  append: (desk, job, n) => {
    const inputRoot = n.toString(16).padStart(64, '0');
    const source = { kind: 'rows', rows: new Uint8Array(1) } as const;
    const addition = { source, count: appended(n), root: inputRoot, idempotencyKey: null };
    return desk.db.transaction((sql) => addPart(sql, { ...job, inputRoot }, addition));
  },
};
