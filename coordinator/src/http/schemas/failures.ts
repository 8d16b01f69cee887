/** Final items that ended without a result, and final items with what it takes to run them again. */
import { FAILURES, type FailureCode } from '@manyhands/protocol';
import { Type } from '@sinclair/typebox';
import { closed, count, Decimal, described, Hash, JobIdText, nullable } from './common.ts';

const ItemText = Type.String({ pattern: '^[0-9]{1,15}$', description: 'an item of the job, from 0' });
export const ItemParams = Type.Object({ id: JobIdText, item: ItemText });
export const FailuresQuery = Type.Object({ from: Type.Optional(ItemText) }, closed);

const Code = nullable(
  Type.Union(
    (Object.keys(FAILURES) as FailureCode[]).map((code) => Type.Literal(code)),
    described('see docs/KERNELS.md; null: not looked into yet'),
  ),
);
const FailedStatus = Type.Union([Type.Literal('trap'), Type.Literal('exhausted')]);
const FailedItem = Type.Object({
  item: count,
  status: FailedStatus,
  code: Code,
  message: nullable(Type.String()),
});

export const FailuresReply = Type.Object({
  failed: count,
  stopAfter: nullable(count),
  kinds: Type.Array(Type.Object({ code: Code, count, examples: Type.Array(count) })),
  items: Type.Array(FailedItem),
  next: nullable(Type.Integer(described('`from` of the next page'))),
});

const StackEntryShape = Type.Object({
  name: Type.String(),
  file: nullable(Type.String()),
  line: nullable(count),
  column: nullable(count),
  offset: Type.Integer(described('byte in the kernel’s module')),
});
export const FailureItemReply = Type.Composite([
  FailedItem,
  Type.Object({
    stack: Type.Array(StackEntryShape),
    input: Type.Unknown(described('its row by column')),
    reproduce: Type.String(described('a command that shows the same at home')),
  }),
]);

const Base64 = Type.String(described('base64'));
export const FinalItemReply = Type.Object({
  item: count,
  status: Type.Union([Type.Literal('ok'), FailedStatus]),
  fuel: Decimal,
  output: Base64,
  input: Base64,
  kernel: Hash,
  source: nullable(Hash),
  datasets: Type.Array(Type.Object({ name: Type.String(), hash: Hash })),
  memoryPages: count,
  fuelCap: Decimal,
  rewriter: count,
});
