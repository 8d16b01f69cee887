import type { CoordinatorId } from '@manyhands/protocol';
import type { JobTerms } from '../../dispatch/journal.ts';
import { type Db, json } from '../db.ts';
import { storedPrice } from '../job-price.ts';
import type { JournalUnderTest } from '../journal.suite.ts';
import { SqlJournal } from '../journal.ts';
import { foldTallies } from '../ledger/fold-tallies.ts';

/** The SQL journal on an empty database. */
export function sqlJournal(db: Db, journal = new SqlJournal(db)): JournalUnderTest {
  return {
    journal,
    addJob: (terms, budget) => insertJob(db, terms, budget),
    silence: async (me: CoordinatorId) => {
      await db.query(`update coordinator set beat = now() - interval '1 hour' where id = $1`, [me]);
    },
    entries: async () => {
      await foldTallies(db);
      return db.query('select txn, account, amount from entry order by id');
    },
  };
}

/** A running job with what it refers to. */
export async function insertJob(db: Db, terms: JobTerms, budget: bigint | null): Promise<void> {
  await db.query(`insert into account (id, name) values ('acc', 'test') on conflict do nothing`);
  await db.query(`insert into kernel values ($1, $2, '{}', '{}') on conflict do nothing`, [
    terms.kernel,
    terms.kernelName,
  ]);
  const builds = { careful: terms.build, hooked: terms.hooked };
  for (const [mode, build] of Object.entries(builds))
    await db.query('insert into build values ($1, $2, 1, $3, 16) on conflict do nothing', [
      build,
      terms.kernel,
      mode,
    ]);
  await db.query(
    `insert into job (id, account, title, researcher, kernel, build, hooked, datasets, input_root, item_count, unit_items,
       fuel_cap, rate, policy, price, budget, estimate, draw_secret, draw_commitment, state, started)
     values ($1, 'acc', $2, $3, $4, $5, $6, $7, '', $8, $9, $10, $11, $12, $13, $14, '{}', $15, '', 'running', now())`,
    [
      terms.id,
      terms.title,
      terms.researcher,
      terms.kernel,
      terms.build,
      terms.hooked,
      json(terms.datasets.map((hash) => ({ name: 'x', hash }))),
      terms.itemCount,
      terms.unitItems,
      terms.fuelCap,
      terms.rate,
      json(terms.policy),
      terms.price === null ? null : json(storedPrice(terms.price)),
      budget,
      terms.drawSecret,
    ],
  );
}
