/** Vouchers, payees and what is settled on chain. */
import { Type } from '@sinclair/typebox';
import { Address, Bytes32, Channel, closed, nullable, TokenUnits } from './common.ts';

export const PaymentsReply = Type.Object({
  chainId: Type.Integer(),
  rpcUrl: Type.String(),
  hub: Address,
  token: Address,
  operator: Address,
  feePpm: Type.Integer(),
  settled: nullable(Type.Object({ epoch: Type.Integer(), tx: Type.String(), total: Type.String() })),
});
export const VoucherBody = Type.Object(
  { channel: Channel, cumulative: TokenUnits, signature: Type.String({ pattern: '^0x[0-9a-fA-F]{130}$' }) },
  closed,
);
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
export const ProofReply = Type.Object({
  epoch: Type.Integer(),
  index: Type.Integer(),
  account: Address,
  cumulative: Type.String(),
  proof: Type.Array(Type.String()),
  root: Type.String(),
});
