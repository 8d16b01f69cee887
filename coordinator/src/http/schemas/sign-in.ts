/** Signing in with a wallet. */
import { Type } from '@sinclair/typebox';
import { Address, closed, described, moment } from './common.ts';

export const SignInBody = Type.Object(
  {
    address: Address,
    chainId: Type.Optional(
      Type.Integer({
        minimum: 1,
        maximum: Number.MAX_SAFE_INTEGER,
        description: 'the wallet’s; 1 if absent',
      }),
    ),
  },
  closed,
);
export const SignInReply = Type.Object({
  nonce: Type.String(),
  message: Type.String(described('to be signed by personal_sign, within ten minutes')),
});
export const SignedBody = Type.Object(
  {
    nonce: Type.String({ pattern: '^[0-9a-f]{32}$' }),
    signature: Type.String({ pattern: '^0x[0-9a-fA-F]{130}$' }),
  },
  closed,
);
export const SessionReply = Type.Object({
  account: Type.String(),
  key: Type.String(described('opens the account until it expires')),
  expires: moment,
});
export const LeftReply = Type.Object({ left: Type.Literal(true) });
