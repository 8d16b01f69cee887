import { DEFAULT_POLICY, type Policy } from '@manyhands/protocol';
import type { TrialItem } from '@manyhands/wasm-kernels';
import { expect, it } from 'vitest';
import { defaultFuelCap, estimate, measure, sizeUnits } from './estimate.ts';

const item = (fuel: bigint, status: 0 | 1 = 0): TrialItem => ({
  status,
  fuel,
  output: new Uint8Array(8),
  milliseconds: 1,
  failure: null,
  printed: [],
});
/** A reference core runs 10^9 fuel of this kernel in half a second. */
const RATE = 500_000_000;

it('takes fuel from the samples that ended well', () => {
  const measured = measure([item(1_000_000n), item(3_000_000n), item(99_000_000n, 1)], RATE);
  expect(measured).toMatchObject({ meanFuel: 2_000_000n, largestFuel: 3_000_000n });
  expect(defaultFuelCap(measured)).toBe(12_000_000n);
  expect(defaultFuelCap(measure([item(5n)], RATE))).toBe(1_000_000n);
});

it('sizes units to two seconds of a reference core, within an assignment’s bytes', () => {
  const measured = measure([item(40_000_000n)], RATE);
  expect(sizeUnits(measured, { largestInput: 100, items: 1_000_000 })).toBe(100);
  expect(sizeUnits(measured, { largestInput: 1_000_000, items: 1_000_000 })).toBe(4);
  expect(sizeUnits(measured, { largestInput: 1_000_000, items: 1_000_000, wanted: 3 })).toBe(3);
  expect(sizeUnits(measured, { largestInput: 1_000_000, items: 1_000_000, wanted: 90 })).toBe(4);
});

it('tells what a job takes, checks included', () => {
  const measured = measure([item(2_000_000_000n)], RATE);
  const price = { payer: 'channel:x', perCoreHour: 1n, perGigafuel: 1_000_000n, feePpm: 0 };
  const plan = {
    items: 1000,
    fuelCap: 8_000_000_000n,
    unitItems: 2,
    policy: DEFAULT_POLICY,
    price,
    budget: 10_000_000_000n,
    workWindows: 32n,
    seats: 10,
    devices: 4,
  };
  const told = estimate(measured, plan);
  // Four devices' first 400 items are the whole job: audited at the newcomers' rate, with exit checks and final looks.
  expect(told).toMatchObject({
    coreSeconds: 1000,
    audits: 113,
    cost: '2226',
    creditWindow: '8',
    workWindow: '256',
  });
  expect(told.executionsPerItem).toBeCloseTo(1.1127, 4);
  expect(told.seconds).toBeCloseTo(111.27, 2);
  // Nobody knows beforehand that they are newcomers: at the veterans' rate the certificate would say this.
  expect(told.bound).toBeCloseTo(0.18, 2);
  expect(told.alternatives.map(({ policy }) => policy.kind)).toEqual(['audit', 'credibility', 'quorum']);
  // A minute of a reference core is 120 of these; a twentieth of a budget of 100 is 5.
  const windowOf = (changes: object) => estimate(measured, { ...plan, ...changes }).creditWindow;
  expect(windowOf({ unitItems: 500 })).toBe('120');
  expect(windowOf({ budget: 100_000_000n })).toBe('5');
  expect(windowOf({ unitItems: 500, budget: 19_000_000n })).toBe('0');
  expect(estimate(measured, { ...plan, price: null, seats: 0 })).toMatchObject({ cost: null, seconds: null });
});

it('[SH4] tells what is set aside for checks, and who takes what of the price', () => {
  const measured = measure([item(2_000_000_000n)], RATE);
  const roles = [{ role: 'author', payee: '0xa', ppm: 20_000 }] as const;
  const price = { payer: 'channel:x', perCoreHour: 1n, perGigafuel: 1_000_000n, feePpm: 50_000, roles };
  const plan = {
    items: 10,
    fuelCap: 8_000_000_000n,
    unitItems: 2,
    price,
    budget: null,
    workWindows: 32n,
    seats: 1,
    devices: 1,
  };
  const told = (policy: Policy) => estimate(measured, { ...plan, policy });
  const policy = { ...DEFAULT_POLICY, newcomerPpm: 60_000, veteranPpm: 20_000 };
  // The highest rate, as much again for exit checks and second looks, and some to spare.
  expect(told(policy)).toMatchObject({
    verificationPpm: 220_000,
    shares: [
      { role: 'fee', payee: null, ppm: 50_000 },
      { role: 'author', payee: '0xa', ppm: 20_000 },
    ],
  });
  expect(told({ kind: 'quorum', executions: 3, equal: 2 }).verificationPpm).toBe(2_000_000);
});
