import { encodeRow, hashOf } from '@manyhands/protocol';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { rateOf } from './calibration.ts';
import { type PreparedKernel, prepareKernel } from './prepare.ts';
import { RefereePool } from './referee.ts';
import type { Named, TimedResult } from './requests.ts';
import { trial } from './trial.ts';

const CAP = 10_000_000_000n;
/** Far beyond the caches of one core. */
const DATASET_BYTES = 48 << 20;
/** The same instructions whether near or far: only how far its dependent reads lie apart differs. */
const WALK = `
  import { Dataset } from "manyhands";
  export function walk(land: Dataset, reach: u32, seed: u32, steps: i32): u32 {
    let at = seed;
    for (let i = 0; i < steps; i++) at = (at ^ (at >>> 15)) * 0x85ebca6b + land[at % reach] + i;
    return at;
  }`;
const NEAR = 1_000;
const STEPS = 400_000;

const dataset: Named = (() => {
  const bytes = new Uint8Array(DATASET_BYTES).map((_, i) => i * 31);
  return { hash: hashOf(bytes), bytes };
})();
let kernel: PreparedKernel;
const walk = (reach: number, seed: number, steps = STEPS): Uint8Array =>
  encodeRow(kernel.schema?.inputs ?? [], [reach, seed, steps]);
const seeds = (count: number): number[] => Array.from({ length: count }, (_, i) => i * 7919 + 1);

beforeAll(async () => {
  kernel = await prepareKernel({ source: WALK }, { memoryPages: 1024 });
}, 60_000);

describe('the referee’s time', () => {
  const pool = new RefereePool({ processes: 1 });
  afterAll(() => pool.close());

  const execution = (inputs: readonly Uint8Array[], land = dataset) => ({
    ...{ build: { hash: kernel.build.hash, bytes: kernel.build.bytes }, datasets: [land] },
    ...{ inputs, fuelCap: CAP },
  });
  const timed = (inputs: readonly Uint8Array[], land = dataset): Promise<TimedResult[]> =>
    pool.execute({ ...execution(inputs, land), timed: true });
  const ratesOf = (results: readonly TimedResult[]): number[] =>
    results.flatMap(({ fuel, nanoseconds }) =>
      nanoseconds === undefined ? [] : [rateOf(nanoseconds / 1e6, fuel)],
    );

  test('is told of each item, with the same bytes and fuel as untimed', async () => {
    const inputs = seeds(4).map((seed) => walk(NEAR, seed));
    const results = await timed(inputs);
    expect(ratesOf(results)).toHaveLength(4);
    const untimed = await pool.execute(execution(inputs));
    expect(results.map(({ nanoseconds: _, ...result }) => result)).toEqual(untimed);
  });

  test('[RT1] shows items as slow as they are, though the trial saw quick ones of the same fuel', async () => {
    const { rate } = await trial({
      ...{ wasm: kernel.wasm, memoryPages: 1024, datasets: [dataset], fuelCap: CAP },
      inputs: seeds(3).map((seed) => walk(NEAR, seed)),
    });
    const near = ratesOf(await timed(seeds(5).map((seed) => walk(NEAR, seed))));
    const far = ratesOf(await timed(seeds(5).map((seed) => walk(DATASET_BYTES, seed))));
    const [slow, quick] = [far, near].map((rates) => rates.sort((a, b) => a - b)[2]);
    expect(slow / quick).toBeGreaterThan(2);
    expect(quick / rate).toBeGreaterThan(0.5);
    expect(quick / rate).toBeLessThan(2);
  });

  test('is not told of a short item alone, but of one that traps', async () => {
    const bytes = dataset.bytes.slice(0, NEAR);
    const land = { hash: hashOf(bytes), bytes };
    await timed([walk(NEAR, 1)], land);
    const [alone] = await timed([walk(NEAR, 1, 10)], land);
    expect(alone.nanoseconds).toBeUndefined();
    const [, behind] = await timed([walk(NEAR, 1), walk(NEAR, 1, 10_000)], land);
    expect(behind.nanoseconds).toBeGreaterThan(0);
    const [trapped] = await timed([walk(0, 1)], land);
    expect(trapped.status).toBe(1);
    expect(trapped.nanoseconds).toBeGreaterThan(0);
  });
});
