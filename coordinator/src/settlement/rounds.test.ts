import { expect, it } from 'vitest';
import { standingOf } from './outbox.ts';
import { Rounds } from './rounds.ts';

it('begins an epoch each period, and looks at what is under way until it is done', () => {
  const rounds = new Rounds(3_600, 0);
  // What an earlier process left is looked at at once, and nothing new begins.
  expect(rounds.isDue(1_000)).toBe(false);
  expect(rounds.isDue(2_000)).toBe(true);
  expect(rounds.mayPlan).toBe(false);
  rounds.stepped('done', 2_000);
  expect(rounds.isDue(3_599_000)).toBe(false);
  expect(rounds.isDue(3_600_000)).toBe(true);
  expect(rounds.mayPlan).toBe(true);
  rounds.stepped('moving', 3_600_000);
  expect([rounds.isDue(3_601_000), rounds.isDue(3_602_000)]).toEqual([false, true]);
  rounds.stepped('posted', 3_602_000);
  expect(rounds.isDue(3_604_000)).toBe(true);
  expect(rounds.mayPlan).toBe(false);
  rounds.stepped('done', 3_604_000);
  expect([rounds.isDue(7_199_000), rounds.isDue(7_200_000)]).toEqual([false, true]);
});

it('looks again in minutes where gas is dear, in seconds where the chain was away, and begins nothing unless asked to', () => {
  const rounds = new Rounds(3_600, 0);
  expect(rounds.isDue(3_600_000)).toBe(true);
  rounds.stepped('waits', 3_600_000);
  expect([rounds.isDue(3_899_000), rounds.isDue(3_900_000)]).toEqual([false, true]);
  expect(rounds.mayPlan).toBe(true);
  rounds.stepped('failed', 3_900_000);
  expect([rounds.isDue(3_914_000), rounds.isDue(3_915_000)]).toEqual([false, true]);
  expect(new Rounds(null, 0).isDue(10 ** 12)).toBe(false);
});

it('[ST4] takes one of the transactions that replace each other for mined, whichever it is', () => {
  const [waiting, lost, failed, mined] = [
    { kind: 'waiting' },
    { kind: 'lost' },
    { kind: 'failed' },
    { kind: 'mined', depth: 3 },
  ] as const;
  const of = (...fates: Parameters<typeof standingOf>[0][number]['fate'][]) =>
    standingOf(fates.map((fate, n) => ({ tx: `0x${n}`, fate })));
  expect(of()).toEqual({ kind: 'none' });
  expect(of(lost, mined)).toEqual({ kind: 'mined', tx: '0x1', depth: 3 });
  expect(of(mined, lost)).toEqual({ kind: 'mined', tx: '0x0', depth: 3 });
  expect(of(failed, lost)).toEqual({ kind: 'failed' });
  expect(of(waiting, waiting)).toEqual({ kind: 'waiting' });
  expect(of(lost, lost)).toEqual({ kind: 'lost' });
});
