import fc from 'fast-check';
import { expect, it } from 'vitest';
import { excessOver, roomsUnder, type SpendingLimit, tightest, type Use } from './spending.ts';

const limit = (fields: Partial<SpendingLimit>): SpendingLimit => ({
  ...{ kind: 'key', subject: 'k', perDay: null, total: null, before: 0n },
  ...fields,
});
const use = (spent: bigint, reserved = 0n, open = 0n): Use => ({ spent, reserved, open });

it('leaves what neither was charged today nor is set aside, and the least of several', () => {
  expect(roomsUnder(limit({}), use(5n, 5n))).toEqual([]);
  const rooms = roomsUnder(limit({ perDay: 100n, total: 1_000n, before: 900n }), use(930n, 20n));
  expect(rooms.map(({ of, free }) => [of, free])).toEqual([
    ['day', 50n],
    ['total', 50n],
  ]);
  expect(tightest([])).toBeNull();
  const [day] = roomsUnder(limit({ perDay: 10n }), use(3n));
  const [total] = roomsUnder(limit({ total: 5n }), use(3n));
  expect(tightest([day, total])).toBe(total);
});

it('counts what budgets still allow against a limit in all', () => {
  expect(excessOver(limit({}), use(5n, 0n, 10n ** 30n), 1n)).toBe(0n);
  expect(excessOver(limit({ total: 100n }), use(30n, 10n, 60n), 10n)).toBe(0n);
  expect(excessOver(limit({ total: 100n }), use(30n, 10n, 60n), 11n)).toBe(1n);
});

/** What happens under a limit: work is given out and set aside for, becomes final at some price, is given up; a day ends. */
const happening = fc.oneof(
  fc.record({ kind: fc.constant('claim' as const), amount: fc.bigInt(1n, 60n) }),
  fc.record({ kind: fc.constant('charge' as const), share: fc.integer({ min: 0, max: 100 }) }),
  fc.record({ kind: fc.constant('release' as const) }),
  fc.record({ kind: fc.constant('midnight' as const) }),
  fc.record({ kind: fc.constant('change' as const), perDay: fc.bigInt(0n, 200n) }),
);

it('[SP1] on no day more is charged than the highest limit of that day, whatever happens in which order', () => {
  fc.assert(
    fc.property(fc.array(happening, { maxLength: 200 }), fc.bigInt(0n, 200n), (happenings, first) => {
      let [spent, before, perDay, most] = [0n, 0n, first, first];
      const slices: bigint[] = [];
      const reserved = () => slices.reduce((sum, each) => sum + each, 0n);
      for (const event of happenings) {
        if (event.kind === 'claim') {
          const room = tightest(roomsUnder(limit({ perDay, before }), use(spent, reserved())));
          if (room !== null && room.free >= event.amount) slices.push(event.amount);
        } else if (event.kind === 'charge') spent += ((slices.shift() ?? 0n) * BigInt(event.share)) / 100n;
        else if (event.kind === 'release') slices.pop();
        else if (event.kind === 'midnight') {
          before = spent;
          // What was set aside under yesterday's limit is charged today.
          most = perDay > reserved() ? perDay : reserved();
        } else {
          perDay = event.perDay;
          if (perDay > most) most = perDay;
        }
        expect(spent - before).toBeLessThanOrEqual(most);
      }
    }),
  );
});
