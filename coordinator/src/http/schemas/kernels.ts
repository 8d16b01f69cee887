/** Kernels as they are published, and the blobs that they come with. */
import { ARRAYS, LIMITS, SCALARS } from '@manyhands/protocol';
import { Type } from '@sinclair/typebox';
import { StandingShape } from './admin.ts';
import { closed, described, Hash, memoryPages, nullable, StatedShare } from './common.ts';

const ColumnShape = Type.Object(
  {
    name: Type.String({ pattern: '^[A-Za-z_$][A-Za-z0-9_$]{0,99}$' }),
    type: Type.Union([...SCALARS, ...ARRAYS, 'string' as const].map((type) => Type.Literal(type))),
    optional: Type.Boolean(),
    doc: Type.String({ maxLength: 2000 }),
  },
  closed,
);
const Columns = Type.Array(ColumnShape, { maxItems: 200 });
const KernelColumns = Type.Object(
  {
    name: Type.String({ minLength: 1, maxLength: 100 }),
    doc: Type.String({ maxLength: 2000 }),
    inputs: Columns,
    outputs: Columns,
    datasets: Type.Array(
      Type.Object(
        { name: Type.String({ minLength: 1, maxLength: 100 }), doc: Type.String({ maxLength: 2000 }) },
        closed,
      ),
      { maxItems: 100 },
    ),
  },
  { ...closed, description: 'columns of a module; source says them itself' },
);

const SourceText = Type.String({ maxLength: LIMITS.kernelBytes });
const SourceFiles = Type.Object(
  {
    entry: Type.String({ maxLength: 200 }),
    export: Type.Optional(
      Type.String({
        pattern: '^[A-Za-z_$][A-Za-z0-9_$]{0,99}$',
        description: 'which of its functions is the kernel, where it exports several',
      }),
    ),
    files: Type.Record(Type.String({ maxLength: 200 }), SourceText, { maxProperties: 200 }),
  },
  {
    ...closed,
    description: 'a small project: its files by relative path, and the one that exports the kernel',
  },
);

export const KernelBody = Type.Object(
  {
    source: Type.Optional(Type.Union([SourceText, SourceFiles], described('AssemblyScript'))),
    wasm: Type.Optional(
      Type.String({
        pattern: '^[A-Za-z0-9+/]*={0,2}$',
        description: 'a module that follows the kernel ABI, base64',
      }),
    ),
    schema: Type.Optional(KernelColumns),
    name: Type.Optional(Type.String({ minLength: 1, maxLength: LIMITS.titleLength })),
    memoryPages,
    author: Type.Optional(StatedShare(LIMITS.authorPpm)),
  },
  closed,
);
const KernelSchemaJson = Type.Unknown(described('columns in and out, and datasets'));
export const KernelReply = Type.Object({
  kernel: Hash,
  name: Type.String(),
  schema: KernelSchemaJson,
  label: Type.Unknown(described('what inspection found')),
  author: nullable(StatedShare(LIMITS.authorPpm)),
});
export const KernelWithBuildReply = Type.Composite([
  KernelReply,
  Type.Object({ build: Hash }),
  StandingShape,
]);

export const BlobReply = Type.Object({
  hash: Hash,
  size: Type.Integer(),
  share: nullable(StatedShare(LIMITS.dataPpm)),
});
