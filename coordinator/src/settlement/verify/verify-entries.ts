/** The ledger by itself: its transactions, its accounts, its jobs, their slices. Pages of each are in memory, never all. */
import type { JobId } from '@manyhands/protocol';
import type { Db } from '../../db/db.ts';
import { readLog } from '../../db/journal/read-segments.ts';
import { snapshot } from '../../db/snapshot.ts';
import { pageAccounts } from '../../db/verify/page-accounts.ts';
import { type JobSums, pageJobSums, readJobSums } from '../../db/verify/page-job-sums.ts';
import { type PaidSlice, pagePaidSlices, readPaidSlice } from '../../db/verify/page-paid-slices.ts';
import { pageTransactions } from '../../db/verify/page-transactions.ts';
import { readTallies } from '../../db/verify/read-tallies.ts';
import { sumEntries } from '../../db/verify/sum-entries.ts';
import { type PaidUnit, paidItems, paidTwice } from '../../domain/paid-units.ts';
import { type Checked, counted, finding } from './finding.ts';

export const PAGE = 500;

/** Entries of each transaction sum to zero [LG1]. */
export async function* verifyTransactions(db: Db): AsyncGenerator<Checked> {
  let count = 0;
  for (let after = ''; ; ) {
    const page = await pageTransactions(db, after, PAGE);
    for (const { txn, sum } of page)
      if (sum !== 0n)
        yield finding('TXN_UNBALANCED', { txn }, `its entries sum to ${sum} ledger units, not 0`);
    count += page.length;
    yield counted('transactions', count);
    if (page.length < PAGE) return;
    after = page[page.length - 1].txn;
  }
}

/** No payee owes and no channel earns; all accounts together have nothing. */
export async function* verifyAccounts(db: Db): AsyncGenerator<Checked> {
  let count = 0;
  for (let after = ''; ; ) {
    const page = await pageAccounts(db, after, PAGE);
    for (const { account, balance } of page) {
      const isWrong = account.startsWith('payee:')
        ? balance < 0n
        : account.startsWith('channel:') && balance > 0n;
      if (isWrong)
        yield finding('BALANCE_IMPOSSIBLE', { account }, `its entries sum to ${balance} ledger units`);
    }
    count += page.length;
    yield counted('accounts', count);
    if (page.length < PAGE) break;
    after = page[page.length - 1].account;
  }
  // Of one moment: between two pages accounts of both may have got something.
  const all = await sumEntries(db);
  if (all !== 0n)
    yield finding('LEDGER_UNBALANCED', {}, `all accounts together have ${all} ledger units, not 0`);
}

/** What jobs spent is what they were charged, and within their budgets [LG2]. */
export async function* verifyJobs(db: Db): AsyncGenerator<Checked> {
  let count = 0;
  for (let after = ''; ; ) {
    const page = await pageJobSums(db, after, PAGE);
    for (const sums of page) yield* verifyJob(db, sums);
    count += page.length;
    yield counted('jobs', count);
    if (page.length < PAGE) return;
    after = page[page.length - 1].job;
  }
}

async function* verifyJob(db: Db, seen: JobSums): AsyncGenerator<Checked> {
  const sums = seen.spent === seen.charged ? seen : await withUnfolded(db, seen.job);
  const { job, spent, charged, budget, used } = sums;
  if (spent !== charged)
    yield finding(
      'JOB_MISSPENT',
      { account: job },
      `its slices spent ${spent}, the ledger charged ${charged}`,
    );
  // What was set aside for a job that has ended is nobody's claim any more.
  const claimed = sums.state === 'running' ? used : spent;
  if (budget !== null && claimed > budget)
    yield finding(
      'JOB_OVER_BUDGET',
      { account: job },
      `it spent or set aside ${claimed} of a budget of ${budget}`,
    );
}

/** Slices and what commits of the last seconds added are written together; the ledger follows when tallies are folded. */
const withUnfolded = (db: Db, job: JobId): Promise<JobSums> =>
  snapshot(db, async (sql) => {
    const sums = await readJobSums(sql, job);
    const unfolded = (await readTallies(sql)).charges().get(job) ?? 0n;
    return { ...sums, charged: sums.charged + unfolded };
  });

/** No item is charged twice [LG3]; slices' totals are those of their segments. */
export async function* verifySlices(db: Db): AsyncGenerator<Checked> {
  let count = 0;
  for (let after = 0; ; ) {
    const page = await pagePaidSlices(db, after, PAGE);
    for (const { id } of page) yield* verifySlice(...(await paidUnitsOf(db, id)));
    count += page.length;
    yield counted('paid slices', count);
    if (page.length < PAGE) return;
    after = page[page.length - 1].id;
  }
}

const paidUnitsOf = (db: Db, id: PaidSlice['id']): Promise<[PaidSlice, PaidUnit[]]> =>
  snapshot(db, async (sql) => {
    const slice = await readPaidSlice(sql, id);
    const log = await readLog(sql, slice);
    return [slice, [...log.attempts()].filter((unit) => unit.isPaid || unit.charged > 0n)];
  });

function* verifySlice(slice: PaidSlice, units: readonly PaidUnit[]): Generator<Checked> {
  const of = { account: slice.job, txn: `slice:${slice.id}` };
  for (const { first, count } of paidTwice(units))
    yield finding('ITEM_PAID_TWICE', of, `items ${first} to ${first + count - 1} were charged twice`);
  const spent = units.reduce((sum, unit) => sum + unit.charged, 0n);
  if (spent !== slice.spent)
    yield finding('SLICE_MISCOUNTED', of, `its units were charged ${spent}, its total says ${slice.spent}`);
  // A unit of which a part was paid before adds nothing to the total, and is charged nothing.
  const [least, most] = [units.filter(({ charged }) => charged > 0n), units].map(paidItems);
  if (slice.paidItems < least || slice.paidItems > most)
    yield finding(
      'SLICE_MISCOUNTED',
      of,
      `${most} of its items were final, its total says ${slice.paidItems}`,
    );
}
