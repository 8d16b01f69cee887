/** Vouchers, payees and what is settled on chain. */
import { Type } from '@sinclair/typebox';
import {
  AccountSignature,
  Address,
  Bytes32,
  Channel,
  closed,
  described,
  nullable,
  TokenUnits,
} from './common.ts';

export const PaymentsReply = Type.Object({
  chainId: Type.Integer(),
  rpcUrl: Type.String(),
  hub: Address,
  token: Address,
  operator: Address,
  feePpm: Type.Integer(),
  settled: nullable(Type.Object({ epoch: Type.Integer(), tx: Type.String(), total: Type.String() })),
  bond: nullable(
    Type.Object({
      amount: Type.String(described('the operator’s bond at the hub, in token units')),
      exitAt: nullable(Type.Integer(described('when it may be withdrawn, in s since 1970'))),
    }),
  ),
  demands: Type.Object({
    open: Type.Integer(described('demanded of the pending root and not answered yet')),
    unmet: Type.Integer(described('of them: what the root does not have, so that it will be cancelled')),
  }),
  settling: Type.Object(
    {
      code: Type.String(described('how settlement stands; docs/OPERATE.md has all of them')),
      sentence: Type.String(),
      figures: Type.Record(
        Type.String(),
        Type.String(),
        described('what the sentence names, as decimal text'),
      ),
      since: Type.String(described('when it came to be so')),
      leads: Type.Boolean(described('whether this coordinator is the one of its database that settles')),
      everySeconds: nullable(
        Type.Integer(described('how often it is looked for what is new; null: when it is asked to')),
      ),
    },
    described('what settlement waits for, the same at every coordinator of the database'),
  ),
});
export const EpochsReply = Type.Object({
  epochs: Type.Array(
    Type.Object({
      epoch: Type.Integer(),
      root: Bytes32,
      tx: Bytes32,
      total: Type.String(described('all that was ever given to payees')),
      pays: Type.String(described('what this epoch newly gave')),
      leaves: Type.String(
        described('of the published leaves: at /v1/blobs/ under this hash, 28 bytes for each payee'),
      ),
      at: Type.String(),
    }),
  ),
});
export const VoucherBody = Type.Object(
  {
    channel: Channel,
    cumulative: TokenUnits,
    signature: AccountSignature,
    steps: Type.Optional(
      Type.Array(Type.Object({ cumulative: TokenUnits, signature: AccountSignature }, closed), {
        maxItems: 32,
        description:
          'rising vouchers below this one: of what is paid ahead no more is redeemed than the next step',
      }),
    ),
  },
  closed,
);
/** The channel's salt is that of channels for this alone. */
export const MakeGoodBody = Type.Object(
  { channel: Channel, cumulative: TokenUnits, signature: AccountSignature },
  closed,
);
export const MakeGoodReply = Type.Object({
  booked: Type.String(described('what this gave to the operator’s account, in token units')),
  all: Type.String(described('all that the channel ever paid in')),
});
export const VoucherReply = Type.Object({ channel: Bytes32, cumulative: Type.String() });
export const BillReply = Type.Object({
  channel: nullable(Type.String()),
  owed: Type.String(),
  vouchered: Type.String(),
  creditWindow: Type.String(),
});
export const PayeeReply = Type.Object({
  address: Address,
  earned: Type.String(),
  held: Type.String(),
  rooted: Type.String(),
  claimed: nullable(Type.String()),
});
/** What the payee signs, as EIP-712 typed data RelayedClaim of the hub, together with account and relayer. */
export const RelayBody = Type.Object(
  {
    index: Type.Integer({ minimum: 0, maximum: Number.MAX_SAFE_INTEGER }),
    claimed: TokenUnits,
    fee: TokenUnits,
    least: TokenUnits,
    deadline: Type.Integer({ minimum: 0, maximum: Number.MAX_SAFE_INTEGER, description: 's since 1970' }),
    signature: AccountSignature,
  },
  closed,
);
export const RelayReply = Type.Object({
  index: Type.Integer(),
  claimed: TokenUnits,
  due: Type.String(described('settled and not claimed')),
  cost: Type.String(described('what the gas costs now')),
  fee: Type.String(),
  net: Type.String(described('what the payee would get')),
  relayer: Address,
  deadline: Type.Integer(),
  reason: nullable(
    Type.Object({
      code: Type.String(described('NOTHING_DUE, BELOW_GAS or PENDING')),
      sentence: Type.String(),
    }),
  ),
  last: nullable(
    Type.Object({
      state: Type.String(described('asked, sent, done or dropped')),
      fee: Type.String(),
      tx: nullable(Type.String()),
      why: Type.String(described('why it waits or was dropped, or empty')),
    }),
  ),
});
/** The operator signs it as EIP-712 typed data Receipt of the hub. */
export const ReceiptReply = Type.Object({
  index: Type.Integer(),
  account: Address,
  cumulative: TokenUnits,
  dueEpoch: Type.Integer(described('every root from this epoch on says as much')),
  signature: AccountSignature,
});
export const DueVouchersReply = Type.Object({
  vouchers: Type.String(described('as the hub’s redeem takes them: 0x and 144 bytes each as hex')),
});
export const ProofReply = Type.Object({
  epoch: Type.Integer(),
  index: Type.Integer(),
  account: Address,
  cumulative: Type.String(),
  proof: Type.Array(Type.String()),
  root: Type.String(),
});
