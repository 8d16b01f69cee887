import { KnownError } from '@manyhands/protocol';
import type { Db } from '../../db/db.ts';
import type { Payments } from '../../jobs/payments.ts';
import {
  checkRequest,
  checkStatement,
  eraseRecord,
  recordOf,
  type StatementRequest,
  statementOf,
} from '../../records/records.ts';
import { ById, EraseBody, EraseReply, ExportBody, ExportReply } from '../schemas/records.ts';
import type { Server } from '../type-provider.ts';

export interface RecordTerms {
  readonly payments: Payments | null;
  readonly receiptDays: number;
}

/** A device's record, to take along or to erase. Both read much, so few are taken. */
export function recordRoutes(app: Server, db: Db, { payments, receiptDays }: RecordTerms): void {
  const config = { rateLimit: { max: 10 } };
  const entriesOf = async (asked: StatementRequest) => {
    if (payments === null)
      throw new KnownError('PAYMENTS_OFF', 'this coordinator pays nobody: it has no ledger');
    checkStatement(asked, await payments.facts(), Date.now());
    return { account: asked.account, entries: await statementOf(db, asked.account) };
  };
  app.post(
    '/v1/devices/:id/export',
    {
      config,
      schema: {
        summary: 'Everything that is kept of a device',
        params: ById,
        body: ExportBody,
        response: { 200: ExportReply },
      },
    },
    async (request) => {
      const { at, signature, statement } = request.body;
      const device = request.params.id;
      checkRequest({ device, act: 'export', at }, signature, Date.now());
      const ledger = statement === undefined ? null : await entriesOf(statement);
      return { ...(await recordOf(db, device, receiptDays)), ledger };
    },
  );
  app.post(
    '/v1/devices/:id/erase',
    {
      config,
      schema: {
        summary: 'Erase what need not be kept of a device',
        params: ById,
        body: EraseBody,
        response: { 200: EraseReply },
      },
    },
    async (request) => {
      const { at, signature } = request.body;
      const device = request.params.id;
      checkRequest({ device, act: 'erase', at }, signature, Date.now());
      const { erased, kept } = await eraseRecord(db, device, receiptDays);
      return { erased, kept: [...kept] };
    },
  );
}
