/** Graphs of jobs: what is declared, and where one stands. */
import { CATEGORY_NAMES, FAILED_ROWS, LIMITS, STAGE_NAME, STAGE_WHEN } from '@manyhands/protocol';
import { Type } from '@sinclair/typebox';
import {
  amount,
  Channel,
  closed,
  count,
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
import { ProgressReply } from './jobs.ts';
import { PolicyBody } from './policy.ts';

export const GraphIdText = Type.String({ pattern: '^[0-9a-f]{32}$', description: 'a graph: 32 hex digits' });
const Name = Type.String({ pattern: STAGE_NAME.source, description: 'a stage' });
const words = <T extends string>(texts: readonly T[], description: string) =>
  Type.Union(
    texts.map((text) => Type.Literal(text)),
    described(description),
  );

const StageBody = Type.Object(
  {
    kernel: Hash,
    source: Type.Optional(InputsBody),
    from: Type.Optional(
      Type.Union([Name, Type.Array(Name, { minItems: 1, maxItems: LIMITS.upstreamsPerStage })], {
        description: 'whose rows it takes; of several, those of the same index belong together',
      }),
    ),
    columns: Type.Optional(
      Type.Record(Type.String({ maxLength: 100 }), Type.String({ maxLength: 200 }), {
        description:
          'by parameter: output.x, input.x, index, status or fuel, with `stage:` before it if need be',
      }),
    ),
    group: Type.Optional(
      Type.Union([Type.Integer({ minimum: 1, maximum: LIMITS.itemsPerJob }), Type.Literal('all')], {
        description: 'rows that make one item, whose parameters are arrays',
      }),
    ),
    failed: Type.Optional(words(FAILED_ROWS, 'what becomes of rows that failed; `skip` if absent')),
    when: Type.Optional(words(STAGE_WHEN, 'with the first final rows, or once all is certified')),
    title: Type.Optional(Type.String({ minLength: 1, maxLength: LIMITS.titleLength })),
    datasets: Type.Optional(Type.Record(Type.String({ maxLength: 100 }), Hash)),
    policy: Type.Optional(PolicyBody),
    targetBound: Type.Optional(Type.Number({ exclusiveMinimum: 0, exclusiveMaximum: 1 })),
    fuelCap: Type.Optional(Type.String({ pattern: '^[1-9][0-9]{0,17}$' })),
    unitItems: Type.Optional(Type.Integer({ minimum: 1, maximum: 1000 })),
    memoryPages,
    priority: Type.Optional(Type.Integer({ minimum: 1, maximum: 100 })),
    category: Type.Optional(words(CATEGORY_NAMES, 'what it is for')),
    price: Type.Optional(Type.Object({ perCoreHour: TokenUnits }, closed)),
    budget: Type.Optional(TokenUnits),
  },
  closed,
);

export const GraphBody = Type.Object(
  {
    title: Type.String({ minLength: 1, maxLength: LIMITS.titleLength }),
    stages: Type.Record(Type.String({ maxLength: 100 }), StageBody, {
      description: `1 to ${LIMITS.stagesPerGraph} stages by name`,
    }),
    channel: Type.Optional(nullable(Channel)),
    owner: Type.Optional(Type.String({ minLength: 1, maxLength: 100 })),
    idempotencyKey,
  },
  closed,
);

const StageState = words(['waiting', 'running', 'paused', 'certified', 'stopped', 'cancelled'], 'of a stage');
const StageReply = Type.Object({
  name: Type.String(),
  kernel: Hash,
  from: Type.Array(Type.String()),
  state: StageState,
  reason: nullable(ReasonShape),
  job: nullable(JobIdText),
  attempt: Type.Integer(described('it begins again where rows that it had taken were refuted')),
  restarts: Type.Array(Type.Object({ job: JobIdText, reason: ReasonShape })),
  rows: Type.Integer(described('of each stage before it that it has taken')),
  skipped: Type.Integer(described('of these, left out')),
  settled: Type.Boolean(described('its inputs are certified: it will not begin again')),
  progress: nullable(ProgressReply),
});

export const GraphReply = Type.Object({
  graph: GraphIdText,
  title: Type.String(),
  state: words(['running', 'paused', 'certified', 'stopped', 'cancelled'], 'of all'),
  reason: nullable(ReasonShape),
  stages: Type.Array(StageReply),
  items: count,
  final: count,
  seats: count,
  spent: amount,
  budget: amount,
  createdAt: moment,
  endedAt: nullable(moment),
});
