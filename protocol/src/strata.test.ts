import { expect, it } from 'vitest';
import type { AuditRecord } from './audit-record.ts';
import { FINAL_LOOK } from './draw.ts';
import { drawnRate, sumDraws } from './strata.ts';

const record = (ratePpm: number, items: number, rounds: Record<number, number[]>): AuditRecord => ({
  assignment: 'a',
  digest: '00'.repeat(32),
  first: 0,
  items,
  ratePpm,
  rounds: Object.entries(rounds).map(([round, positions]) => ({ round: Number(round), positions })),
});

it.each([
  ['only at the answer', record(20_000, 100, { 0: [1, 2] }), 0, 20_000],
  ['and in a final look, whatever it drew', record(20_000, 100, { 0: [1, 2] }), 10_000, 29_800],
  ['and in a final look that drew', record(20_000, 100, { 0: [1], [FINAL_LOOK]: [3] }), 10_000, 29_800],
  // 1 − 0.98 · 0.95 = 0.069
  ['and in an exit check', record(20_000, 100, { 0: [1], 1: [1, 2, 3, 4, 5] }), 0, 69_000],
  ['two digits of it', record(20_000, 100, { 0: [1], 1: [1, 2, 3, 4, 5], 2: [7] }), 0, 78_000],
  ['an exit check that drew nothing', record(20_000, 100, { 0: [1], 1: [] }), 0, 20_000],
  ['everything', record(20_000, 4, { 0: [], 1: [0, 1, 2, 3] }), 0, 1_000_000],
  ['the referee itself', record(0, 4, {}), 10_000, 0],
] as const)('items drawn %s', (_title, given, finalPpm, rate) => {
  expect(drawnRate(given, finalPpm)).toBe(rate);
});

it('sums items by rate and counts each drawn item once', () => {
  const records = [
    record(60_000, 100, { 0: [1, 2, 3] }),
    record(20_000, 100, { 0: [1, 2], 1: [2, 3] }),
    record(60_000, 40, { 0: [1] }),
    record(0, 10, {}),
  ];
  expect(sumDraws(records, 0)).toEqual({
    strata: [
      { answerPpm: 0, ratePpm: 0, items: 10 },
      { answerPpm: 20_000, ratePpm: 39_000, items: 100 },
      { answerPpm: 60_000, ratePpm: 60_000, items: 140 },
    ],
    drawn: 7,
  });
});
