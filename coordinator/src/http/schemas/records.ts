/** What is kept of a device, for whoever has its key. */
import { Type } from '@sinclair/typebox';
import { AccountSignature, closed, count, Device, DeviceSignature, described, nullable } from './common.ts';

const at = Type.Integer({ minimum: 0, maximum: Number.MAX_SAFE_INTEGER, description: 'ms since 1970' });
export const ById = Type.Object({ id: Device });
export const EraseBody = Type.Object({ at, signature: DeviceSignature }, closed);
export const ExportBody = Type.Object(
  {
    at,
    signature: DeviceSignature,
    statement: Type.Optional(
      Type.Object(
        { account: Device, at, signature: AccountSignature },
        { ...closed, description: 'for the ledger entries of an account: EIP-712 StatementRequest' },
      ),
    ),
  },
  closed,
);
/** As it is kept: a record of everything has no fixed shape. */
export const ExportReply = Type.Unknown();
export const EraseReply = Type.Object({
  erased: Type.Object({ names: count, counts: count, challenges: count }),
  kept: Type.Array(
    Type.Object({
      what: Type.String(),
      why: Type.String(),
      until: nullable(Type.String(described('null: as long as the network'))),
    }),
  ),
});
