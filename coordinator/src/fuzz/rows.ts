/** Rows that jobs of sequences stand on, in as few statements as there can be: they are most of what a sequence costs. */
import type { AccountId } from '@manyhands/protocol';
import { type Db, json } from '../db/db.ts';
import { storedPrice } from '../db/job-price.ts';
import type { JobTerms } from '../dispatch/journal.ts';

export const ACCOUNT = 'acc' as AccountId;

/** An account, and the kernel that all jobs are of. */
export async function insertKernel(db: Db, { kernel, kernelName, build, hooked }: JobTerms): Promise<void> {
  await db.query(`insert into account (id, name) values ($1, 'test') on conflict do nothing`, [ACCOUNT]);
  await db.query(`insert into kernel values ($1, $2, '{}', '{}') on conflict do nothing`, [
    kernel,
    kernelName,
  ]);
  await db.query(
    `insert into build values ($1, $3, 1, 'careful', 16), ($2, $3, 1, 'hooked', 16) on conflict do nothing`,
    [build, hooked, kernel],
  );
}

/** A job that may be started, paid out of a channel, to which inputs can be appended. `budget` in ledger units. */
export async function insertQuoted(
  db: Db,
  terms: JobTerms,
  { budget, channel }: { readonly budget: bigint; readonly channel: string },
): Promise<void> {
  await db.query(
    `insert into job (id, account, title, researcher, kernel, build, hooked, datasets, input_root, item_count, unit_items,
       fuel_cap, rate, policy, price, budget, channel, estimate, draw_secret, draw_commitment, state, open)
     values ($1, $17, $2, $3, $4, $5, $6, '[]', $7, $8, $9, $10, $11, $12, $13, $14, $15, '{}', $16, '', 'quoted', true)`,
    [
      terms.id,
      terms.title,
      terms.researcher,
      terms.kernel,
      terms.build,
      terms.hooked,
      '0'.repeat(64),
      terms.itemCount,
      terms.unitItems,
      terms.fuelCap,
      terms.rate,
      json(terms.policy),
      terms.price === null ? null : json(storedPrice(terms.price)),
      budget,
      channel,
      terms.drawSecret,
      ACCOUNT,
    ],
  );
}
