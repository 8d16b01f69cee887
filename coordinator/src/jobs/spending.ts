/** Limits on what an account spends: set by it, and checked wherever something of it is promised. */
import {
  type AccountId,
  type JobId,
  KnownError,
  LEDGER_UNITS_PER_TOKEN_UNIT,
  LIMITS,
} from '@manyhands/protocol';
import type { Db, Sql } from '../db/db.ts';
import { listKeys } from '../db/keys/list-keys.ts';
import { lockAccount } from '../db/keys/lock-account.ts';
import { isLimitedKey } from '../db/limits/is-limited-key.ts';
import { type ListedLimit, listLimits } from '../db/limits/list-limits.ts';
import { lockLimits, type Spender } from '../db/limits/lock-limits.ts';
import { removeLimit } from '../db/limits/remove-limit.ts';
import { setLimit } from '../db/limits/set-limit.ts';
import { sumUse } from '../db/limits/sum-use.ts';
import { excessOver, type LimitOf, type Room, type SpendingLimit, type Use } from '../domain/spending.ts';
import type { Researcher } from './desk.ts';

const tokenUnits = (ledger: bigint): string => String(ledger / LEDGER_UNITS_PER_TOKEN_UNIT);

/** What somebody promises to spend. Ledger units. */
export interface Promised {
  /** Beside what is promised already. */
  readonly more: bigint;
  /** What one unit must be able to take, so that a day's limit lets the job move at all. */
  readonly unit: bigint;
  /** A job whose own budget is not counted among what is promised already. */
  readonly starting: JobId | null;
}

/** Throws SPENDING_LIMIT where a promise exceeds what its key or channel may spend in all, or a unit what they may spend on a day [SP2]. */
export async function checkLimits(
  sql: Sql,
  spender: Spender,
  { more, unit, starting }: Promised,
): Promise<void> {
  for (const limit of await lockLimits(sql, spender)) {
    const excess = excessOver(limit, await sumUse(sql, spender.account, limit, starting), more);
    if (excess > 0n)
      throw beyond(
        limit,
        `may spend ${tokenUnits(limit.total ?? 0n)} token units in all; this and what is promised already come to ${tokenUnits(excess)} more`,
      );
    if (limit.perDay !== null && limit.perDay < unit)
      throw beyond(
        limit,
        `may spend ${tokenUnits(limit.perDay)} token units on a day, and one unit of this job may take ${tokenUnits(unit)}`,
      );
  }
}

const beyond = ({ kind, subject, perDay, total }: SpendingLimit, what: string): KnownError =>
  new KnownError('SPENDING_LIMIT', `the ${kind} ${subject} ${what}: raise its limit to go on`, {
    details: {
      [kind]: subject,
      perDay: perDay === null ? null : tokenUnits(perDay),
      total: total === null ? null : tokenUnits(total),
    },
  });

const NO_MORE = {
  day: 'may spend no more today (UTC): raise its limit, or come again when its calls are final',
  total: 'may spend no more: raise its limit, or come again when its calls are final',
  exit: 'is being withdrawn, and vouchers cover no more: take the exit back',
} as const;

/** Throws SPENDING_LIMIT or VOUCHER_UNCOVERED where too little is left for a call, which is answered now or not at all. */
export function checkRoom(room: Room | null, needed: bigint): void {
  if (room === null || room.free >= needed) return;
  throw new KnownError(
    room.of === 'exit' ? 'VOUCHER_UNCOVERED' : 'SPENDING_LIMIT',
    `the ${room.kind} ${room.subject} ${NO_MORE[room.of]}`,
    { details: { [room.kind]: room.subject } },
  );
}

/** Throws LIMITED_KEY where a key whose spending is limited asks for what would get around that [SP3]. */
export async function refuseLimited(sql: Sql, { id, key }: Researcher, what: string): Promise<void> {
  if (key === null || !(await isLimitedKey(sql, id, key))) return;
  throw new KnownError(
    'LIMITED_KEY',
    `the spending of this key is limited, and it cannot ${what}: use a key of the account that has no limit`,
  );
}

/** The same where it would spend by the budget of a job or graph that another key started. */
export async function refuseForeign(
  sql: Sql,
  researcher: Researcher,
  { channel, key }: { readonly channel: unknown; readonly key: string | null },
): Promise<void> {
  if (channel !== null && key !== researcher.key)
    await refuseLimited(sql, researcher, 'spend by a job or graph that another key started');
}

/** What is asked for; both null: no limit any more. Ledger units. */
export interface AskedLimit extends LimitOf {
  readonly perDay: bigint | null;
  readonly total: bigint | null;
}

/**
 * Sets, changes or takes away a limit. Throws LIMITED_KEY, KEY_UNKNOWN and LIMITS_FULL, and KEY_IN_USE for the key that asks: it could
 * not take its limit back, and an account whose keys are all limited would be so for good.
 */
export async function changeLimit(db: Db, researcher: Researcher, asked: AskedLimit): Promise<void> {
  const { id } = researcher;
  await db.transaction(async (sql) => {
    await lockAccount(sql, id);
    await refuseLimited(sql, researcher, 'change limits');
    if (asked.perDay === null && asked.total === null) return removeLimit(sql, id, asked);
    if (asked.subject === researcher.key)
      throw new KnownError(
        'KEY_IN_USE',
        'you ask with this very key, which could not take the limit back; limit it with another key of the account',
      );
    if (asked.kind === 'key' && !(await listKeys(sql, id)).some((key) => key.id === asked.subject))
      throw new KnownError(
        'KEY_UNKNOWN',
        `this account has no key ${asked.subject}; GET /v1/keys lists them`,
      );
    if (await setLimit(sql, id, asked, LIMITS.spendingLimits)) return;
    throw new KnownError(
      'LIMITS_FULL',
      `an account has at most ${LIMITS.spendingLimits} spending limits; take one away first`,
      { details: { limit: LIMITS.spendingLimits } },
    );
  });
}

/** An account's limits, and how far each is used. One after the other: hundreds of sums at once would keep everybody else waiting. */
export async function limitsOf(sql: Sql, account: AccountId) {
  const used: (ListedLimit & Use)[] = [];
  for (const limit of await listLimits(sql, account))
    used.push({ ...limit, ...(await sumUse(sql, account, limit)) });
  return used;
}
