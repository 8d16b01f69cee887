/** One test for each attack on the scheduler that no other test plays; docs/VERIFICATION.md lists them all. */
import { describe, expect, it } from 'vitest';
import { simulate } from './production.ts';
import { DEFAULTS, type Settings } from './settings.ts';

const SMALL: Settings = { ...DEFAULTS, contributors: 30, units: 150, itemsPerUnit: 20, lifetime: 15 };
const CROWD = { ...SMALL, malicious: 0.2, seed: 7 };

describe('attacks', () => {
  it('[VF1] who is honest but for the end of its visit is found by the exit check', async () => {
    const report = await simulate({ ...CROWD, strategy: 'leaver' });
    expect(report).toMatchObject({ finished: true, honestBans: 0, wrongFinalItems: 0 });
    expect(report.wrongProvisionalShare).toBeGreaterThan(0);
    expect(report.liarBans).toBeGreaterThan(0);
  });

  it('[VF1] whitewashing: who comes back under a fresh identity a second later gains nothing by it', async () => {
    const report = await simulate({ ...CROWD, strategy: 'whitewash', returns: 'same' });
    expect(report).toMatchObject({ finished: true, honestBans: 0, wrongFinalItems: 0 });
    expect(report.liarBans).toBeGreaterThan(20);
  });

  it.each(['copycat', 'colluding-auditor'] as const)(
    '[VF2] %s: fellows who recognise audits and vouch for each other fall to those who do not',
    async (strategy) => {
      const report = await simulate({ ...CROWD, strategy });
      expect(report).toMatchObject({ finished: true, honestBans: 0 });
      expect(report.wrongProvisionalShare).toBeGreaterThan(0);
      expect(report.liarBans).toBeGreaterThan(0);
      expect(report.wrongFinalShare).toBeLessThanOrEqual(report.certifiedBound as number);
    },
  );

  it('[VF2] accomplices who outvote an honest device do not get it banned', async () => {
    const policy = { kind: 'quorum', executions: 3, equal: 2 } as const;
    const report = await simulate({ ...CROWD, malicious: 0.4, strategy: 'always', policy });
    expect(report).toMatchObject({ finished: true, honestBans: 0 });
    expect(report.wrongProvisionalShare).toBeGreaterThan(0.05);
  });
});

/** Three of four machines attack for ever, and the referee takes a second for an item. */
const FLOOD: Settings = {
  ...SMALL,
  contributors: 40,
  units: 60,
  malicious: 0.75,
  returns: 'same',
  refereeMs: 1_000,
  refereeQueue: 8,
};

describe('[RF1] floods against a slow referee', () => {
  it.each(['whitewash', 'false-dispute'] as const)(
    '%s: what waits for it stays within twice its queue, the job ends, and nobody honest suffers',
    async (strategy) => {
      const report = await simulate({ ...FLOOD, strategy });
      expect(report).toMatchObject({
        finished: true,
        honestBans: 0,
        unpaidHonestShare: 0,
      });
      // Three of four audits are a fellow's: single items may get through, and the certificate says far more than that.
      expect(report.wrongFinalShare).toBeLessThan(0.005);
      expect(report.wrongFinalShare).toBeLessThan(report.certifiedBound as number);
      expect(report.liarBans).toBeGreaterThan(40);
      expect(report.refereePeak).toBeGreaterThan(FLOOD.refereeQueue);
      expect(report.refereePeak).toBeLessThanOrEqual(2 * FLOOD.refereeQueue);
    },
  );
});
