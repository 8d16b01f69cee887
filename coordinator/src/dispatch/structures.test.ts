import { blockOf, type ItemResult, packResults, resultAt, unpackResults } from '@manyhands/protocol';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Bag, Queue } from './bag.ts';
import { Cutter, checkAnswer, itemAt } from './cutting.ts';
import { Deadlines } from './deadlines.ts';
import type { AuditPart } from './state.ts';

const CAP = 1_000;
const result = fc.oneof(
  fc.record<ItemResult>({
    status: fc.constant(0),
    fuel: fc.bigInt(0n, BigInt(CAP)),
    output: fc.uint8Array({ maxLength: 5 }),
  }),
  fc.constant<ItemResult>({ status: 1, fuel: BigInt(CAP), output: new Uint8Array() }),
);

describe('cutting an answer', () => {
  it('gives each unit its items and each audit its own, wherever audits hide and where it breaks off', () => {
    const cases = fc.record({
      units: fc.array(fc.integer({ min: 1, max: 6 }), { maxLength: 6 }),
      audits: fc.uniqueArray(fc.nat(40), { maxLength: 8 }),
      cut: fc.double({ min: 0, max: 1, noNaN: true }),
    });
    fc.assert(
      fc.property(
        cases,
        fc.array(result, { minLength: 50, maxLength: 50 }),
        ({ units, audits, cut }, all) => {
          const items = units.reduce((sum, count) => sum + count, audits.length);
          const places = audits.filter((at) => at < items).sort((a, b) => a - b);
          const total = units.reduce((sum, count) => sum + count, places.length);
          const hidden = places.filter((at) => at < total);
          fc.pre(hidden.length === places.length && total > 0);
          const answered = all.slice(0, 1 + Math.floor(cut * (total - 1)));
          const checked = checkAnswer(packResults(answered), total, CAP);
          const cutter = new Cutter(
            checked,
            hidden.map((at) => ({ at }) as AuditPart),
            units.length,
          );
          const work = answered.filter((_, at) => !hidden.includes(at));
          let next = 0;
          for (const count of units) {
            const expected = work.slice(next, next + count);
            next += count;
            const given = cutter.next(count, count);
            if (expected.length === 0) expect(given).toBeNull();
            else {
              expect(given && unpackResults(given.block)).toEqual(expected);
              expect(given?.block.bytes).toEqual(blockOf(packResults(expected)).bytes);
              expect(given?.fuel).toBe(Number(expected.reduce((sum, { fuel }) => sum + fuel, 0n)));
              expect(given?.trapped).toBe(expected.filter(({ status }) => status === 1).length);
            }
          }
          for (const at of hidden)
            if (at < answered.length) expect(itemAt(checked, at)).toEqual(answered[at]);
        },
      ),
    );
  });

  it('[SE1] refuses columns that do not fit together', () => {
    const good = packResults([{ status: 0, fuel: 5n, output: Uint8Array.of(1, 2) }]);
    expect(resultAt(blockOf(good), 0).fuel).toBe(5n);
    const bad = [
      { ...good, statuses: new Uint8Array() },
      { ...good, statuses: Uint8Array.of(3) },
      { ...good, fuels: new Uint8Array(7) },
      { ...good, fuels: new Uint8Array(8).fill(255) },
      { ...good, lengths: Uint8Array.of(1, 0, 0, 0) },
      { ...good, lengths: Uint8Array.of(255, 255, 255, 255) },
      { ...good, statuses: Uint8Array.of(1) },
    ];
    for (const columns of bad) expect(() => checkAnswer(columns, 4, CAP)).toThrow(/./);
    expect(() => checkAnswer(good, 0, CAP)).toThrow(/cannot have 1/);
  });
});

describe('waiting lists', () => {
  it('a queue gives what came first, whatever was pushed and taken before', () => {
    fc.assert(
      fc.property(fc.array(fc.boolean(), { maxLength: 400 }), (pushes) => {
        const queue = new Queue<number>();
        const model: number[] = [];
        pushes.forEach((isPush, i) => {
          if (isPush) {
            queue.push(i);
            model.push(i);
          } else expect(queue.shift()).toBe(model.shift());
          expect(queue.length).toBe(model.length);
          expect(queue.peek()).toBe(model[0]);
        });
      }),
    );
  });

  it('a bag forgets the dead without being told', () => {
    const dead = new Set<number>();
    const bag = new Bag<number>((thing) => !dead.has(thing));
    for (let i = 0; i < 10_000; i++) {
      bag.add(i);
      dead.add(i - 10);
    }
    expect(bag.takeAll()).toHaveLength(10);
    expect(bag.isEmpty).toBe(true);
  });

  it('deadlines give what is due once, and never early', () => {
    const deadlines = new Deadlines<string>();
    deadlines.add('a', 1_000);
    deadlines.add('b', 90_000);
    deadlines.add('c', 1_200);
    deadlines.delete('c', 1_200);
    expect(deadlines.take(900)).toEqual([]);
    expect(deadlines.take(2_000)).toEqual(['a']);
    expect(deadlines.take(80_000)).toEqual([]);
    expect(deadlines.take(1e9)).toEqual(['b']);
    expect(deadlines.take(2e9)).toEqual([]);
  });
});
