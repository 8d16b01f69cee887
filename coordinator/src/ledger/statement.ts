/** What an account was paid and charged in a period, line by line, as text that is made while it is sent. */
import type { Db } from '../db/db.ts';
import { foldTallies } from '../db/ledger/fold-tallies.ts';
import { readStatementOn, type StatementLine } from '../db/ledger/read-statement.ts';
import { type Period, type StatementSums, sumStatement } from '../db/ledger/sum-statement.ts';
import { csvLine } from '../domain/csv.ts';
import { wholeTokenUnits } from './ledger.ts';

/** Lines read at once. */
const PAGE = 1_000;

/** The epoch whose root first gave a payee so many token units in all, and its transaction; null: none yet. Asked in rising order. */
export type PayableAt = (amount: bigint) => Promise<PayableIn | null>;

export interface PayableIn {
  readonly epoch: number;
  readonly tx: string;
}

/** Of accounts that no leaf stands for. */
export const NEVER_PAYABLE: PayableAt = async () => null;

/** An account's statement before its lines are read: amounts are ledger units. */
export interface Statement extends Period, StatementSums {
  readonly account: string;
  /** How the account stands beside the ledger, in token units as decimal text: vouchers, leaves and the chain. */
  readonly standing: Readonly<Record<string, string | boolean | null>>;
  readonly payableAt: PayableAt;
}

/** A line with what the account came to by it, and in which epoch the whole units of that became payable [SM3]. */
export type RunningLine = StatementLine & { readonly balance: bigint; readonly payable: PayableIn | null };

type Beside = Pick<Statement, 'standing' | 'payableAt'>;

/** Everything that was committed before is in it. */
export async function openStatement(
  db: Db,
  account: string,
  period: Period,
  beside: Beside,
): Promise<Statement> {
  await foldTallies(db);
  return { account, ...period, ...(await sumStatement(db, account, period)), ...beside };
}

/**
 * Its lines, oldest first, a page of them in memory. They sum to the difference of closing and opening balance [SM1]: where
 * they do not, books were rewritten meanwhile, and the last of them is not given out.
 */
export async function* linesOf(db: Db, statement: Statement): AsyncGenerator<RunningLine> {
  const { account, from, to, last, payableAt } = statement;
  let balance: bigint = statement.opening;
  for (let after = 0; ; ) {
    const page = await readStatementOn(db, account, { from, to, after, last, limit: PAGE });
    const isEnd = page.length < PAGE;
    for (const [i, line] of page.entries()) {
      balance += line.amount;
      if (isEnd && i === page.length - 1) checkClosing(statement, balance);
      yield { ...line, balance, payable: await payableAt(wholeTokenUnits(balance)) };
    }
    if (isEnd) return;
    after = page[page.length - 1].id;
  }
}

function checkClosing({ account, closing }: Statement, balance: bigint): void {
  if (balance !== closing)
    throw new Error(`[SM1] the lines of ${account} come to ${balance}, its balance is ${closing}`);
}

export type StatementFormat = 'csv' | 'json';

/** The statement in pieces of text. */
export const statementText = (db: Db, statement: Statement, format: StatementFormat) =>
  format === 'csv' ? csvOf(db, statement) : jsonOf(db, statement);

async function* csvOf(db: Db, statement: Statement): AsyncGenerator<string> {
  const { from, to, opening, closing } = statement;
  yield csvLine(['at', 'txn', 'job', 'role', 'ledger_units', 'balance', 'epoch', 'root_tx']);
  yield csvLine([timeOf(from), '', '', 'opening', '', String(opening), '', '']);
  for await (const { at, txn, job, kind, amount, balance, payable } of linesOf(db, statement)) {
    const { epoch = '', tx = '' } = payable ?? {};
    yield csvLine([
      at.toISOString(),
      txn,
      job ?? '',
      kind,
      String(amount),
      String(balance),
      String(epoch),
      tx,
    ]);
  }
  yield csvLine([timeOf(to), '', '', 'closing', '', String(closing), '', '']);
}

const timeOf = (at: Date | null): string => at?.toISOString() ?? '';

async function* jsonOf(db: Db, statement: Statement): AsyncGenerator<string> {
  const { account, from, to, opening, closing, lines, standing } = statement;
  const head = {
    account,
    from,
    to,
    opening: String(opening),
    closing: String(closing),
    count: lines,
    standing,
  };
  yield `${JSON.stringify(head).slice(0, -1)},"lines":[`;
  let comma = '';
  for await (const { at, txn, job, kind, amount, balance, payable } of linesOf(db, statement)) {
    const { epoch = null, tx: rootTx = null } = payable ?? {};
    const line = { at, txn, job, role: kind, amount: String(amount), balance: String(balance) };
    yield `${comma}${JSON.stringify({ ...line, epoch, rootTx })}`;
    comma = ',';
  }
  yield ']}\n';
}
