import { decideByQuorum, type Rule } from './rule.ts';

/** CONS_VALID_UNREPLICATED of sched/sched_config.h. */
const UNREPLICATED_AFTER = 10;
const MIN_QUORUM = 2;

/**
 * BOINC's adaptive replication: a host with at least ten consecutive valid results gets a unit unreplicated, except
 * with probability 1 / (consecutive valid results), tossed when the unit is sent. An invalid result sets it back to zero;
 * there are no bans.
 */
export const boincRule: Rule = {
  source: 'BOINC, sched/sched_version.cpp (set_trust) and sched/validator.cpp; Anderson 2020, section 3.4',
  begin: (unit, { standing }, random) => {
    const trusted = standing >= UNREPLICATED_AFTER && random() > 1 / standing;
    unit.quorum = trusted ? 1 : MIN_QUORUM;
  },
  decide: decideByQuorum,
  judge: (voter, wasRight) => {
    voter.standing = wasRight ? voter.standing + 1 : 0;
  },
};
