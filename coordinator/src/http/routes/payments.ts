import { KnownError, type Payee, type TokenUnits, toHex } from '@manyhands/protocol';
import { Type } from '@sinclair/typebox';
import type { Payments } from '../../jobs/payments.ts';
import type { RelayQuote } from '../../settlement/quote.ts';
import { Address } from '../schemas/common.ts';
import {
  DueVouchersReply,
  EpochsReply,
  PayeeReply,
  PaymentsReply,
  ProofReply,
  ReceiptReply,
  RelayBody,
  RelayReply,
  VoucherBody,
  VoucherReply,
} from '../schemas/payments.ts';
import type { Server } from '../type-provider.ts';

const ByAddress = Type.Object({ address: Address });

const quoteReply = ({ claimed, due, cost, fee, net, last, ...rest }: RelayQuote) => ({
  ...rest,
  claimed: String(claimed),
  due: String(due),
  cost: String(cost),
  fee: String(fee),
  net: String(net),
  last: last && {
    state: last.state,
    fee: String(last.fee),
    tx: last.tx,
    why: last.why,
  },
});

const payeeIn = (address: string): Payee => address.toLowerCase() as Payee;
const amountIn = (digits: string): TokenUnits => BigInt(digits) as TokenUnits;

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
  app.get(
    '/v1/epochs',
    {
      schema: { summary: 'The last settlements, and where their leaves are', response: { 200: EpochsReply } },
    },
    async () => ({ epochs: await on().epochs() }),
  );
  app.post(
    '/v1/vouchers',
    {
      schema: { summary: 'Promise a cumulative amount', body: VoucherBody, response: { 200: VoucherReply } },
    },
    async (request) => {
      const { channel, cumulative, signature, steps } = request.body;
      const accepted = await on().accept({
        channel,
        cumulative: amountIn(cumulative),
        signature,
        steps: steps?.map((step) => ({ ...step, cumulative: amountIn(step.cumulative) })),
      });
      return { channel: accepted.channel, cumulative: String(accepted.cumulative) };
    },
  );
  app.get(
    '/v1/vouchers/due',
    {
      config: { rateLimit: { max: 60 } },
      schema: {
        summary: 'What the next epoch redeems, which anybody may redeem',
        response: { 200: DueVouchersReply },
      },
    },
    async () => ({ vouchers: `0x${toHex(await on().dueVouchers())}` }),
  );
  app.get(
    '/v1/payees/:address',
    { schema: { summary: 'What a payee earned', params: ByAddress, response: { 200: PayeeReply } } },
    async (request) => {
      const address = request.params.address.toLowerCase();
      const { earned, held, rooted, claimed } = await on().standings.balanceOf(address);
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
  app.post(
    '/v1/payees/:address/receipt',
    {
      config: { rateLimit: { max: 60 } },
      schema: {
        summary: 'The operator’s signed word on what a payee has',
        params: ByAddress,
        response: { 200: ReceiptReply },
      },
    },
    async (request) => {
      const receipt = await on().receiptOf(payeeIn(request.params.address));
      return { ...receipt, cumulative: String(receipt.cumulative) };
    },
  );
  app.get(
    '/v1/payees/:address/claim',
    {
      // Each asks the chain several times.
      config: { rateLimit: { max: 60 } },
      schema: {
        summary: 'What a claim by the relayer would bring',
        params: ByAddress,
        response: { 200: RelayReply },
      },
    },
    async (request) => quoteReply(await on().quoteRelay(payeeIn(request.params.address))),
  );
  app.post(
    '/v1/payees/:address/claim',
    {
      config: { rateLimit: { max: 20 } },
      schema: {
        summary: 'Have the relayer claim, on terms that the payee signed',
        params: ByAddress,
        body: RelayBody,
        response: { 200: RelayReply },
      },
    },
    async (request) => {
      const { claimed, fee, least, ...rest } = request.body;
      const amounts = { claimed: amountIn(claimed), fee: amountIn(fee), least: amountIn(least) };
      return quoteReply(await on().askRelay({ ...rest, ...amounts, payee: payeeIn(request.params.address) }));
    },
  );
}
