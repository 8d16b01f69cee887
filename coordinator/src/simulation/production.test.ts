import { DEFAULT_POLICY } from '@manyhands/protocol';
import { describe, expect, it } from 'vitest';
import { simulate } from './production.ts';
import { DEFAULTS, type Settings } from './settings.ts';
import { STRATEGIES, type Strategy } from './strategies.ts';

const SMALL: Settings = { ...DEFAULTS, contributors: 30, units: 150, itemsPerUnit: 20, lifetime: 15 };
const CROWD = { ...SMALL, malicious: 0.2 };
/** Every item of every answer is audited by somebody. */
const EVERYTHING = { ...DEFAULT_POLICY, newcomerPpm: 1_000_000, veteranPpm: 1_000_000 };
const strategies = Object.keys(STRATEGIES) as Strategy[];

describe('the production scheduler in a simulated crowd', () => {
  it('honest contributors alone: everything right, nobody banned, and little more than one execution an item', async () => {
    const report = await simulate(SMALL);
    expect(report).toMatchObject({ finished: true, honestBans: 0, liarBans: 0, wrongFinalItems: 0 });
    expect(report.unpaidHonestShare).toBe(0);
    expect(report.executionsPerItem).toBeGreaterThan(1);
    expect(report.executionsPerItem).toBeLessThan(1.6);
    expect(report.certifiedBound).toBeLessThan(0.05);
  });

  it.each(strategies)('[VF2] %s: no honest device is banned, and the job ends', async (strategy) => {
    const report = await simulate({ ...CROWD, strategy });
    expect(report).toMatchObject({ finished: true, honestBans: 0 });
    expect(report.wrongFinalShare).toBeLessThanOrEqual(report.certifiedBound as number);
  });

  it.each(['always', 'flapping', 'prefix-group', 'whitewash', 'lazy'] as const)(
    '[VF1] %s: who lies in most of its items never gets past audits of a few of them',
    async (strategy) => {
      const report = await simulate({ ...CROWD, strategy, seed: 7 });
      expect(report.wrongFinalItems).toBe(0);
      expect(report.wrongProvisionalShare).toBeGreaterThan(0);
      expect(report.liarBans).toBeGreaterThan(0);
    },
  );

  it('[VF1] false disputes cost their authors the device, and nothing else', async () => {
    const report = await simulate({ ...CROWD, strategy: 'false-dispute' });
    expect(report.wrongFinalItems).toBe(0);
    // A unit of a single item looks like an audit to them, and is answered wrongly too.
    expect(report.wrongProvisionalShare).toBeLessThan(0.001);
    expect(report.liarBans).toBeGreaterThan(0);
  });

  it('[VF1] who corrupts single items is found where every item is audited, unless a fellow vouches for it', async () => {
    const report = await simulate({ ...CROWD, strategy: 'item', malicious: 0.04, policy: EVERYTHING });
    expect(report).toMatchObject({ finished: true, honestBans: 0, wrongFinalItems: 0 });
    expect(report.wrongProvisionalShare).toBeGreaterThan(0);
  });

  it('several coordinators on one journal, and contributors who lose their connections', async () => {
    const report = await simulate({ ...CROWD, strategy: 'always', coordinators: 3, drops: 0.1 });
    expect(report).toMatchObject({ finished: true, honestBans: 0, wrongFinalItems: 0 });
  });

  it('a quorum', async () => {
    const report = await simulate({ ...SMALL, policy: { kind: 'quorum', executions: 3, equal: 2 } });
    expect(report).toMatchObject({ finished: true, honestBans: 0, wrongFinalItems: 0 });
    expect(report.executionsPerItem).toBeGreaterThanOrEqual(2);
  });

  it('the same seed gives the same report', async () => {
    const run = async () => ({ ...(await simulate({ ...CROWD, strategy: 'sleeper' })), seconds: 0 });
    expect(await run()).toEqual(await run());
  });
});
