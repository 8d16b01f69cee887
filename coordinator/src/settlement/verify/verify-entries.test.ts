import { expect, it } from 'vitest';
import type { Db } from '../../db/db.ts';
import { pgliteForm } from '../../db/testing/forms.ts';
import { PAGE, verifyAccounts } from './verify-entries.ts';

const form = pgliteForm();

const transfer = (db: Db, txn: string, from: string, to: string, units: bigint) =>
  db.query(
    `insert into entry (txn, line, account, amount, kind) values ($1, 0, $2, $4, 'charge'), ($1, 1, $3, -$4::numeric, 'work')`,
    [txn, from, to, -units],
  );

it('[LV1] what is booked while accounts are read, page by page, is no finding', async () => {
  const db = await form.fresh();
  const payees = Array.from({ length: PAGE + 10 }, (_, i) => `payee:${String(i).padStart(4, '0')}`);
  for (const [i, payee] of payees.entries()) await transfer(db, `t${i}`, 'channel:c', payee, 10n);
  let meanwhile = 0;
  // The channel is in the first page, the last payee in the second.
  const busy: Db = {
    ...db,
    query: async (text, params) => {
      const rows = await db.query(text, params);
      if (text.includes('group by account'))
        await transfer(db, `meanwhile ${meanwhile++}`, 'channel:c', payees[PAGE + 9], 5n);
      return rows as never;
    },
  };
  const said = [];
  for await (const each of verifyAccounts(busy)) said.push(each);
  expect(meanwhile).toBe(2);
  expect(said.filter(({ kind }) => kind === 'finding')).toEqual([]);
  expect(said.at(-1)).toMatchObject({ kind: 'counted', count: PAGE + 11 });
});
