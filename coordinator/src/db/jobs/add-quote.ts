import { json, type Sql } from '../db.ts';
import { storedPrice } from '../job-price.ts';
import type { PartSource } from './find-inputs.ts';
import type { KeyedJob } from './find-job-by-key.ts';
import type { JobRecord } from './job-record.ts';

export type NewJob = Omit<
  JobRecord,
  | 'kernelName'
  | 'kernelStanding'
  | 'columns'
  | 'outputs'
  | 'rewriter'
  | 'state'
  | 'paused'
  | 'ending'
  | 'halted'
  | 'published'
  | 'graph'
  | 'created'
  | 'started'
  | 'certified'
> & {
  readonly idempotencyKey: string | null;
  /** Of what was asked for; null: without such a key. */
  readonly requestDigest: string | null;
  /** All of its inputs so far, under its input root. */
  readonly source: PartSource;
};

/**
 * Stores a quoted job. When the account used the idempotency key before, nothing is stored and the earlier job
 * comes back: the unique index decides, so that two equal requests at once make one job.
 */
export async function addQuote(sql: Sql, job: NewJob): Promise<KeyedJob> {
  const [row] = await sql.query<KeyedJob>(
    `with stored as (
       insert into job (id, account, idempotency_key, title, researcher, kernel, build, hooked, datasets, input_root,
         item_count, unit_items, fuel_cap, rate, policy, price, budget, channel, estimate, draw_secret, draw_commitment,
         open, priority, category, stop_after, keep, key, request_digest, state)
       values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17,
         $18, $19, $20, $21, $22, $23, $26, $27, $28, $29, $30, 'quoted')
       on conflict (account, idempotency_key) do update set title = job.title
       returning id, request_digest
     ), first_part as (
       insert into job_input (job, part, first, count, blob, range, root)
       select id, 0, 0, $11, $24, $25, $10 from stored
       on conflict do nothing
     )
     select id, request_digest as digest from stored`,
    [
      job.id,
      job.account,
      job.idempotencyKey,
      job.title,
      job.researcher,
      job.kernel,
      job.build,
      job.hooked,
      json(job.datasets),
      job.inputRoot,
      job.itemCount,
      job.unitItems,
      job.fuelCap,
      job.rate,
      json(job.policy),
      job.price === null ? null : json(storedPrice(job.price)),
      job.budget,
      job.channel,
      json(job.estimate),
      job.drawSecret,
      job.drawCommitment,
      job.open,
      job.priority,
      job.source.kind === 'table' ? job.source.table : null,
      job.source.kind === 'range' ? json(job.source.range) : null,
      job.category,
      job.stopAfter,
      job.keep === null ? null : json(job.keep),
      job.key,
      job.requestDigest,
    ],
  );
  return row;
}
