import { describe, expect, it } from 'vitest';
import { certify, provableBy } from './certify.ts';
import { DEFAULTS } from './settings.ts';

describe('certificates in simulation', () => {
  it('the bound covers the truth in every small job of a few, whatever liars there are', async () => {
    const settings = { ...DEFAULTS, contributors: 20, units: 80, itemsPerUnit: 20, lifetime: 15 };
    const rows = await certify(settings, 14, 'audit');
    expect(rows.map(({ crowd }) => crowd)).toContain('colluding-auditor');
    const all = rows[rows.length - 1];
    expect(all).toMatchObject({ crowd: 'all', seeds: 14, covered: 14 });
    expect(all.meanBound).toBeLessThan(1);
  });

  it.each([
    [0, 1],
    [59, 0.0495],
    [29_956, 0.0001],
  ])('%i clean audits prove at most %d', (audits, bound) => {
    expect(provableBy(audits)).toBeCloseTo(bound, 4);
  });
});
