import { expect, it } from 'vitest';
import {
  ANNA,
  acceptedBy,
  batch,
  device,
  finalOf,
  granted,
  JOB,
  jobTerms,
  keyOf,
} from '../db/testing/batches.ts';
import { pgliteForm } from '../db/testing/forms.ts';
import { insertJob, sqlJournal } from '../db/testing/journal.ts';
import { heldByAll } from './held.ts';

const form = pgliteForm();

it('what payees have on hold is told for all at once, and no more once it is final', async () => {
  const db = await form.fresh();
  const { journal } = sqlJournal(db);
  await insertJob(db, jobTerms(), 10_000n);
  await journal.beat(ANNA);
  const key = keyOf(await granted(journal, ANNA, { count: 20 }));
  const [ann, bob] = [device(1), device(2)];
  const second = { ...key, first: 10 as typeof key.first };
  await journal.commit(ANNA, batch({ accepted: [acceptedBy(key, ann), acceptedBy(second, bob)] }));
  const fuel = async () =>
    [...(await heldByAll(db))].map(([payee, held]) => [payee, held.map((each) => each.fuel)]);
  expect(await fuel()).toEqual([
    [ann, [100n]],
    [bob, [100n]],
  ]);
  await journal.commit(ANNA, batch({ finals: [finalOf(key, ann)] }));
  expect(await fuel()).toEqual([[bob, [100n]]]);
  await db.query(`update job set state = 'cancelled' where id = $1`, [JOB]);
  expect(await fuel()).toEqual([]);
});
