import {
  DEFAULT_CREDIBILITY,
  faultChance,
  groupFault,
  newcomersNeeded,
  recordNeeded,
  STANDINGS,
  standingOf,
} from '@manyhands/protocol';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type CredibleVote, credibilityVerdict } from './credibility.ts';

const policy = DEFAULT_CREDIBILITY;
const votes = (...given: [digest: string, passed: number][]): CredibleVote[] =>
  given.map(([digest, passed]) => ({ digest, passed }));
const decide = (...given: [string, number][]) => credibilityVerdict(votes(...given), [], policy);

describe('credibility', () => {
  it.each([
    ['nobody answered', [], 'open', 3],
    ['a newcomer needs two others', [['a', 0]], 'open', 2],
    [
      'two newcomers need a third',
      [
        ['a', 0],
        ['a', 0],
      ],
      'open',
      1,
    ],
    [
      'three newcomers agree',
      [
        ['a', 0],
        ['a', 0],
        ['a', 0],
      ],
      'accepted',
      0,
    ],
    ['a long record is believed alone', [['a', 9]], 'accepted', 0],
    ['a record one short is not', [['a', 8]], 'open', 1],
    [
      'a veteran against a newcomer needs one more',
      [
        ['a', 9],
        ['b', 0],
      ],
      'open',
      1,
    ],
    [
      'a very long record outweighs a newcomer',
      [
        ['a', 1000],
        ['b', 0],
      ],
      'accepted',
      0,
    ],
    [
      'two veterans disagree',
      [
        ['a', 50],
        ['b', 50],
      ],
      'open',
      3,
    ],
  ] as const)('%s', (_title, given, kind, missing) => {
    const verdict = decide(...(given as unknown as [string, number][]));
    expect(verdict.kind).toBe(kind);
    if (verdict.kind === 'open') expect(verdict.missing).toBe(missing);
  });

  it('without agreement within the executions allowed the referee decides, and its word is certain', () => {
    const apart = votes(...'abcdefg'.split('').map((digest): [string, number] => [digest, 0]));
    expect(credibilityVerdict(apart, [], policy)).toEqual({ kind: 'disputed' });
    const told = [...apart, { digest: 'c', passed: 0, byReferee: true }];
    expect(credibilityVerdict(told, [], policy)).toEqual({ kind: 'accepted', digest: 'c', error: 0 });
  });

  it('a record is worth what no way of lying beats', () => {
    const fault = policy.faultPpm / 1e6;
    for (const passed of [0, 1, 2, 5, 9, 30, 100, 1000]) {
      const chances = Array.from({ length: 1000 }, (_, i) => {
        const lies = (i + 1) / 1000;
        // Of the liars at this share, those not found out; lying now.
        const survive = (1 - lies) ** passed;
        return (fault * lies * survive) / (1 - fault + fault * survive);
      });
      const worst = Math.max(...chances);
      expect(worst).toBeLessThanOrEqual(faultChance(policy, passed) + 1e-12);
      expect(faultChance(policy, passed)).toBeLessThan(1.3 * worst);
    }
    expect(recordNeeded(policy)).toBe(9);
    expect(newcomersNeeded(policy)).toBe(3);
  });

  it('fresh names gain nothing: what checks of newcomers find counts against newcomers only', () => {
    const history = [{ checked: 200, wrong: 100 }];
    const three = votes(['a', 0], ['a', 0], ['a', 0]);
    expect(credibilityVerdict(three, [], policy).kind).toBe('accepted');
    expect(credibilityVerdict(three, history, policy).kind).toBe('open');
    expect(credibilityVerdict(votes(['a', 9]), history, policy).kind).toBe('accepted');
  });

  it('good answers under names that are thrown away never make later ones more credible', () => {
    const history = [{ checked: 10_000, wrong: 0 }];
    expect(faultChance(policy, 0, history[0])).toBe(faultChance(policy, 0));
  });

  it('accomplices: a second vote weighs as their share, however long its record', () => {
    expect(groupFault(policy, [0.001, 0.0001])).toBeCloseTo(0.0001 * 0.2, 12);
    expect(groupFault(policy, [0.2])).toBe(0.2);
  });

  it('standings are few and grow with the record', () => {
    expect([0, 1, 2, 3, 4, 63, 64, 1e9].map(standingOf)).toEqual([0, 1, 2, 2, 3, 6, 7, 7]);
    expect(STANDINGS).toBe(8);
  });

  it('whatever the votes: accepted answers are at least as sure as asked, and one more vote for the leader never hurts', () => {
    const vote = fc.record({ digest: fc.constantFrom('a', 'b', 'c'), passed: fc.nat(100) });
    fc.assert(
      fc.property(fc.array(vote, { minLength: 1, maxLength: policy.executions - 1 }), (given) => {
        const verdict = credibilityVerdict(given, [], policy);
        expect(credibilityVerdict([...given].reverse(), [], policy).kind).toBe(verdict.kind);
        if (verdict.kind === 'disputed') throw new Error('executions are left');
        if (verdict.kind === 'open') {
          expect(verdict.missing).toBeGreaterThanOrEqual(1);
          expect(verdict.missing).toBeLessThanOrEqual(policy.executions - given.length);
          return;
        }
        expect(verdict.error).toBeLessThanOrEqual(policy.errorPpm / 1e6);
        const more = credibilityVerdict([...given, { digest: verdict.digest, passed: 0 }], [], policy);
        expect(more).toMatchObject({ kind: 'accepted', digest: verdict.digest });
      }),
    );
  });
});
