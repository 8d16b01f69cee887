/** The shapes of the HTTP API: what is checked on arrival, typed in the code and shown at /docs. */
import { ARRAYS, LIMITS, SCALARS } from '@manyhands/protocol';
import { type TSchema, Type } from '@sinclair/typebox';

const described = (description: string) => ({ description });
const nullable = <T extends TSchema>(schema: T) => Type.Union([schema, Type.Null()]);
const closed = { additionalProperties: false };

export const Hash = Type.String({
  pattern: '^[0-9a-f]{64}$',
  description: 'SHA-256, 64 lower-case hex digits',
});
export const JobIdText = Type.String({ pattern: '^[0-9a-f]{32}$', description: 'a job: 32 hex digits' });
export const Address = Type.String({ pattern: '^0x[0-9a-fA-F]{40}$', description: '0x and 40 hex digits' });
export const Decimal = Type.String({
  pattern: '^[0-9]{1,30}$',
  description: 'a whole number as decimal text',
});
const TokenUnits = Type.String({
  pattern: '^[0-9]{1,18}$',
  description: 'smallest units of the token (9 decimals), as decimal text',
});
const Bytes32 = Type.String({ pattern: '^0x[0-9a-fA-F]{64}$' });

export const Channel = Type.Object(
  { researcher: Address, signer: Address, salt: Bytes32 },
  { ...closed, description: 'names a deposit at the hub' },
);

const Share = (description: string) => Type.Integer({ minimum: 0, maximum: 1_000_000, description });
export const PolicyBody = Type.Union(
  [
    Type.Object(
      {
        kind: Type.Literal('audit'),
        newcomerPpm: Share('items audited of a newcomer, in millionths'),
        veteranPpm: Share('items audited of a veteran, in millionths'),
        veteranAfter: Type.Integer(),
        holdAudits: Type.Integer(),
        refereePpm: Share('audits that always go to the referee, in millionths'),
      },
      closed,
    ),
    Type.Object({ kind: Type.Literal('quorum'), executions: Type.Integer(), equal: Type.Integer() }, closed),
  ],
  described('how answers are checked'),
);

export const FailureReply = Type.Object({
  code: Type.String(),
  message: Type.String(),
  retry: Type.Boolean(),
  details: Type.Optional(Type.Unknown()),
});

export const AccountBody = Type.Object({ name: Type.String({ minLength: 1, maxLength: 100 }) }, closed);
export const AccountReply = Type.Object({
  account: Type.String(),
  key: Type.String(described('shown once')),
});

const memoryPages = Type.Optional(
  Type.Integer({ minimum: 1, maximum: 16_384, description: 'memory in WebAssembly pages of 64 KiB' }),
);

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
  },
  closed,
);
const KernelSchemaJson = Type.Unknown(described('columns in and out, and datasets'));
export const KernelReply = Type.Object({
  kernel: Hash,
  name: Type.String(),
  schema: KernelSchemaJson,
  label: Type.Unknown(described('what inspection found')),
});
export const KernelWithBuildReply = Type.Composite([KernelReply, Type.Object({ build: Hash })]);

export const BlobReply = Type.Object({ hash: Hash, size: Type.Integer() });

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
const idempotencyKey = Type.Optional(Type.String({ minLength: 1, maxLength: 200 }));
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
  },
  closed,
);
export const CallReply = Type.Object({
  provisional: Type.Literal(true, described('not audited yet; the job’s results say what became of it')),
  row: Type.Unsafe<Record<string, unknown>>(Type.Any(described('as a line of the results'))),
});
export const ReasonShape = Type.Object({
  code: Type.String(described('see docs/ERRORS.md, Reasons')),
  sentence: Type.String(),
});

