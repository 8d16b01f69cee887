/** What a researcher looks at: a job while it runs, usage, stored bytes, the network. */
import { Type } from '@sinclair/typebox';
import { closed, count, Decimal, described, Hash, JobIdText, moment, nullable } from './common.ts';

const item = (what: string) => Type.Optional(Type.String({ pattern: '^[0-9]{1,15}$', description: what }));
const span = { from: item('first item'), to: item('the item after the last one; all if absent') };

export const JobsQuery = Type.Object(
  {
    mine: Type.Optional(
      Type.Union([Type.Literal('0'), Type.Literal('1')], described('of the account whose key is sent')),
    ),
    limit: Type.Optional(Type.String({ pattern: '^([1-9][0-9]?|100)$', description: '1 to 100' })),
    before: Type.Optional(JobIdText),
  },
  closed,
);

export const HistoryReply = Type.Object({
  points: Type.Array(
    Type.Object({ at: moment, final: count, held: count, executed: count, fuel: Decimal }),
    described('oldest first, from the start until now; some hundreds at most, however long it runs'),
  ),
  estimate: Type.Object(
    {
      items: count,
      fuelPerItem: Decimal,
      coreSeconds: Type.Number(),
      cost: nullable(Type.String()),
      seconds: nullable(Type.Number()),
      executionsPerItem: Type.Number(),
      bound: Type.Number(),
    },
    described('of the quote, before the start'),
  ),
});

export const FuelMapQuery = Type.Object(
  {
    ...span,
    buckets: Type.Optional(
      Type.String({ pattern: '^([1-9][0-9]{0,2}|10[01][0-9]|102[0-4])$', description: '1 to 1024' }),
    ),
  },
  closed,
);
export const FuelMapReply = Type.Object({
  from: count,
  to: count,
  isWhole: Type.Boolean(described('all final items were looked at; else evenly some of them')),
  seen: Type.Integer(described('items that were looked at')),
  buckets: Type.Array(
    Type.Object({
      first: count,
      count,
      seen: count,
      failed: Type.Integer(described('of those seen; they are in no other number')),
      least: nullable(Type.Number()),
      mean: nullable(Type.Number()),
      most: nullable(Type.Number()),
      slowest: nullable(Type.Integer(described('the item that took most fuel'))),
    }),
  ),
  slowest: Type.Array(
    Type.Object({ item: count, fuel: Type.Number() }),
    described('20 at most, slowest first'),
  ),
});

export const SampleQuery = Type.Object(
  {
    ...span,
    rows: Type.Optional(
      Type.String({ pattern: '^([1-9][0-9]{0,2}|[1-4][0-9]{3}|5000)$', description: '1 to 5000' }),
    ),
  },
  closed,
);

export const UsageQuery = Type.Object(
  {
    days: Type.Optional(
      Type.String({ pattern: '^([1-9][0-9]?|[12][0-9]{2}|3[0-5][0-9]|36[0-6])$', description: '1 to 366' }),
    ),
  },
  closed,
);
const ledger = Type.String(described('ledger units: millionths of the token’s smallest unit'));
const used = { items: count, fuel: Type.String(), charged: ledger };
export const UsageReply = Type.Object({
  total: Type.Object({ jobs: count, ...used, reserved: ledger }),
  days: Type.Array(Type.Object({ day: Type.String(), ...used })),
  jobs: Type.Array(
    Type.Object({
      job: JobIdText,
      title: Type.String(),
      state: Type.String(),
      created: moment,
      ...used,
      reserved: ledger,
      budget: nullable(ledger),
      channel: nullable(Type.String()),
    }),
    described('the latest 200'),
  ),
  channels: Type.Array(Type.Object({ channel: Type.String(), charged: ledger, vouchered: ledger })),
});

export const DatasetsQuery = Type.Object({ before: Type.Optional(Hash) }, closed);
export const DatasetsReply = Type.Object({
  datasets: Type.Array(
    Type.Object({
      hash: Hash,
      name: Type.String(),
      size: nullable(Type.Integer(described('bytes; null: not stored here any more'))),
      at: moment,
      use: Type.Union([Type.Literal('dataset'), Type.Literal('inputs'), Type.Literal('none')]),
      jobs: Type.Integer(described('of this account that use it')),
      latest: Type.Array(Type.Object({ job: JobIdText, title: Type.String() }), described('five at most')),
    }),
  ),
  next: nullable(Hash),
});
export const UploadQuery = Type.Object(
  {
    name: Type.Optional(Type.String({ maxLength: 200, description: 'as its owner calls it' })),
    owner: Type.Optional(
      Type.String({
        pattern: '^0x[0-9a-fA-F]{40}$',
        description: 'who takes a share of what is paid for work with it; stated when it is first sent',
      }),
    ),
    ownerPpm: Type.Optional(
      Type.String({ pattern: '^[1-9][0-9]{0,5}$', description: 'of the price, in millionths' }),
    ),
  },
  closed,
);

export const NetworkReply = Type.Object({
  sessions: Type.Integer(described('at this coordinator, as are seats')),
  seats: count,
  jobs: Type.Object({ running: count, paused: count, certified: count, cancelled: count }),
  fuel: Type.Object({
    perSecond: Type.Number(described('that became final in the last minute or two')),
    day: Type.Array(Type.Object({ at: moment, fuel: Type.String() }), described('of 15 minutes each')),
  }),
  verification: Type.Object({
    finalItems: count,
    heldItems: count,
    executedItems: count,
    deviceAudits: count,
    refereeAudits: count,
    refutedUnits: count,
    devices: count,
    caught: Type.Integer(described('devices')),
    meanBound: nullable(Type.Number(described('of certified jobs: share of wrong items'))),
  }),
  settlements: Type.Array(
    Type.Object({
      epoch: count,
      tx: Type.String(),
      total: Type.String(described('token units ever promised')),
      vouchers: Type.Integer(described('redeemed by it')),
      payees: count,
      at: moment,
    }),
  ),
});
