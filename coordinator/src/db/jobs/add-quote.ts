import type { JobId } from '@manyhands/protocol';
import { json, type Sql } from '../db.ts';
import { storedPrice } from '../job-price.ts';
import type { JobRecord } from './job-record.ts';

export type NewJob = Omit<
  JobRecord,
  'kernelName' | 'outputs' | 'rewriter' | 'state' | 'created' | 'started' | 'certified'
> & { readonly idempotencyKey: string | null };

/**
 * Stores a quoted job. When the account used the idempotency key before, nothing is stored and the earlier job's id
 * comes back: the unique index decides, so that two equal requests at once make one job.
 */
export async function addQuote(sql: Sql, job: NewJob): Promise<JobId> {
  const [row] = await sql.query<{ id: JobId }>(
    `insert into job (id, account, idempotency_key, title, researcher, kernel, build, hooked, datasets, inputs, input_root,
       item_count, unit_items, fuel_cap, rate, policy, price, budget, channel, estimate, draw_secret, draw_commitment, state)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17,
       $18, $19, $20, $21, $22, 'quoted')
     on conflict (account, idempotency_key) do update set title = job.title
     returning id`,
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
      job.inputs,
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
    ],
  );
  return row.id;
}
