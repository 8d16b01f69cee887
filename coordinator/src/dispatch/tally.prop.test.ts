import type { DeviceId, JobId } from '@manyhands/protocol';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Entry } from '../domain/pay.ts';
import { Tally } from './tally.ts';

const KINDS = ['charge', 'work', 'audit', 'site', 'fee', 'loss', 'cause', 'author', 'data'] as const;
const amount = fc.oneof(
  fc.bigInt({ min: -1_000n, max: 1_000n }),
  fc.bigInt({ min: -(2n ** 53n), max: 2n ** 53n }),
  fc.bigInt({ min: -(2n ** 90n), max: 2n ** 90n }),
);
const entry = fc.record({
  job: fc.constantFrom('a'.repeat(32), 'b'.repeat(32)),
  account: fc.constantFrom(`0x${'1'.repeat(40)}`, `0x${'2'.repeat(40)}`, 'operator'),
  kind: fc.constantFrom(...KINDS),
  amount,
});
type Line = typeof entry extends fc.Arbitrary<infer T> ? T : never;

/** The same, added up in the plainest way. */
function summed(entries: readonly Line[]): Map<string, bigint> {
  const sums = new Map<string, bigint>();
  for (const { job, account, kind, amount } of entries) {
    const key = `${job} ${account} ${kind}`;
    sums.set(key, (sums.get(key) ?? 0n) + amount);
  }
  return new Map([...sums].filter(([, sum]) => sum !== 0n));
}

const linesOf = (tally: Tally): Map<string, bigint> =>
  new Map(
    [...tally.lines()].map(({ job, account, kind, amount }) => [
      `${job} ${account} ${kind}`,
      amount as bigint,
    ]),
  );

function tallyOf(entries: readonly Line[]): Tally {
  const tally = new Tally();
  for (const { job, ...entry } of entries) tally.add(job as JobId, [entry as unknown as Entry]);
  return tally;
}

describe('a tally', () => {
  it('sums amounts of any size, and keeps every sum when it is packed and folded with others', () => {
    fc.assert(
      fc.property(fc.array(fc.array(entry, { maxLength: 30 }), { maxLength: 4 }), (commits) => {
        const folded = new Tally();
        for (const entries of commits) {
          expect(linesOf(tallyOf(entries))).toEqual(summed(entries));
          folded.addPacked(tallyOf(entries).pack());
        }
        expect(linesOf(folded)).toEqual(summed(commits.flat()));
      }),
    );
  });

  it('keeps what devices did', () => {
    const device = `0x${'3'.repeat(40)}` as DeviceId;
    const tally = new Tally();
    Object.assign(tally.device(device), {
      passed: 2,
      finalItems: 700,
      refutedItems: -3,
      finalFuel: 2n ** 70n,
    });
    const folded = new Tally();
    for (let times = 0; times < 2; times++) folded.addPacked(tally.pack());
    expect(folded.devices.get(device)).toEqual({
      passed: 4,
      finalItems: 1_400,
      refutedItems: -6,
      finalFuel: 2n ** 71n,
    });
  });
});
