import { type OpenExample, openExample } from '@manyhands/examples-common/kernel';
import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { example, merge } from './example.ts';
import { collide, type Sample } from './reference.ts';
import { asymmetry, crossSection, share } from './theory.ts';

let open: OpenExample<Sample>;
beforeAll(async () => {
  open = await openExample(example, 'small');
}, 60_000);

const kernel = (energy: number, events: number, stream: number): Sample =>
  open.compute([energy, events, stream]);

describe('the kernel', () => {
  it('gives the reference’s bytes for the items of a job', () => {
    for (const [energy, events, stream] of open.items.slice(14, 18) as [number, number, number][])
      expect(kernel(energy, events, stream)).toEqual(collide(energy, events, stream));
  });

  it('gives the reference’s bytes at any energy, also for odd numbers of events', () => {
    fc.assert(
      fc.property(
        fc.double({ min: 1, max: 1000, noNaN: true }),
        fc.nat({ max: 500 }),
        fc.nat({ max: 2 ** 32 - 1 }),
        (energy, events, stream) => {
          expect(kernel(energy, events, stream)).toEqual(collide(energy, events, stream));
        },
      ),
      { numRuns: 100 },
    );
  });

  it.each([
    [0, 10],
    [Number.NaN, 10],
    [91, 100_000_001],
  ])('refuses %s GeV and %s events', (energy, events) => {
    expect(() => kernel(energy, events, 0)).toThrow(/energy|events/);
  });

  it('counts every accepted event once, forward or backward, and in one bin', () => {
    const { forward, backward, histogram } = kernel(70, 50_000, 3);
    expect(histogram.subarray(0, 20).reduce((sum, count) => sum + count, 0)).toBe(backward);
    expect(histogram.subarray(20).reduce((sum, count) => sum + count, 0)).toBe(forward);
  });
});

it('merging samples in any grouping gives the same counts', () => {
  const samples = [1, 2, 3].map((stream) => collide(91, 1000, stream));
  const grouped = merge([merge(samples.slice(0, 2)), samples[2]]);
  expect(grouped).toEqual(merge(samples));
});

describe('the analytic formula', () => {
  it('is that of pure QED far below the Z: 4πα²/3s, no asymmetry', () => {
    const qed = (energy: number): number =>
      ((4 * Math.PI * (1 / 128.945) ** 2) / (3 * energy ** 2)) * 389379.3721;
    expect(crossSection(2) / qed(2)).toBeCloseTo(1, 4);
    expect(Math.abs(asymmetry(2))).toBeLessThan(1e-3);
  });

  it('gives at the Z mass what LEP measured, to the per cents that loops make', () => {
    // Physics Reports 427 (2006) 257, table 2.4: σ⁰_had / R⁰_μ = 41.540 nb / 20.785, and A⁰_FB of leptons.
    expect(crossSection(91.1875) / (41.54 / 20.785)).toBeCloseTo(1, 1);
    expect(Math.abs(asymmetry(91.1875) - 0.0171)).toBeLessThan(0.002);
  });

  it('has shares that make 1 and an asymmetry that follows from them', () => {
    for (const energy of [60, 88, 91.1875, 120]) {
      expect(share(energy, -1, 1)).toBeCloseTo(1, 12);
      expect(share(energy, 0, 1) - share(energy, -1, 0)).toBeCloseTo(asymmetry(energy), 12);
    }
  });
});

describe('the example’s check', () => {
  it('refuses rows with a wrong cross-section and with a wrong asymmetry', async () => {
    const rows = open.items.map((item) => open.compute(item));
    await expect(example.check(rows, 'small')).resolves.toHaveLength(4);
    const heavier = rows.map((row) => ({ ...row, sumWeights: (row.sumWeights as number) * 1.01 }));
    await expect(example.check(heavier, 'small')).rejects.toThrow(/cross-section/);
    const turned = rows.map((row) => ({ ...row, forward: row.backward, backward: row.forward }));
    await expect(example.check(turned, 'small')).rejects.toThrow(/asymmetry/);
  });
});
