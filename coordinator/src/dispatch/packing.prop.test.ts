/** What is packed comes back. */
import { blockOf, type DeviceId, type ItemResult, type JobId, packResults } from '@manyhands/protocol';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { packAnswer, unpackAnswer } from './answer-codec.ts';
import { PackReader, PackWriter } from './packing.ts';
import { Tally } from './tally.ts';

const JOB = 'j' as JobId;

const item: fc.Arbitrary<ItemResult> = fc.record({
  status: fc.constantFrom(0, 0, 0, 1, 2),
  fuel: fc.oneof(fc.constant(7n), fc.bigInt(0n, 5000n), fc.bigInt(0n, 2n ** 64n - 1n)),
  output: fc.oneof(fc.constant(new Uint8Array(4)), fc.uint8Array({ maxLength: 9 })),
});
describe('packing', () => {
  it('amounts of any size up to 2^128 and both signs come back', () => {
    fc.assert(
      fc.property(
        fc.array(fc.bigInt(-(2n ** 120n), 2n ** 120n)),
        fc.array(fc.maxSafeNat()),
        (amounts, counts) => {
          const to = new PackWriter(1);
          for (const amount of amounts) to.signedAmount(amount);
          for (const count of counts) to.count(count);
          const from = new PackReader(to.take());
          expect(amounts.map(() => from.signedAmount())).toEqual(amounts);
          expect(counts.map(() => from.count())).toEqual(counts);
          expect(from.isAtEnd).toBe(true);
        },
      ),
    );
  });

  it('results come back byte for byte, and sum up', () => {
    fc.assert(
      fc.property(fc.array(item, { minLength: 1, maxLength: 20 }), (items) => {
        const to = new PackWriter(1);
        const sums = packAnswer(to, packResults(items));
        expect(sums.fuel).toBe(items.reduce((sum, { fuel }) => sum + fuel, 0n));
        expect(sums.trapped).toBe(items.filter(({ status }) => status !== 0).length);
        expect(unpackAnswer(to.take(), items.length).bytes).toEqual(blockOf(packResults(items)).bytes);
      }),
    );
  });

  it('[LG1] tallies add up whatever way they are cut', () => {
    const entry = fc.record({
      account: fc.constantFrom('channel:c', 'operator', `payee:0x${'7'.repeat(40)}`),
      amount: fc.bigInt(-(2n ** 70n), 2n ** 70n),
      kind: fc.constantFrom('charge' as const, 'work' as const, 'loss' as const),
    });
    fc.assert(
      fc.property(fc.array(fc.array(entry, { maxLength: 6 }), { maxLength: 6 }), (commits) => {
        const folded = new Tally();
        for (const entries of commits) {
          const tally = new Tally();
          tally.add(JOB, entries as never);
          tally.device('0x1' as DeviceId).passed += entries.length;
          folded.addPacked(tally.pack());
        }
        const whole = new Tally();
        whole.add(JOB, commits.flat() as never);
        const sorted = (tally: Tally) =>
          [...tally.lines()].map((line) => `${line.account} ${line.kind} ${line.amount}`).sort();
        expect(sorted(folded)).toEqual(sorted(whole));
        if (commits.length > 0) expect(folded.device('0x1' as DeviceId).passed).toBe(commits.flat().length);
      }),
    );
  });
});
