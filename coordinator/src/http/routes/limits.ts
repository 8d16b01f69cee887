import type { AccountId } from '@manyhands/protocol';
import { KnownError, LEDGER_UNITS_PER_TOKEN_UNIT } from '@manyhands/protocol';
import type { Sql } from '../../db/db.ts';
import type { Desk } from '../../jobs/desk.ts';
import { changeLimit, limitsOf } from '../../jobs/spending.ts';
import { callerOf, keyed } from '../caller.ts';
import { LimitBody, LimitsReply } from '../schemas/limits.ts';
import type { Server } from '../type-provider.ts';

/** What an account allows its keys and channels to spend. */
export function limitRoutes(app: Server, desk: Desk): void {
  app.get(
    '/v1/limits',
    {
      // Adds up all that each limit's jobs were charged, as does the answer to a change.
      config: { rateLimit: { max: 60 } },
      schema: { ...keyed, summary: 'The spending limits of this account', response: { 200: LimitsReply } },
    },
    async (request) => listed(desk.db, (await callerOf(desk, request)).id),
  );
  app.post(
    '/v1/limits',
    {
      config: { rateLimit: { max: 60 } },
      schema: {
        ...keyed,
        summary: 'Set, change or take away a spending limit',
        body: LimitBody,
        response: { 200: LimitsReply },
      },
    },
    async (request) => {
      const researcher = await callerOf(desk, request);
      const { kind, subject, perDay, total } = request.body;
      if ((kind === 'channel') !== subject.startsWith('0x'))
        throw new KnownError(
          'REQUEST_INVALID',
          `body.subject is no ${kind}: a key’s id has 16 hex digits, a channel’s 0x and 64`,
          {
            details: { field: 'body.subject' },
          },
        );
      await changeLimit(desk.db, researcher, {
        kind,
        subject,
        perDay: ledgerUnits(perDay),
        total: ledgerUnits(total),
      });
      desk.dispatcher.lookForJobs();
      return listed(desk.db, researcher.id);
    },
  );
}

const ledgerUnits = (amount: string | null): bigint | null =>
  amount === null ? null : BigInt(amount) * LEDGER_UNITS_PER_TOKEN_UNIT;

const tokenUnits = (ledger: bigint): string => String(ledger / LEDGER_UNITS_PER_TOKEN_UNIT);

async function listed(sql: Sql, account: AccountId) {
  const limits = await limitsOf(sql, account);
  return {
    limits: limits.map(({ kind, subject, perDay, total, ...use }) => ({
      kind,
      subject,
      perDay: perDay === null ? null : tokenUnits(perDay),
      total: total === null ? null : tokenUnits(total),
      today: tokenUnits(use.today),
      spent: tokenUnits(use.spent),
      reserved: tokenUnits(use.reserved),
      open: tokenUnits(use.open),
    })),
  };
}
