/** Jobs: what is asked for, quoted and told of their progress. */
import { CATEGORY_NAMES, KEEP_LIMITS, LIMITS, MOST_SPAN_TEXT } from '@manyhands/protocol';
import { Type } from '@sinclair/typebox';
import {
  amount,
  Channel,
  closed,
  count,
  Decimal,
  described,
  Hash,
  JobIdText,
  memoryPages,
  moment,
  nullable,
  ReasonShape,
  TokenUnits,
} from './common.ts';
import { InputsBody, idempotencyKey } from './inputs.ts';
import { EstimateShape, PolicyBody } from './policy.ts';

const KeepText = (description: string) =>
  Type.Optional(Type.String({ maxLength: KEEP_LIMITS.text, description }));
export const KeepBody = Type.Object(
  {
    reduce: KeepText('sums and the like over all rows: `sum(x),min(y),hist(z,50)`'),
    top: KeepText('the first rows by a column: `100:score`, or `100:-score` for the lowest'),
    where: KeepText('only rows that fit, alone or beside one of the others: `score > 80`'),
  },
  { ...closed, description: 'what to keep instead of all rows (docs/KEEP.md)' },
);

export const JobBody = Type.Object(
  {
    kernel: Hash,
    title: Type.String({ minLength: 1, maxLength: LIMITS.titleLength }),
    inputs: InputsBody,
    open: Type.Optional(Type.Boolean(described('inputs may be appended until the job is closed'))),
    onFailure: Type.Optional(
      Type.Union(
        [
          Type.Literal('record'),
          Type.Object({ stopAfter: Type.Integer({ minimum: 1, maximum: 1_000_000 }) }, closed),
        ],
        described(
          'what to do about items that fail: record them, or pause after so many; `record` if absent',
        ),
      ),
    ),
    priority: Type.Optional(
      Type.Integer({ minimum: 1, maximum: 100, description: 'share beside other jobs; 10 if absent' }),
    ),
    category: Type.Optional(
      Type.Union(
        CATEGORY_NAMES.map((name) => Type.Literal(name)),
        described('what it is for; `other` if absent. Contributors choose by it'),
      ),
    ),
    keep: Type.Optional(KeepBody),
    datasets: Type.Optional(Type.Record(Type.String({ maxLength: 100 }), Hash)),
    policy: Type.Optional(PolicyBody),
    targetBound: Type.Optional(
      Type.Number({
        exclusiveMinimum: 0,
        exclusiveMaximum: 1,
        description:
          'instead of a policy: the largest share of wrong items that the audits shall leave possible',
      }),
    ),
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
/** `budget`: in all, not what is added. */
export const ExtendBody = Type.Object({ budget: TokenUnits }, closed);
export const JobStateText = Type.Union(
  (['quoted', 'running', 'paused', 'certified', 'cancelled'] as const).map((state) => Type.Literal(state)),
);
export const QuoteReply = Type.Object({
  job: JobIdText,
  state: JobStateText,
  estimate: EstimateShape,
  drawCommitment: Hash,
  inputRoot: Hash,
});

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
  category: Type.String(),
  keep: nullable(KeepBody),
  folded: nullable(Type.Integer(described('items that are in the fold of a job that keeps one'))),
  items: count,
  waiting: count,
  inFlight: count,
  held: count,
  final: count,
  failed: Type.Integer(described('final items that trapped or were exhausted')),
  stopAfter: nullable(Type.Integer(described('failed items after which it pauses by itself'))),
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
export const JobsReply = Type.Object({
  jobs: Type.Array(ProgressReply),
  next: nullable(Type.String(described('of mine: what `before` continues with; null: there are no more'))),
});

export const UnitParams = Type.Object({
  id: JobIdText,
  item: Type.String({ pattern: '^[0-9]{1,15}$', description: 'an item of the job, from 0' }),
});
const Column64 = Type.String(described('base64'));
export const UnitReply = Type.Object({
  first: count,
  count: Type.Integer(described('items that were computed together')),
  build: Hash,
  hooked: Hash,
  fuelCap: Decimal,
  columns: Type.Unsafe<readonly unknown[]>(Type.Array(Type.Unknown(), described('of the inputs'))),
  statuses: Column64,
  fuels: Column64,
  lengths: Column64,
  outputs: Column64,
});

export const ResultsQuery = Type.Object(
  {
    format: Type.Optional(
      Type.Union(
        (['ndjson', 'csv', 'packed'] as const).map((format) => Type.Literal(format)),
        described('packed: see docs/WIRE.md, Results'),
      ),
    ),
    from: Type.Optional(Type.String({ pattern: '^[0-9]{1,15}$', description: 'first item wanted' })),
    follow: Type.Optional(Type.Union([Type.Literal('0'), Type.Literal('1')])),
  },
  closed,
);

export const ArrivalsBody = Type.Object(
  {
    standing: Type.Optional(
      Type.Union(
        (['final', 'provisional'] as const).map((standing) => Type.Literal(standing)),
        described('provisional: also rows that may still be refuted; final if absent'),
      ),
    ),
    follow: Type.Optional(Type.Boolean(described('stay until the job has ended'))),
    have: Type.Optional(
      Type.String({
        maxLength: MOST_SPAN_TEXT,
        description:
          'items whose final rows are not wanted again: gap and length by turns, in base 36, with dots',
      }),
    ),
  },
  closed,
);
