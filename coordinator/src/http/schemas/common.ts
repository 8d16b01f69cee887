/** What several routes share: names, amounts, failures. */
import { ADDRESS } from '@manyhands/protocol';
import { type TSchema, Type } from '@sinclair/typebox';

export const described = (description: string) => ({ description });
export const nullable = <T extends TSchema>(schema: T) => Type.Union([schema, Type.Null()]);
export const closed = { additionalProperties: false };

export const Hash = Type.String({
  pattern: '^[0-9a-f]{64}$',
  description: 'SHA-256, 64 lower-case hex digits',
});
export const JobIdText = Type.String({ pattern: '^[0-9a-f]{32}$', description: 'a job: 32 hex digits' });
export const Address = Type.String({ pattern: '^0x[0-9a-fA-F]{40}$', description: '0x and 40 hex digits' });
/** As devices sign it: lower case, so that there is one way to write it. */
export const Device = Type.String({
  pattern: ADDRESS.source,
  description: 'a device: 0x and 40 hex digits',
});
export const DeviceSignature = Type.String({
  pattern: '^0x04[0-9a-f]{256}$',
  description: 'public key and signature, see docs/WIRE.md',
});
export const AccountSignature = Type.String({
  pattern: '^0x[0-9a-fA-F]{130}$',
  description: 'of an account: 65 bytes',
});
export const Decimal = Type.String({
  pattern: '^[0-9]{1,30}$',
  description: 'a whole number as decimal text',
});
export const TokenUnits = Type.String({
  pattern: '^[0-9]{1,18}$',
  description: 'smallest units of the token (9 decimals), as decimal text',
});
export const Bytes32 = Type.String({ pattern: '^0x[0-9a-fA-F]{64}$' });

export const Channel = Type.Object(
  { researcher: Address, signer: Address, salt: Bytes32 },
  { ...closed, description: 'names a deposit at the hub' },
);

export const Share = (description: string) => Type.Integer({ minimum: 0, maximum: 1_000_000, description });
/** What an author or owner takes. */
export const StatedShare = (most: number) =>
  Type.Object(
    {
      payee: Address,
      ppm: Type.Integer({ minimum: 1, maximum: most, description: 'of the price, in millionths' }),
    },
    { ...closed, description: 'who takes how much of what is paid for work with it' },
  );
export const FailureReply = Type.Object({
  code: Type.String(),
  message: Type.String(),
  retry: Type.Boolean(described('whether the same request may succeed later')),
  docs: Type.String(described('where this coordinator explains the code: /errors/CODE')),
  details: Type.Optional(Type.Unknown()),
});

export const memoryPages = Type.Optional(
  Type.Integer({ minimum: 1, maximum: 16_384, description: 'memory in WebAssembly pages of 64 KiB' }),
);

export const ReasonShape = Type.Object({
  code: Type.String(described('see docs/ERRORS.md, Reasons')),
  sentence: Type.String(),
});

export const count = Type.Integer();
export const amount = nullable(Type.String(described('token units, null for a free job')));
export const moment = Type.String({ format: 'date-time' });
