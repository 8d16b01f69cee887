/** The coordinator, its accounts and the devices it knows. */
import { Type } from '@sinclair/typebox';
import { Address, closed, count, Decimal, described, Hash, nullable, ReasonShape } from './common.ts';
import { PaymentsReply } from './payments.ts';

export const AccountBody = Type.Object({ name: Type.String({ minLength: 1, maxLength: 100 }) }, closed);
export const AccountReply = Type.Object({
  account: Type.String(),
  key: Type.String(described('shown once')),
});

const Wait = Type.Object({
  p50: nullable(Type.Number()),
  p99: nullable(Type.Number()),
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
  waits: Type.Object(
    {
      taken: Wait,
      next: Wait,
    },
    described(
      'milliseconds of the last seconds: from the arrival of an answer until it is taken up, and until its seat is sent the next assignment',
    ),
  ),
  referee: Type.Object({
    items: Type.Integer(described('that the referee of this coordinator has, and that wait for it')),
    queue: Type.Integer(described('beyond which newcomers wait and holds grow')),
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

export const DeviceReply = Type.Object({
  device: Address,
  passed: count,
  finalItems: count,
  finalFuel: Decimal,
  refutedItems: count,
  banned: Type.Boolean(),
});
