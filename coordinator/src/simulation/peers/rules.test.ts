import { describe, expect, it } from 'vitest';
import { DEFAULTS } from '../settings.ts';
import { boincRule } from './boinc.ts';
import { credibilityRule } from './credibility.ts';
import { simulatePeer } from './model.ts';
import { pocoRule } from './poco.ts';
import { quorumRule } from './quorum.ts';
import type { CheckedUnit, Voter } from './rule.ts';

const voter = (standing: number, number = 1): Voter => ({ number, standing, blacklisted: false });
const unit = (votes: readonly (readonly [value: number, standing: number])[], quorum = 1): CheckedUnit => ({
  id: 0,
  votes: votes.map(([value, standing], i) => ({ by: voter(standing, i), value })),
  inFlight: 0,
  quorum,
});
const fresh = (count: number, value = 0) => Array.from({ length: count }, () => [value, 0] as const);

describe("BOINC's adaptive replication", () => {
  const quorumOf = (standing: number, coin: number): number => {
    const open = unit([]);
    boincRule.begin(open, voter(standing), () => coin);
    return open.quorum;
  };

  it.each([
    [9, 0.99, 2],
    [10, 0.11, 1],
    [10, 0.09, 2],
    [100, 0.02, 1],
    [100, 0.009, 2],
  ])('a host with %i consecutive valid results and a coin of %d needs a quorum of %i', (...[n, coin, q]) => {
    expect(quorumOf(n, coin)).toBe(q);
  });

  it('one invalid result starts the count again, and nobody is banned', () => {
    const host = voter(40);
    boincRule.judge(host, false);
    expect(host).toEqual(voter(0));
    boincRule.judge(host, true);
    expect(host.standing).toBe(1);
  });
});

describe("iExec's Proof of Contribution", () => {
  const decide = (votes: Parameters<typeof unit>[0]) => pocoRule(100).decide(unit(votes)).kind;

  it('seven fresh wallets meet a confidence of 99 %, six do not', () => {
    expect(decide(fresh(6))).toBe('more');
    expect(decide(fresh(7))).toBe('accepted');
  });

  it('a fresh wallet weighs as much as one with eleven successes', () => {
    expect(decide(Array.from({ length: 6 }, () => [0, 11] as const))).toBe('more');
    expect(decide(Array.from({ length: 6 }, () => [0, 12] as const))).toBe('accepted');
  });

  it('dissent costs a third of the score', () => {
    const worker = voter(30);
    pocoRule().judge(worker, false);
    expect(worker.standing).toBe(20);
  });
});

describe("Sarmenta's credibility", () => {
  const decide = (votes: Parameters<typeof unit>[0]) => credibilityRule.decide(unit(votes));

  it('four unknown workers who agree are believed, three are not; a dissenter makes it harder', () => {
    expect(decide(fresh(3)).kind).toBe('more');
    expect(decide(fresh(4))).toEqual({ kind: 'accepted', value: 0 });
    expect(decide([...fresh(4), ...fresh(1, 1)]).kind).toBe('more');
  });

  it('one who passed enough spot checks is believed alone', () => {
    expect(decide([[0, 9]]).kind).toBe('more');
    expect(decide([[0, 10]]).kind).toBe('accepted');
  });
});

describe('peers among honest contributors', () => {
  const settings = { ...DEFAULTS, contributors: 40, units: 800 };

  it.each([
    ['a quorum of two', quorumRule(2), 2, 2.0001],
    ['BOINC', boincRule, 1.1, 1.7],
    ['PoCo', pocoRule(), 2, 7],
    ['credibility', credibilityRule, 1.5, 4],
  ])('%s ends, with everything right and nobody banned', (_name, rule, least, most) => {
    const report = simulatePeer(settings, rule);
    expect(report.finished).toBe(true);
    expect(report.wrongFinalItems).toBe(0);
    expect(report.honestBans).toBe(0);
    expect(report.executionsPerItem).toBeGreaterThanOrEqual(least);
    expect(report.executionsPerItem).toBeLessThan(most);
  });

  it('two colluders in one quorum win', () => {
    const report = simulatePeer({ ...settings, malicious: 0.3, strategy: 'always' }, quorumRule(2));
    expect(report.wrongFinalShare).toBeGreaterThan(0.05);
  });

  it('the same seed gives the same report', () => {
    const run = () => ({ ...simulatePeer({ ...settings, malicious: 0.2 }, boincRule), seconds: 0 });
    expect(run()).toEqual(run());
  });
});
