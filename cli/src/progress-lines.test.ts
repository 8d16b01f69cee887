import type { Estimate } from '@manyhands/sdk';
import { expect, it } from 'vitest';
import { showEstimate } from './progress-lines.ts';

const AUTHOR = `0x${'a'.repeat(40)}`;
const estimate = {
  ...{ items: 10, fuelPerItem: '5', fuelCap: '20', unitItems: 5, coreSeconds: 1, cost: '5000', seconds: 1 },
  ...{ audits: 3, executionsPerItem: 1.1, bound: 0.01, confidencePpm: 950_000, colludingPpm: 0 },
  ...{ alternatives: [], creditWindow: '5', verificationPpm: 220_000 },
  shares: [
    { role: 'fee', payee: null, ppm: 50_000 },
    { role: 'author', payee: AUTHOR, ppm: 20_000 },
    { role: 'data', payee: AUTHOR, ppm: 5_000 },
  ],
} as const satisfies Estimate;

function linesOf(told: Estimate): string[] {
  const lines: string[] = [];
  const screen = { line: (text: string) => lines.push(text), live() {}, result() {}, error() {} };
  showEstimate(screen, told);
  return lines;
}

it('[SH3] an estimate tells who takes what of the price, and what is set aside for checks', () => {
  const lines = linesOf(estimate);
  expect(lines).toContain(
    `  of the price operator 5 %, author 2 % (${AUTHOR}), dataset’s owner 0.5 % (${AUTHOR}), whoever computes 92.5 %`,
  );
  expect(lines).toContain('  set aside for checks: up to 22 % on top of each item at its cap');
});

it('of a free job, and of one quoted before shares were told, it says nothing of them', () => {
  for (const told of [
    { ...estimate, cost: null },
    { ...estimate, shares: undefined, verificationPpm: undefined },
  ])
    expect(linesOf(told).filter((line) => /author|set aside/.test(line))).toEqual([]);
});
