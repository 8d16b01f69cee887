import { type OpenExample, openExample } from '@manyhands/examples-common/kernel';
import { beforeAll, describe, expect, it } from 'vitest';
import { logarithm, rotate } from './arithmetic.ts';
import { example } from './example.ts';
import { itemsOf, PLANS, steepest } from './plan.ts';
import { record, signalsOf } from './recording.ts';
import { type Candidates, search, transform } from './reference.ts';
import { FOLDED_TRIALS, foldedTail } from './theory.ts';

const recording = record(PLANS.small.units, steepest(PLANS.small));
let open: OpenExample<Candidates>;
beforeAll(async () => {
  open = await openExample(example, 'small');
}, 60_000);

describe('the kernel', () => {
  it.each([
    [0, 0.1],
    [1, -3.25],
  ])('gives the reference’s bytes for unit %s at %s Hz/s', { timeout: 60_000 }, (unit, drift) => {
    expect(open.compute([unit, drift])).toEqual(search(recording, unit, drift));
  });

  it('refuses a unit that the recording does not have', () => {
    expect(() => open.compute([PLANS.small.units, 0])).toThrow(/no such unit/);
    expect(() => open.compute([2 ** 32 - 1, 0])).toThrow(/no such unit/);
  });
});

describe('the example’s check', () => {
  let rows: Candidates[];
  beforeAll(() => {
    rows = open.items.map((item) => open.compute(item));
  }, 60_000);
  const check = (changed: readonly Candidates[]) => example.check(changed, 'small');

  it('holds for what the kernel gives', async () => {
    await expect(check(rows)).resolves.toHaveLength(6);
  });

  it('refuses rows in which a signal is missing', async () => {
    const none = new Float64Array(0);
    const deaf = rows.map((row) => ({ ...row, spikeTime: none }));
    await expect(check(deaf)).rejects.toThrow(/carriers found.*nothing is there/);
    const slow = rows.map((row) => ({ ...row, pulsePeriod: row.pulsePeriod.map((period) => period * 1.02) }));
    await expect(check(slow)).rejects.toThrow(/pulses found.*period is off/);
    const late = rows.map((row) => ({ ...row, gaussianTime: row.gaussianTime.map((time) => time + 1) }));
    await expect(check(late)).rejects.toThrow(/gaussians found/);
  });

  it('refuses candidates out of nothing and noise of the wrong law', async () => {
    const items = itemsOf(PLANS.small);
    const ghost = rows.map((row, i) =>
      items[i].unit === 1
        ? {
            ...row,
            pulsePeriod: Float64Array.of(0.5),
            pulseFrequency: Float64Array.of(9),
            pulseScore: Float64Array.of(13),
          }
        : row,
    );
    await expect(check(ghost)).rejects.toThrow(/no signal explains/);
    const heavy = rows.map((row) => ({
      ...row,
      powers: row.powers.map((count, i) => (i % 32 === 5 ? count * 2 : count)),
    }));
    await expect(check(heavy)).rejects.toThrow(/e\^−t/);
    const folding = rows.map((row) => ({ ...row, folded: row.folded + 40 }));
    await expect(check(folding)).rejects.toThrow(/folded/);
  });
});

describe('the arithmetic', () => {
  it('agrees with the host’s sine, cosine and logarithm', () => {
    for (let i = -1000; i <= 1000; i++) {
      const turns = i * 0.0137;
      const [c, s] = rotate(turns);
      expect(c).toBeCloseTo(Math.cos(2 * Math.PI * turns), 11);
      expect(s).toBeCloseTo(Math.sin(2 * Math.PI * turns), 11);
    }
    for (let x = 1; x > 1e-10; x *= 0.83) expect(logarithm(x)).toBeCloseTo(Math.log(x), 12);
  });

  it('transforms a tone into one bin and keeps the power of noise (Parseval)', () => {
    const length = 64;
    const tone = Array.from({ length }, (_, n) => rotate((5 * n) / length));
    const spectrum = transform({
      x: Float32Array.from(tone, ([c]) => c),
      y: Float32Array.from(tone, ([, s]) => s),
    });
    spectrum.x.forEach((x, bin) => {
      expect(Math.hypot(x, spectrum.y[bin])).toBeCloseTo(bin === 5 ? length : 0, 4);
    });
    const x = new Float32Array(new Int8Array(recording.buffer, 0, 1024));
    const power = (values: Float32Array): number => values.reduce((sum, value) => sum + value * value, 0);
    const { x: a, y: b } = transform({ x, y: new Float32Array(1024) });
    expect((power(a) + power(b)) / 1024 / power(x)).toBeCloseTo(1, 5);
  });

  it('sums the Beta law’s tail to what integrating its density gives', () => {
    // Beta(16, 496) from a share of 40/512 on: 511 · C(510, 15) · u^15 · (1 − u)^495, by the midpoint rule.
    const logBinomial = Array.from({ length: 15 }, (_, k) => Math.log((510 - k) / (k + 1))).reduce(
      (a, b) => a + b,
    );
    const steps = 100_000;
    let integral = 0;
    for (let i = 0; i < steps; i++) {
      const u = 40 / 512 + ((i + 0.5) / steps) * (1 - 40 / 512);
      integral += Math.exp(Math.log(511) + logBinomial + 15 * Math.log(u) + 495 * Math.log1p(-u));
    }
    expect(foldedTail() / ((integral * (1 - 40 / 512)) / steps)).toBeCloseTo(1, 4);
    expect(FOLDED_TRIALS).toBe(256 * 16 * 376);
  });
});

it('puts every kind of signal into even units and none into odd ones', () => {
  expect(new Set(signalsOf(0, 3).map(({ kind }) => kind)).size).toBe(3);
  expect(signalsOf(1, 3)).toEqual([]);
});
