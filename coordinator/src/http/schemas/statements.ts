/** Statements of ledger accounts. */
import { Type } from '@sinclair/typebox';
import { AccountSignature, Address, Bytes32, closed, moment } from './common.ts';

const shape = {
  format: Type.Optional(
    Type.Union(
      (['csv', 'json'] as const).map((format) => Type.Literal(format)),
      { description: 'csv if absent' },
    ),
  ),
  from: Type.Optional(moment),
  to: Type.Optional(moment),
};
export const StatementQuery = Type.Object(shape, closed);
export const OperatorQuery = Type.Object(
  {
    ...shape,
    account: Type.Optional(
      Type.String({
        pattern: '^(operator|channel:0x[0-9a-f]{64}|payee:0x[0-9a-f]{40})$',
        description: 'a ledger account; the operator’s if absent',
      }),
    ),
  },
  closed,
);
export const StatementBody = Type.Object(
  {
    ...shape,
    at: Type.Integer({ minimum: 0, maximum: Number.MAX_SAFE_INTEGER, description: 'ms since 1970' }),
    signature: AccountSignature,
  },
  { ...closed, description: 'signed by the payee: EIP-712 StatementRequest' },
);
export const ByChannel = Type.Object({ channel: Bytes32 });
export const ByPayee = Type.Object({ address: Address });
