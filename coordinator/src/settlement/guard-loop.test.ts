import { addressOf, type Payee } from '@manyhands/protocol';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import type { Guard } from './guard.ts';
import { GuardLoop } from './guard-loop.ts';
import { MemoryChain } from './memory-chain.ts';
import type { Turns } from './settle.ts';

const KEY = new Uint8Array(32).fill(0x0f);

let chain: MemoryChain;
let looks: number;
let led: number;
let more: boolean[];
let reports: string[];
let troubles: string[];
let loop: GuardLoop | null = null;

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'performance'] });
  chain = new MemoryChain(addressOf(KEY) as Payee, KEY);
  [looks, led, more, reports, troubles] = [0, 0, [], [], []];
});
afterEach(() => {
  loop?.stop();
  vi.useRealTimers();
});

function start(leastBond = 0n, inTurn: Turns = (act) => act()): GuardLoop {
  const guard = {
    look: async () => {
      await chain.book();
      looks++;
      return more.shift() ?? false;
    },
  } as unknown as Guard;
  loop = new GuardLoop({
    ...{ chain, guard, leastBond, inTurn },
    leads: async () => ++led > 0,
    report: (what) => reports.push(what),
    trouble: (what) => troubles.push(what),
  });
  return loop;
}

it('[DM1] looks again and again, at once where more is to be answered, and whatever fails in between', async () => {
  more = [true, true];
  start();
  await vi.advanceTimersByTimeAsync(100);
  expect(looks).toBe(3);
  await vi.advanceTimersByTimeAsync(30_000);
  expect(looks).toBe(4);
  chain.failure = new Error('away');
  await vi.advanceTimersByTimeAsync(60_000);
  expect([looks, troubles.length]).toEqual([4, 2]);
  chain.failure = null;
  await vi.advanceTimersByTimeAsync(30_000);
  expect(looks).toBe(5);
  loop?.stop();
  await vi.advanceTimersByTimeAsync(300_000);
  expect(looks).toBe(5);
});

it('looks no more where it was stopped before its turn', async () => {
  let turn: (() => Promise<unknown>) | null = null;
  start(0n, (act) => {
    turn = act;
    return new Promise(() => undefined);
  });
  await vi.advanceTimersByTimeAsync(100);
  loop?.stop();
  await (turn as unknown as () => Promise<unknown>)();
  expect([looks, led]).toEqual([0, 0]);
});

it('begins when the chain answers, if it does not at the start', async () => {
  chain.failure = new Error('away');
  const started = start();
  await vi.advanceTimersByTimeAsync(100);
  expect(started.bond).toBeNull();
  chain.failure = null;
  await vi.advanceTimersByTimeAsync(30_000);
  expect(looks).toBe(1);
  expect(started.bond).toEqual({ amount: 0n, exitAt: null });
});

it('tells the operator once that the bond is too small', async () => {
  start(500n);
  await vi.advanceTimersByTimeAsync(300_000);
  expect(reports).toEqual([expect.stringMatching(/bond at the hub is 0 token units, less than the 500/)]);
  chain.guard.addBond(600n);
  await vi.advanceTimersByTimeAsync(120_000);
  expect(loop?.bond?.amount).toBe(600n);
  expect(reports).toHaveLength(1);
});
