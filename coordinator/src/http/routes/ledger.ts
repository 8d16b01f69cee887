import { isKnownError, KnownError, type TokenUnits } from '@manyhands/protocol';
import type { Payments } from '../../jobs/payments.ts';
import { adminGate } from '../admin.ts';
import { keyed } from '../caller.ts';
import { MakeGoodBody, MakeGoodReply } from '../schemas/payments.ts';
import type { Server } from '../type-provider.ts';
import { bytesOf } from './results.ts';

const config = { rateLimit: { max: 20 } };

/** The operator has all books recomputed and compared, once at a time: it reads everything. */
export function ledgerRoutes(
  app: Server,
  { payments, adminKey }: { readonly payments: Payments | null; readonly adminKey: string },
): void {
  const checkAdmin = adminGate(adminKey);
  let isVerifying = false;
  const on = (): Payments => {
    if (payments === null)
      throw new KnownError('PAYMENTS_OFF', 'this coordinator pays nobody: it has no ledger');
    return payments;
  };
  app.post(
    '/v1/admin/ledger/make-good',
    {
      config,
      schema: {
        ...keyed,
        summary: 'Take what the operator pays in for what it lost',
        body: MakeGoodBody,
        response: { 200: MakeGoodReply },
      },
    },
    async (request) => {
      checkAdmin(request);
      const { channel, cumulative, signature } = request.body;
      const { booked, all } = await on().makeGood({
        ...{ channel, signature },
        cumulative: BigInt(cumulative) as TokenUnits,
      });
      return { booked: String(booked), all: String(all) };
    },
  );
  app.get(
    '/v1/admin/ledger/verify',
    {
      config,
      schema: { ...keyed, summary: 'Recompute the books and compare them: what is found, as NDJSON' },
    },
    async (request, reply) => {
      checkAdmin(request);
      const verified = on();
      if (isVerifying)
        throw new KnownError('RATE_LIMITED', 'the ledger is being verified; ask again when that is done');
      isVerifying = true;
      // Also where the reader goes before the last line.
      reply.raw.once('close', () => {
        isVerifying = false;
      });
      return reply
        .headers({ 'content-type': 'application/x-ndjson', 'cache-control': 'no-store' })
        .send(bytesOf(verifyLines(verified.verify())));
    },
  );
}

/** A line each; a failure on the way is the last one, because a status was sent before. */
async function* verifyLines(said: AsyncGenerator<object>): AsyncGenerator<string> {
  try {
    for await (const each of said) yield `${JSON.stringify(each)}\n`;
  } catch (error) {
    if (!isKnownError(error)) throw error;
    yield `${JSON.stringify({ kind: 'failed', code: error.code, message: error.message })}\n`;
  }
}