export const JobBody = Type.Object(
  {
    kernel: Hash,
    title: Type.String({ minLength: 1, maxLength: LIMITS.titleLength }),
    inputs: InputsBody,
    open: Type.Optional(Type.Boolean(described('inputs may be appended until the job is closed'))),
    priority: Type.Optional(
      Type.Integer({ minimum: 1, maximum: 100, description: 'share beside other jobs; 10 if absent' }),
    ),
    datasets: Type.Optional(Type.Record(Type.String({ maxLength: 100 }), Hash)),
    policy: Type.Optional(PolicyBody),
    fuelCap: Type.Optional(
      Type.String({ pattern: '^[1-9][0-9]{0,17}$', description: 'fuel an item may use' }),
    ),
    unitItems: Type.Optional(Type.Integer({ minimum: 1, maximum: 1000 })),
    price: Type.Optional(nullable(Type.Object({ perCoreHour: TokenUnits }, closed))),
    budget: Type.Optional(nullable(TokenUnits)),
    channel: Type.Optional(nullable(Channel)),
    memoryPages,
    idempotencyKey,
    owner: Type.Optional(Type.String({ minLength: 1, maxLength: 100, description: 'shown to contributors' })),
  },
  closed,
);
export const JobStateText = Type.Union(
  (['quoted', 'running', 'paused', 'certified', 'cancelled'] as const).map((state) => Type.Literal(state)),
);
export const EstimateShape = Type.Object({
  items: Type.Integer(),
  fuelPerItem: Decimal,
  fuelCap: Decimal,
  unitItems: Type.Integer(),
  coreSeconds: Type.Number(described('seconds of one reference core')),
  cost: nullable(Type.String(described('token units'))),
  seconds: nullable(Type.Number(described('at present capacity'))),
  audits: Type.Integer(),
  bound: Type.Number(described('upper bound on the share of wrong items that these audits would give')),
});
export const QuoteReply = Type.Object({
  job: JobIdText,
  state: JobStateText,
  estimate: EstimateShape,
  drawCommitment: Hash,
  inputRoot: Hash,
});

const count = Type.Integer();
const amount = nullable(Type.String(described('token units, null for a free job')));
const moment = Type.String({ format: 'date-time' });
export const ProgressReply = Type.Object({
  job: JobIdText,
  title: Type.String(),
  kernel: Hash,
  kernelName: Type.String(),
  researcher: Type.String(),
  state: JobStateText,
  reason: nullable(ReasonShape),
  open: Type.Boolean(described('inputs may be appended')),
  priority: count,
  items: count,
  waiting: count,
  inFlight: count,
  held: count,
  final: count,
  disputed: count,
  audits: count,
  refereeAudits: count,
  refuted: Type.Integer(described('answers proved wrong')),
  executed: count,
  fuel: Decimal,
  seats: count,
  spent: amount,
  vouchered: amount,
  budget: amount,
  secondsLeft: nullable(Type.Number()),
  policy: Type.Unknown(),
  outputs: Type.Unsafe<readonly unknown[]>(Type.Array(Type.Unknown())),
  createdAt: moment,
  startedAt: nullable(moment),
  certifiedAt: nullable(moment),
});
export const JobsReply = Type.Object({ jobs: Type.Array(ProgressReply) });

export const ResultsQuery = Type.Object(
  {
    format: Type.Optional(Type.Union([Type.Literal('ndjson'), Type.Literal('csv')])),
    from: Type.Optional(Type.String({ pattern: '^[0-9]{1,15}$', description: 'first item wanted' })),
    follow: Type.Optional(Type.Union([Type.Literal('0'), Type.Literal('1')])),
  },
  closed,
);

export const PaymentsReply = Type.Object({
  chainId: Type.Integer(),
  rpcUrl: Type.String(),
  hub: Address,
  token: Address,
  operator: Address,
  feePpm: Type.Integer(),
  settled: nullable(Type.Object({ epoch: Type.Integer(), tx: Type.String(), total: Type.String() })),
});
export const StatusReply = Type.Object({
  version: Type.String(),
  protocol: Type.Integer(),
  coordinator: Address,
  sessions: count,
  seats: count,
  devices: count,
  jobs: Type.Object({ running: count, certified: count }),
  reason: nullable(ReasonShape),
  memory: Type.Object({
    used: Type.Integer(described('bytes of this process')),
    held: Type.Integer(described('bytes of answers on hold and inputs of open slices')),
    bound: Type.Integer(described('beyond which no fresh items are given out')),
  }),
  payments: nullable(PaymentsReply),
});

export const RatesReply = Type.Object({
  by: Type.Union([Type.Literal('engine'), Type.Literal('device')]),
  rows: Type.Array(
    Type.Object({
      kernel: Hash,
      name: Type.String(),
      agent: Type.String(described('what a device says it is, or `referee`')),
      device: nullable(Type.String()),
      count,
      median: Type.Number(described('time taken over time paid; 1: as fast as a reference core')),
      low: Type.Number(described('a tenth is below')),
      high: Type.Number(described('a tenth is above')),
    }),
  ),
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
export const DeviceReply = Type.Object({
  device: Address,
  passed: count,
  finalItems: count,
  finalFuel: Decimal,
  refutedItems: count,
  banned: Type.Boolean(),
});
