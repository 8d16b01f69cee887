import { assuranceOf, checkPolicy, DEFAULT_POLICY, type JobSize } from '@manyhands/protocol';
import { describe, expect, it } from 'vitest';
import { alternatives, auditPolicyFor, ordinaryAudits, quorumFor } from './policy-choice.ts';

const size = (items: number, unitItems = 100, devices = 10): JobSize => ({ items, unitItems, devices });

describe('[VF6] audits for an error bound', () => {
  const targets = [0.1, 0.02, 0.01, 0.001, 1e-4, 1e-5, 1e-6];
  const items = [1, 10, 100, 1000, 10_000, 1_000_000, 1_000_000_000];

  it.each(targets.flatMap((target) => items.map((n) => [target, n] as const)))(
    '[VF6] %f in a job of %i items: reached, with no more than it takes, or said to be out of reach',
    (target, n) => {
      const choice = auditPolicyFor(target, size(n));
      if (choice.kind === 'unreachable') {
        expect(choice.best.bound).toBeGreaterThan(target);
        expect(choice.sentence).toContain(`job of ${n} items`);
        if (choice.offer !== null) expect(choice.offer.bound).toBeLessThanOrEqual(target);
        return;
      }
      const { policy, bound } = choice.assurance;
      if (policy.kind !== 'audit') throw new Error(policy.kind);
      expect(checkPolicy(policy)).toEqual(policy);
      expect(bound).toBeLessThanOrEqual(target);
      const ordinary = ordinaryAudits(100);
      if (policy.veteranPpm === ordinary.veteranPpm) return;
      const weaker = {
        ...policy,
        newcomerPpm: policy.veteranPpm - 1,
        veteranPpm: policy.veteranPpm - 1,
      };
      expect(assuranceOf(weaker, size(n)).bound).toBeGreaterThan(target);
    },
  );

  it('[VF6] a small job is offered a quorum, with its price', () => {
    const choice = auditPolicyFor(0.001, size(300, 20));
    expect(choice).toMatchObject({
      kind: 'unreachable',
      offer: { policy: { kind: 'quorum', executions: 7, equal: 6 }, executionsPerItem: 6 },
    });
  });

  it('a bound that no quorum reaches either is said to be so', () => {
    expect(auditPolicyFor(1e-12, size(10, 1))).toMatchObject({ kind: 'unreachable', offer: null });
  });
});

describe('ordinary audits', () => {
  it('are the default for large units, and more for fewer items', () => {
    expect(ordinaryAudits(100)).toEqual(DEFAULT_POLICY);
    const rates = [1, 4, 16, 100].map((items) => ordinaryAudits(items).veteranPpm);
    expect(rates).toEqual([200_000, 60_000, 40_000, 20_000]);
  });

  it('cost what was simulated, a few per cent with units of 100', () => {
    const visits = assuranceOf(DEFAULT_POLICY, { items: 8_200_000, unitItems: 100, devices: 1000 });
    expect(visits.executionsPerItem).toBeGreaterThan(1.02);
    expect(visits.executionsPerItem).toBeLessThan(1.035);
  });
});

describe('what a researcher may compare', () => {
  it('has credibility where units are single long items', () => {
    const kinds = (unitItems: number): string[] =>
      alternatives(size(1000, unitItems)).map(({ policy }) => policy.kind);
    expect(kinds(1)).toEqual(['audit', 'credibility', 'quorum']);
    expect(kinds(100)).toEqual(['audit', 'quorum']);
  });

  it('never promises less than no error, nor fewer executions than one', () => {
    for (const n of [1, 7, 1000, 10_000_000])
      for (const unitItems of [1, 16, 100])
        for (const devices of [1, 100]) {
          for (const { executionsPerItem, bound, audits } of alternatives({ items: n, unitItems, devices })) {
            expect(executionsPerItem).toBeGreaterThanOrEqual(1);
            expect(bound).toBeGreaterThan(0);
            expect(bound).toBeLessThanOrEqual(1);
            expect(audits).toBeLessThanOrEqual(n);
          }
        }
  });

  it('quorums grow with what is asked', () => {
    const executions = [0.2, 0.01, 0.001].map((bound) => quorumFor(bound, size(100_000))?.executionsPerItem);
    expect(executions).toEqual([2, 5, 7]);
  });
});
