import type { CheckedUnit, Decision, Rule } from './rule.ts';

/** A trust of 100 asks for a confidence of 99 %. */
const TRUST = 100;

const weightOf = (score: number): number => Math.max(Math.floor(score / 3), 3) - 1;

/**
 * iExec's Proof of Contribution: equal answers multiply their workers' weights, and the first group with
 * weight × trust > total × (trust − 1) is accepted. The total begins at 1. A good contribution adds one to a
 * worker's score, a bad one costs a third of it.
 */
export function pocoRule(trust = TRUST): Rule {
  const decide = ({ votes }: CheckedUnit): Decision => {
    const groups = new Map<number, number>();
    let total = 1;
    for (const { by, value } of votes) {
      const group = groups.get(value) ?? 0;
      const grown = Math.max(group, 1) * weightOf(by.standing);
      groups.set(value, grown);
      total += grown - group;
      if (grown * trust > total * (trust - 1)) return { kind: 'accepted', value };
    }
    return { kind: 'more', wanted: 1 };
  };
  return {
    source:
      'iExec PoCo, contracts/modules/delegates/IexecPoco2Delegate.sol (contribute, checkConsensus); iExec documentation, “Replication & Trust”',
    begin: () => {},
    decide,
    judge: (voter, wasRight) => {
      voter.standing = wasRight ? voter.standing + 1 : voter.standing - Math.ceil(voter.standing / 3);
    },
  };
}
