import { KnownError } from '@manyhands/protocol';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { findWalletAccount } from '../../db/keys/find-wallet-account.ts';
import type { Period } from '../../db/ledger/sum-statement.ts';
import { hasChannel } from '../../db/usage/has-channel.ts';
import type { Desk } from '../../jobs/desk.ts';
import type { Payments } from '../../jobs/payments.ts';
import { channelAccount, payeeAccount } from '../../ledger/ledger.ts';
import { openStatement, type StatementFormat, statementText } from '../../ledger/statement.ts';
import { checkStatement } from '../../records/records.ts';
import { adminGate } from '../admin.ts';
import { callerOf, keyed } from '../caller.ts';
import { ByChannel, ByPayee, OperatorQuery, StatementBody, StatementQuery } from '../schemas/statements.ts';
import type { Server } from '../type-provider.ts';
import { bytesOf } from './results.ts';

interface Asked {
  readonly format?: StatementFormat;
  readonly from?: string;
  readonly to?: string;
}

const TYPES = { csv: 'text/csv; charset=utf-8', json: 'application/json; charset=utf-8' } as const;
const NAMES = { csv: 'statement.csv', json: 'statement.json' } as const;
/** Each may read all that an account ever had. */
const config = { rateLimit: { max: 20 } };

/** What accounts were paid and charged, told to whom they belong and to nobody else [SM2]. */
export function statementRoutes(
  app: Server,
  desk: Desk,
  { payments, adminKey }: { readonly payments: Payments | null; readonly adminKey: string },
): void {
  const { db } = desk;
  const checkAdmin = adminGate(adminKey);
  const on = (): Payments => {
    if (payments === null)
      throw new KnownError('PAYMENTS_OFF', 'this coordinator pays nobody: it has no ledger');
    return payments;
  };
  const standingOf = (account: string) => {
    const [kind, name] = account.split(':');
    if (kind === 'channel') return on().standings.channelStanding(name);
    return kind === 'payee' ? on().standings.payeeStanding(name) : on().standings.operatorStanding();
  };
  const send = async (reply: FastifyReply, account: string, { format = 'csv', ...asked }: Asked) => {
    const period = periodOf(asked);
    const beside = {
      standing: await standingOf(account),
      payableAt: await on().standings.payableAt(account),
    };
    const statement = await openStatement(db, account, period, beside);
    return reply
      .headers({
        'content-type': TYPES[format],
        'cache-control': 'no-store',
        'content-disposition': `attachment; filename="${NAMES[format]}"`,
      })
      .send(bytesOf(statementText(db, statement, format)));
  };
  app.get(
    '/v1/channels/:channel/statement',
    {
      config,
      schema: {
        ...keyed,
        summary: 'What a channel of this account was charged, line by line',
        params: ByChannel,
        querystring: StatementQuery,
      },
    },
    async (request, reply) => {
      const { id } = await callerOf(desk, request);
      const channel = request.params.channel.toLowerCase();
      on();
      if (!(await hasChannel(db, id, channel)))
        throw new KnownError('CHANNEL_UNKNOWN', `no job of yours was paid by the channel ${channel}`);
      return send(reply, channelAccount(channel), request.query);
    },
  );
  app.get(
    '/v1/payees/:address/statement',
    {
      config,
      schema: {
        ...keyed,
        summary:
          'What a payee earned, line by line, each with the epoch in which it became payable, for the account that its wallet signs in to',
        params: ByPayee,
        querystring: StatementQuery,
      },
    },
    async (request, reply) => {
      const address = request.params.address.toLowerCase();
      on();
      await checkOwnWallet(desk, request, address);
      return send(reply, payeeAccount(address), request.query);
    },
  );
  app.post(
    '/v1/payees/:address/statement',
    {
      config,
      schema: { summary: 'The same, for whoever signs as the payee', params: ByPayee, body: StatementBody },
    },
    async (request, reply) => {
      const { at, signature, ...asked } = request.body;
      const account = request.params.address.toLowerCase();
      checkStatement({ account, at, signature }, await on().facts(), Date.now());
      return send(reply, payeeAccount(account), asked);
    },
  );
  app.get(
    '/v1/admin/statement',
    {
      config,
      schema: { ...keyed, summary: 'Any ledger account, line by line', querystring: OperatorQuery },
    },
    async (request, reply) => {
      checkAdmin(request);
      const { account = 'operator', ...asked } = request.query;
      on();
      return send(reply, account, asked);
    },
  );
}

async function checkOwnWallet(desk: Desk, request: FastifyRequest, address: string): Promise<void> {
  const { id } = await callerOf(desk, request);
  if ((await findWalletAccount(desk.db, address)) !== id)
    throw new KnownError(
      'RECORD_REFUSED',
      `this key was not given to ${address}: sign in with its wallet, or sign the request itself`,
    );
}

/** Throws REQUEST_INVALID where the end lies before the beginning, or one of them is no time that a database knows. */
function periodOf({ from, to }: Pick<Asked, 'from' | 'to'>): Period {
  const period = { from: momentOf('from', from), to: momentOf('to', to) };
  if (period.from !== null && period.to !== null && period.from > period.to)
    throw new KnownError('REQUEST_INVALID', 'a statement’s `to` lies before its `from`', {
      details: { field: 'querystring.to' },
    });
  return period;
}

const LATEST = Date.UTC(9999, 11, 31);

/** Texts of the right format may still be a leap second, which no Date is, or of a year that is written otherwise. */
function momentOf(name: string, text: string | undefined): Date | null {
  if (text === undefined) return null;
  const at = new Date(text);
  if (at.getTime() >= 0 && at.getTime() <= LATEST) return at;
  throw new KnownError('REQUEST_INVALID', `a statement’s \`${name}\` is a time from 1970 to 9999`, {
    details: { field: `querystring.${name}` },
  });
}
