/** Inputs of jobs: ranges, grids, tables; parts that are appended; single items that are called. */
import { Type } from '@sinclair/typebox';
import { closed, described, Hash } from './common.ts';

const WholeNumber = Type.Union([
  Type.Integer({ minimum: -Number.MAX_SAFE_INTEGER, maximum: Number.MAX_SAFE_INTEGER }),
  Type.String({ pattern: '^-?[0-9]{1,20}$', description: 'a whole number; as text beyond 2^53' }),
]);
const AxisBody = Type.Object(
  { from: WholeNumber, to: WholeNumber, step: Type.Optional(WholeNumber) },
  { ...closed, description: 'from, up to but without to, in steps (1 if absent)' },
);
export const InputsBody = Type.Union(
  [
    Hash,
    Type.Object(
      { range: Type.Union([AxisBody, Type.Array(AxisBody, { minItems: 1, maxItems: 200 })]) },
      { ...closed, description: 'whole numbers, one axis for each input column; the last runs fastest' },
    ),
  ],
  described('the hash of a stored table, or a range'),
);
export const idempotencyKey = Type.Optional(Type.String({ minLength: 1, maxLength: 200 }));
export const AppendBody = Type.Object({ inputs: InputsBody, idempotencyKey }, closed);
const AxisTexts = Type.Object({ from: Type.String(), to: Type.String(), step: Type.String() });
export const PartReply = Type.Object({
  part: Type.Integer(),
  first: Type.Integer(),
  count: Type.Integer(),
  root: Hash,
  table: Type.Optional(Hash),
  range: Type.Optional(Type.Array(AxisTexts)),
  rows: Type.Optional(Type.String(described('the bytes of a table, base64'))),
});
export const PartsQuery = Type.Object(
  { from: Type.Optional(Type.String({ pattern: '^[0-9]{1,7}$' })) },
  closed,
);
export const PartsReply = Type.Object({ parts: Type.Array(PartReply) });
export const CallBody = Type.Object(
  {
    input: Type.Unknown(described('a row: an object by column name, or an array in the kernel’s order')),
    waitMs: Type.Optional(Type.Integer({ minimum: 0, maximum: 60_000, description: '5000 if absent' })),
    idempotencyKey,
  },
  closed,
);
export const CallReply = Type.Object({
  provisional: Type.Literal(true, described('not audited yet; the job’s results say what became of it')),
  row: Type.Unsafe<Record<string, unknown>>(Type.Any(described('as a line of the results'))),
});
