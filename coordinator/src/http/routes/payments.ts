import { KnownError } from '@manyhands/protocol';
import { Type } from '@sinclair/typebox';
import type { Payments } from '../../jobs/payments.ts';
import { Address } from '../schemas/common.ts';
import { PayeeReply, PaymentsReply, ProofReply, VoucherBody, VoucherReply } from '../schemas/payments.ts';
import type { Server } from '../type-provider.ts';

const ByAddress = Type.Object({ address: Address });

/** Vouchers in, balances and proofs out. */
export function paymentRoutes(app: Server, payments: Payments | null): void {
  const on = (): Payments => {
    if (payments === null)
      throw new KnownError(
        'PAYMENTS_OFF',
        'this coordinator runs without a chain: its jobs are volunteer science',
      );
    return payments;
  };
  app.get(
    '/v1/payments',
    { schema: { summary: 'The chain this coordinator settles on', response: { 200: PaymentsReply } } },
    async () => on().facts(),
  );
  app.post(
    '/v1/vouchers',
    {
      schema: { summary: 'Promise a cumulative amount', body: VoucherBody, response: { 200: VoucherReply } },
    },
    async (request) => {
      const { channel, cumulative, signature } = request.body;
      const accepted = await on().accept({ channel, cumulative: BigInt(cumulative), signature });
      return { channel: accepted.channel, cumulative: String(accepted.cumulative) };
    },
  );
  app.get(
    '/v1/payees/:address',
    { schema: { summary: 'What a payee earned', params: ByAddress, response: { 200: PayeeReply } } },
    async (request) => {
      const address = request.params.address.toLowerCase();
      const { earned, held, rooted, claimed } = await on().balanceOf(address);
      return {
        address,
        earned: String(earned),
        held: String(held),
        rooted: String(rooted),
        claimed: claimed === null ? null : String(claimed),
      };
    },
  );
  app.get(
    '/v1/payees/:address/proof',
    {
      schema: {
        summary: 'The proof for a claim at the hub',
        params: ByAddress,
        response: { 200: ProofReply },
      },
    },
    async (request) => {
      const found = await on().proofFor(request.params.address.toLowerCase());
      return { ...found, cumulative: String(found.cumulative), proof: [...found.proof] };
    },
  );
}
