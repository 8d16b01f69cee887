/** API keys of an account. */
import { Type } from '@sinclair/typebox';
import { closed, described, moment, nullable } from './common.ts';

const YEAR_SECONDS = 366 * 24 * 3600;

export const KeyBody = Type.Object(
  {
    name: Type.String({ minLength: 1, maxLength: 100, description: 'what it is for, for its owner' }),
    expiresInSeconds: Type.Optional(
      nullable(
        Type.Integer({
          minimum: 60,
          maximum: 10 * YEAR_SECONDS,
          description: 'when it ends by itself; never if absent',
        }),
      ),
    ),
  },
  closed,
);

const key = {
  id: Type.String(described('16 hex digits')),
  name: Type.String(),
  created: moment,
  expires: nullable(moment),
  used: nullable(Type.String({ format: 'date-time', description: 'to the minute; null: never' })),
};

export const NewKeyReply = Type.Object({ ...key, key: Type.String(described('shown once')) });
export const KeysReply = Type.Object({
  keys: Type.Array(Type.Object({ ...key, asks: Type.Boolean(described('this request came with it')) })),
});
export const KeyParams = Type.Object({
  id: Type.String({ pattern: '^[0-9a-f]{16}$', description: 'a key: 16 hex digits' }),
});
export const RevokedReply = Type.Object({ revoked: Type.String() });
