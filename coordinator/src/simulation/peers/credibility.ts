import type { CheckedUnit, Decision, Rule, Voter } from './rule.ts';

/** Sarmenta's assumption about the share of saboteurs, his threshold, and his rate of spot checks. */
const FAULTY = 0.2;
const THRESHOLD = 0.99;
const SPOT_RATE = 0.1;

/** Credibility of one who passed k spot checks, with blacklisting: 1 − f / ((1 − f) k e). */
const credibilityOf = ({ standing }: Voter): number =>
  standing === 0 ? 1 - FAULTY : Math.max(1 - FAULTY, 1 - FAULTY / ((1 - FAULTY) * standing * Math.E));

/**
 * Sarmenta's credibility-based fault tolerance with spot checks and blacklisting: a unit is executed until the
 * conditional probability that its best group of equal answers is right reaches the threshold.
 */
export const credibilityRule: Rule = {
  source:
    'Sarmenta, Sabotage-tolerance mechanisms for volunteer computing systems, FGCS 18 (2002), sections 4 and 5',
  begin: () => {},
  decide: ({ votes }: CheckedUnit): Decision => {
    const groups = new Map<number, { good: number; bad: number }>();
    for (const { by, value } of votes) {
      const credibility = credibilityOf(by);
      const group = groups.get(value) ?? { good: 1, bad: 1 };
      groups.set(value, { good: group.good * credibility, bad: group.bad * (1 - credibility) });
    }
    const allBad = [...groups.values()].reduce((product, { bad }) => product * bad, 1);
    const onlyGood = [...groups].map(([value, { good, bad }]) => ({ value, weight: (good * allBad) / bad }));
    const total = allBad + onlyGood.reduce((sum, { weight }) => sum + weight, 0);
    const best = onlyGood.find(({ weight }) => weight / total >= THRESHOLD);
    return best ? { kind: 'accepted', value: best.value } : { kind: 'more', wanted: 1 };
  },
  judge: () => {},
  spotCheck: {
    rate: SPOT_RATE,
    passed: (voter) => {
      voter.standing++;
    },
    failed: (voter) => {
      voter.blacklisted = true;
    },
  },
};
