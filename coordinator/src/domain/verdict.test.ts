import { ITEM_STATUS, type ItemResult } from '@manyhands/protocol';
import { describe, expect, it } from 'vitest';
import { firstDifference, impossibleResult, sameResult, settleDispute } from './verdict.ts';

const ok = (byte: number, fuel = 10n): ItemResult => ({
  status: ITEM_STATUS.ok,
  fuel,
  output: Uint8Array.of(byte),
});
const trap: ItemResult = { status: ITEM_STATUS.trap, fuel: 100n, output: new Uint8Array() };

describe('a dispute', () => {
  it('fuel is part of what must be equal, so that work cannot be inflated', () => {
    expect(sameResult(ok(1, 10n), ok(1, 11n))).toBe(false);
    expect(sameResult(ok(1), ok(1))).toBe(true);
    expect(sameResult(ok(1), trap)).toBe(false);
  });

  it.each([
    ['the worker lied', ok(2), ok(1), { workerWrong: true, auditorWrong: false }],
    ['the auditor lied', ok(1), ok(2), { workerWrong: false, auditorWrong: true }],
    ['both lied', ok(2), ok(3), { workerWrong: true, auditorWrong: true }],
  ])('%s', (_title, worker, auditor, verdict) => {
    expect(settleDispute(ok(1), worker, auditor)).toEqual(verdict);
  });

  it('finds the first item two answers differ in, also where one is shorter', () => {
    expect(firstDifference([ok(1), ok(2)], [ok(1), ok(3)])).toBe(1);
    expect(firstDifference([ok(1), ok(2)], [ok(1)])).toBe(1);
    expect(firstDifference([ok(1)], [ok(1)])).toBe(-1);
  });

  it('[SE1] sees results that no execution can give', () => {
    expect(impossibleResult(ok(1), 100n, 10)).toBeNull();
    expect(impossibleResult(trap, 100n, 10)).toBeNull();
    expect(impossibleResult(ok(1, 101n), 100n, 10)).toMatch(/cap/);
    expect(impossibleResult({ ...trap, fuel: 5n }, 100n, 10)).toMatch(/charged its cap/);
    expect(impossibleResult({ ...ok(1), output: new Uint8Array(11) }, 100n, 10)).toMatch(/exceeds 10/);
  });
});
