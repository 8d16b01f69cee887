import type { Payee } from '@manyhands/protocol';
import { beforeEach, describe, expect, it } from 'vitest';
import type { Db } from '../db/db.ts';
import { ANNA, device, jobTerms, settledSlice } from '../db/testing/batches.ts';
import { pgliteForm, postgresForm } from '../db/testing/forms.ts';
import { insertJob, sqlJournal } from '../db/testing/journal.ts';
import { pay } from '../settlement/testing/books.ts';
import { balanceOf, earnedBy, payeeAccount, readStatement, reconcile } from './ledger.ts';

const ANN = `0x${'01'.repeat(20)}` as Payee;

describe('the ledger', () => {
  const form = pgliteForm();
  let db: Db;
  beforeEach(async () => {
    db = await form.fresh();
  });

  it('rounds what a payee earned down', async () => {
    await pay(db, 'c', ANN, 2_500_000n, 1n);
    expect(await earnedBy(db, ANN)).toBe(2n);
    expect(await balanceOf(db, 'operator')).toBe(1n);
  });

  it('lists an account’s entries, newest first, in pages', async () => {
    for (const amount of [1n, 2n, 3n]) await pay(db, 'c', ANN, amount);
    const first = await readStatement(db, payeeAccount(ANN), { before: null, limit: 2 });
    expect(first.map((line) => line.amount)).toEqual([3n, 2n]);
    const rest = await readStatement(db, payeeAccount(ANN), { before: first[1].id, limit: 2 });
    expect(rest.map((line) => line.amount)).toEqual([1n]);
  });

  it('[LG1] finds transactions that do not sum to zero', async () => {
    await pay(db, 'c', ANN, 5n);
    expect(await reconcile(db)).toEqual({ unbalanced: [], misspent: [] });
    await db.query(`insert into entry (txn, line, account, amount, kind) values ('bad', 0, 'x', 1, 'work')`);
    expect((await reconcile(db)).unbalanced).toEqual(['bad']);
  });
});

describe('the ledger of a busy PostgreSQL', () => {
  const form = postgresForm();

  it('[LG2] has no job that spends what nobody was charged, however many commits come while it is reconciled', async () => {
    const db = await form.fresh();
    await insertJob(db, jobTerms({ itemCount: 100_000 }), 1_000_000n);
    const { journal } = sqlJournal(db);
    await journal.beat(ANNA);
    let [isOver, commits] = [false, 0];
    const commit = async () => {
      for (; !isOver; commits++) await settledSlice(journal, device(1), device(2));
    };
    const committing = commit();
    try {
      for (let looks = 0; looks < 20 || commits < 20; looks++)
        expect(await reconcile(db)).toEqual({ unbalanced: [], misspent: [] });
    } finally {
      isOver = true;
      await committing;
    }
    // What is wrong is found all the same.
    await db.query('update slice set spent = spent + 1 where id = (select max(id) from slice)');
    expect((await reconcile(db)).misspent).toEqual([
      expect.objectContaining({ spent: 100n * BigInt(commits) + 1n, charged: 100n * BigInt(commits) }),
    ]);
  });
});
