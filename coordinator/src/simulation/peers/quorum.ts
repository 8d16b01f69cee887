import { decideByQuorum, type Rule } from './rule.ts';

/** Plain replication: every unit until `equal` answers agree. */
export const quorumRule = (equal: number): Rule => ({
  source: 'plain replication, as in volunteer projects before adaptive replication',
  begin: (unit) => {
    unit.quorum = equal;
  },
  decide: decideByQuorum,
  judge: () => {},
});
