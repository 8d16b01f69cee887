/** Plain replication: n executions at most, m equal. */
import type { ItemIndex, ItemResult, QuorumPolicy } from '@manyhands/protocol';
import { answerDigest, itemDigest, toHex } from '@manyhands/protocol';
import { mayBeOne } from '../domain/eligibility.ts';
import { earnerOf } from '../domain/pay.ts';
import { decideQuorum, type QuorumVerdict } from '../domain/quorum.ts';
import { firstDifference, sameResult } from '../domain/verdict.ts';
import { refute } from './disputes.ts';
import { makeFinal } from './finality.ts';
import type { UnitAnswer } from './journal.ts';
import { decideByReferee, runReferee } from './refereeing.ts';
import { fuelOf, isAccepted, partyOf, type Session, type Unit, type Vote, type World } from './state.ts';
import { accept, putFirst } from './units.ts';

/** After so many devices failed on a unit, the referee executes it. */
export const MAX_FAILURES = 3;
/** How long a vote may be missing because nobody else is there, before the referee casts it. */
const ALONE_MS = 1_000;

/** Whether a session may vote on a unit that others voted on [AS1]. */
export function mayVote(unit: Unit, session: Session): boolean {
  const voted = unit.votes.map(({ answer, prefix }) => ({
    device: answer.device,
    earner: earnerOf(answer.paid),
    prefix,
  }));
  const voting = [...unit.copies].map((copy) => partyOf(copy.session));
  return [...voted, ...voting].every((voter) => !mayBeOne(voter, partyOf(session)));
}

const verdictOf = (unit: Unit, policy: QuorumPolicy): QuorumVerdict =>
  decideQuorum(
    unit.votes.map((vote) => vote.answer.digest),
    policy.executions,
    policy.equal,
  );

/** How many more executions of a unit may be handed out now. */
export function copiesWanted(unit: Unit): number {
  const { policy } = unit.job.terms;
  if (policy.kind !== 'quorum') return (unit.late ? 2 : 1) - unit.copies.size;
  const verdict = verdictOf(unit, policy);
  return verdict.kind === 'open' ? verdict.missing - unit.copies.size : 0;
}

export function castVote(world: World, unit: Unit, vote: Vote): void {
  unit.votes.push(vote);
  decide(world, unit);
}

function decide(world: World, unit: Unit): void {
  const { policy } = unit.job.terms;
  if (policy.kind !== 'quorum') return;
  const verdict = verdictOf(unit, policy);
  if (verdict.kind === 'open') {
    if (unit.state.kind !== 'waiting') putFirst(world, unit);
  } else if (verdict.kind === 'disputed') {
    voteByReferee(world, unit);
  } else {
    conclude(world, unit, verdict.digest);
  }
}

/** Accepts the agreed answer. Its other voters are paid like auditors of every item; dissenters face the referee. */
function conclude(world: World, unit: Unit, digest: string): void {
  const votes = unit.votes;
  const agreed = votes.filter((vote) => vote.answer.digest === digest);
  const winner = agreed.find((vote) => vote.answer.device !== 'referee') ?? agreed[0];
  unit.job.waiting = unit.job.waiting.filter((other) => other !== unit);
  accept(world, unit, winner.answer);
  if (!isAccepted(unit)) return;
  for (const vote of agreed) {
    if (vote === winner || vote.answer.device === 'referee') continue;
    unit.state.passed.push({
      auditor: vote.answer.device,
      paid: vote.answer.paid,
      fuel: fuelOf(vote.answer),
      item: null,
    });
  }
  world.batch.batch.executed.push({
    job: unit.job.terms.id,
    slice: unit.slice.id,
    fence: unit.slice.fence,
    items: (votes.length - 1) * unit.count,
  });
  makeFinal(world, unit);
  for (const vote of votes)
    if (vote.answer.digest !== digest) accuse(world, unit, winner.answer, vote.answer);
}

/** Two answers differ: the referee executes the first item they differ in, and whoever is wrong is banned. */
function accuse(world: World, unit: Unit, accepted: UnitAnswer, other: UnitAnswer): void {
  const position = firstDifference(accepted.results, other.results);
  const item = (unit.first + position) as ItemIndex;
  runReferee(world, {
    slice: unit.slice,
    items: [item],
    stillWanted: () => true,
    done: ([truth]) => {
      for (const answer of [other, accepted]) {
        if (answer.device === 'referee' || sameResult(truth, answer.results[position])) continue;
        refute(world, answer.device, {
          job: unit.job.terms.id,
          item,
          assignment: answer.assignment,
          expected: toHex(itemDigest(truth)),
          answered: toHex(itemDigest(answer.results[position])),
        });
      }
    },
    // Being outvoted is no proof of lying.
    unable: () => {},
  });
}

/** The referee executes the whole unit: its word ends a dispute, and counts as a vote where nobody else is. */
export function voteByReferee(world: World, unit: Unit): void {
  const { attempt } = unit;
  unit.state = { kind: 'refereed' };
  unit.job.waiting = unit.job.waiting.filter((other) => other !== unit);
  const items = Array.from({ length: unit.count }, (_, i) => (unit.first + i) as ItemIndex);
  decideByReferee(world, {
    slice: unit.slice,
    items,
    stillWanted: () => unit.attempt === attempt && unit.state.kind === 'refereed',
    done: (results) => {
      const answer = refereeAnswer(world, results);
      unit.votes.push({ answer, prefix: '' });
      conclude(world, unit, answer.digest);
    },
  });
}

const refereeAnswer = (world: World, results: readonly ItemResult[]): UnitAnswer => ({
  assignment: `${world.ports.me}-r${world.counter++}` as UnitAnswer['assignment'],
  device: 'referee',
  paid: { payee: '', site: '' },
  digest: toHex(answerDigest(results)),
  ratePpm: 0,
  results,
});

/** Units whose missing votes nobody here can cast go to the referee after a while. */
export function tendQuorums(world: World): void {
  const now = world.now();
  for (const job of world.jobs.values()) {
    if (job.terms.policy.kind !== 'quorum') continue;
    for (const unit of [...job.waiting])
      if (
        unit.votes.length > 0 &&
        unit.copies.size === 0 &&
        now - unit.waitingSince >= ALONE_MS &&
        ![...world.sessions].some((session) => session.open > 0 && mayVote(unit, session))
      )
        voteByReferee(world, unit);
  }
}
