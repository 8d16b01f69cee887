import { type Amount, LEDGER_UNITS_PER_TOKEN_UNIT, type TokenUnits } from '@manyhands/protocol';
import type { Db, Sql } from '../db/db.ts';
import { findMisspentJobs, type Misspent } from '../db/ledger/find-misspent-jobs.ts';
import { findUnbalanced } from '../db/ledger/find-unbalanced.ts';
import { foldTallies } from '../db/ledger/fold-tallies.ts';
import { readBalances } from '../db/ledger/read-balances.ts';
import { snapshot } from '../db/snapshot.ts';
import { readTallies } from '../db/verify/read-tallies.ts';

export { readPayeeBalances } from '../db/ledger/read-payee-balances.ts';
export { readStatement, type StatementLine } from '../db/ledger/read-statement.ts';

/** Names of ledger accounts, the only places where they are put together. */
export const channelAccount = (channel: string): string => `channel:${channel}`;
export const OPERATOR_ACCOUNT = 'operator';
export const payeeAccount = (payee: string): string => `payee:${payee}`;

/** An account's balance in ledger units; 0 without entries. A channel's is negative by what it was charged. */
export async function balanceOf(sql: Sql, account: string): Promise<Amount> {
  return (await readBalances(sql, [account])).get(account) ?? (0n as Amount);
}

/** What a payee ever earned, rounded down to token units. */
export async function earnedBy(sql: Sql, payee: string): Promise<TokenUnits> {
  return wholeTokenUnits(await balanceOf(sql, payeeAccount(payee)));
}

/** Token units that an earned balance is worth, rounded down; a fraction stays in the ledger. */
export const wholeTokenUnits = (balance: bigint): TokenUnits =>
  (balance <= 0n ? 0n : balance / LEDGER_UNITS_PER_TOKEN_UNIT) as TokenUnits;

/** What is wrong with the books; nothing, unless a rule was broken. */
export interface Reconciliation {
  /** Transactions that do not sum to zero [LG1]. */
  readonly unbalanced: readonly string[];
  /** Jobs whose spending is not what the ledger charged, or above their budget [LG2]. */
  readonly misspent: readonly Misspent[];
}

/**
 * Recomputes the books from their lines, as they were at one moment: what is committed meanwhile is no difference. Reads everything:
 * for tests, start-up and operators, not for requests.
 */
export async function reconcile(db: Db): Promise<Reconciliation> {
  await foldTallies(db);
  return snapshot(db, async (sql) => ({
    unbalanced: await findUnbalanced(sql),
    misspent: await findMisspentJobs(sql, (await readTallies(sql)).charges()),
  }));
}
