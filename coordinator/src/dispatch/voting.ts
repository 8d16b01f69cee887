/** What the votes on a unit amount to, by the policy of its job. */
import { STANDINGS, type StandingFindings, standingOf } from '@manyhands/protocol';
import { credibilityVerdict } from '../domain/credibility.ts';
import { decideQuorum, type QuorumVerdict } from '../domain/quorum.ts';
import type { UnitAnswer } from './journal.ts';
import type { Unit } from './state.ts';
import { unitKey } from './units.ts';
import type { World } from './world.ts';

/** What checks found of devices of each standing since this process started; an assumption stands for what was before. */
export class Findings {
  readonly byStanding: { checked: number; wrong: number }[] = Array.from({ length: STANDINGS }, () => ({
    checked: 0,
    wrong: 0,
  }));

  /** `passed`: checks that the device had passed before this one. */
  note(passed: number, isWrong: boolean): void {
    const found = this.byStanding[standingOf(passed)];
    found.checked++;
    if (isWrong) found.wrong++;
  }
}

/** Undefined where devices do not vote: then the first answer is taken, and audited. */
export function verdictOf(unit: Unit, findings: readonly StandingFindings[]): QuorumVerdict | undefined {
  const { policy } = unit.slice.job.terms;
  const votes = unit.votes ?? [];
  if (policy.kind === 'quorum')
    return decideQuorum(
      votes.map((vote) => vote.answer.digest),
      policy.executions,
      policy.equal,
    );
  if (policy.kind !== 'credibility') return undefined;
  const verdict = credibilityVerdict(
    votes.map(({ answer, passed }) => ({
      digest: answer.digest,
      passed,
      byReferee: answer.device === 'referee',
    })),
    findings,
    policy,
  );
  if (verdict.kind !== 'accepted') return verdict;
  return {
    ...verdict,
    dissenters: votes.flatMap((vote, i) => (vote.answer.digest === verdict.digest ? [] : [i])),
  };
}

/** Agreement with somebody else about a unit is a check that both passed, where records count for that. */
export function noteAgreement(world: World, unit: Unit, agreed: readonly UnitAnswer[]): void {
  if (unit.slice.job.terms.policy.kind !== 'credibility' || agreed.length < 2) return;
  for (const { device } of agreed) {
    if (device === 'referee') continue;
    world.batch.batch.agreed.push({ ...unitKey(unit), device });
    const state = world.devices.get(device);
    if (state) state.passed++;
  }
}
