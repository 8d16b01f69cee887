/** Plain replication: n executions at most, m equal. */
import {
  answerDigest,
  blockOf,
  type ItemIndex,
  type ItemResult,
  isVoting,
  itemDigest,
  packResults,
  resultAt,
  resultsCount,
  sameItem,
  toHex,
} from '@manyhands/protocol';
import { mayBeOne, type Party } from '../domain/eligibility.ts';
import { earnerOf } from '../domain/pay.ts';
import { sameResult } from '../domain/verdict.ts';
import { accept } from './accepting.ts';
import { refute } from './disputes.ts';
import { makeFinal } from './finality.ts';
import type { UnitAnswer } from './journal.ts';
import { decideByReferee, PRIORITY, runReferee } from './refereeing.ts';
import type { AcceptedUnit, PendingCredit, Session, Unit, Vote } from './state.ts';
import {
  copiesOf,
  copyCount,
  deviceOf,
  enterInFlight,
  enterRefereed,
  isSilent,
  putBack,
  timelyCopies,
  want,
} from './units.ts';
import { noteAgreement, verdictOf } from './voting.ts';
import type { World } from './world.ts';

/** After so many devices failed on a unit, the referee executes it. */
export const MAX_FAILURES = 3;
/** How long a vote may be missing because nobody else is there, before the referee casts it. */
const ALONE_MS = 1_000;
/** Units and sessions looked at in a tick for that. */
const LOOKS = 64;

/** Whether a session may vote on a unit that others voted on [AS1]. */
export function mayVote(unit: Unit, session: Session): boolean {
  const { party } = session;
  for (const { answer, prefix } of unit.votes ?? []) {
    const voter: Party = { device: answer.device, earner: earnerOf(answer.paid), prefix };
    if (mayBeOne(voter, party)) return false;
  }
  for (const copy of copiesOf(unit)) if (mayBeOne(copy.session.party, party)) return false;
  return true;
}

/** How many more executions of a unit may be handed out now. */
export function copiesWanted(world: World, unit: Unit): number {
  const verdict = verdictOf(unit, world.findings.byStanding);
  const missing = verdict === undefined ? 1 : verdict.kind === 'open' ? verdict.missing : 0;
  return missing - timelyCopies(world, unit);
}

export function castVote(world: World, unit: Unit, vote: Vote): void {
  unit.votes = [...(unit.votes ?? []).filter((earlier) => stands(world, earlier)), vote];
  // Its device is remembered until the unit is decided.
  if (vote.answer.device !== 'referee') world.devices.get(vote.answer.device)?.votes.add(unit);
  if (unit.state.kind === 'waiting') enterInFlight(unit);
  if (decideVotes(world, unit)) return;
  if (copyCount(unit) === 0) putBack(world, unit);
  else want(world, unit);
}

/** Whether the votes there are decide the unit, or ask for the referee. */
function decideVotes(world: World, unit: Unit): boolean {
  const verdict = verdictOf(unit, world.findings.byStanding);
  if (verdict === undefined || verdict.kind === 'open') return false;
  if (verdict.kind === 'accepted') conclude(world, unit, verdict.digest);
  else voteByReferee(world, unit);
  return true;
}

/** A vote falls with its device; its answer is credited to nobody. */
function stands(world: World, { answer, credit }: Vote): boolean {
  if (answer.device === 'referee' || !isBanned(world, answer.device)) return true;
  if (credit) world.uncredited.delete(credit.assignment);
  return false;
}

/** One part of an answer is decided; after the last it is credited with the commit that gathers. */
export function closeCredit(world: World, credit: PendingCredit): void {
  if (--credit.open === 0) world.batch.credits.push(credit);
}

/** Accepts the agreed answer. Its other voters are paid like auditors of every item; dissenters face the referee. */
function conclude(world: World, unit: Unit, digest: string): void {
  const votes = (unit.votes ?? []).filter((vote) => stands(world, vote));
  const agreed = votes.filter((vote) => vote.answer.digest === digest);
  const winner = agreed.find((vote) => vote.answer.device !== 'referee') ?? agreed[0];
  const { answer, fuel, prefix } = winner;
  const { statuses } = answer.results;
  const trapped = statuses.reduce((sum, status) => sum + Number(status !== 0), 0);
  const accepted = accept(world, unit, { answer, fuel, trapped, prefix });
  accepted.state.passed = agreed
    .filter((vote) => vote !== winner && vote.answer.device !== 'referee')
    .map((vote) => ({
      auditor: vote.answer.device,
      paid: vote.answer.paid,
      fuel: vote.fuel,
      item: null,
    }));
  noteAgreement(
    world,
    unit,
    agreed.map((vote) => vote.answer),
  );
  const { job, id, fence } = unit.slice;
  const items = (votes.length - 1) * unit.count;
  world.batch.batch.executed.push({ job: job.terms.id, slice: id, fence, items });
  for (const { credit } of votes) if (credit) closeCredit(world, credit);
  // Accused first: making it final lets its bytes go.
  const accusations = votes.filter((vote) => vote.answer.digest !== digest);
  // Where spot checks were drawn it is final once they have passed.
  if (accepted.state.owed.length === 0) concludeFinal(world, accepted);
  for (const vote of accusations) accuse(world, unit, answer, vote.answer);
}

function concludeFinal(world: World, unit: AcceptedUnit): void {
  const device = deviceOf(world, unit);
  if (device) device.held = device.held.filter((other) => other !== unit);
  makeFinal(world, unit);
}

/** Two answers differ: the referee executes the first item they differ in, and whoever is wrong is banned. */
function accuse(world: World, unit: Unit, accepted: UnitAnswer, other: UnitAnswer): void {
  const position = firstDifference(accepted, other);
  const item = (unit.first + position) as ItemIndex;
  const { slice } = unit;
  runReferee(world, {
    slice,
    items: [item],
    priority: PRIORITY.dispute,
    stillWanted: () => [accepted, other].some(({ device }) => !isBanned(world, device)),
    done: ([truth]) => {
      for (const answer of [other, accepted]) {
        const result = resultAt(answer.results, position);
        if (answer.device === 'referee' || sameResult(truth, result)) continue;
        refute(world, answer.device, {
          job: slice.job.terms.id,
          item,
          assignment: answer.assignment,
          expected: toHex(itemDigest(truth)),
          answered: toHex(itemDigest(result)),
          answerPpm: answer.ratePpm,
          late: false,
        });
      }
    },
    // Being outvoted is no proof of lying.
    unable: () => {},
  });
}

const isBanned = (world: World, device: UnitAnswer['device']): boolean =>
  device === 'referee' || world.devices.get(device)?.banned === true;

function firstDifference({ results: a }: UnitAnswer, { results: b }: UnitAnswer): number {
  const count = Math.min(resultsCount(a), resultsCount(b));
  for (let i = 0; i < count; i++) if (!sameItem(a, i, b, i)) return i;
  return count - 1;
}

/** The referee executes the whole unit: its word ends a dispute, and counts as a vote where nobody else is. */
export function voteByReferee(world: World, unit: Unit): void {
  const { attempt } = unit;
  enterRefereed(unit);
  decideByReferee(world, {
    slice: unit.slice,
    items: Array.from({ length: unit.count }, (_, i) => (unit.first + i) as ItemIndex),
    priority: PRIORITY.unit,
    stillWanted: () => unit.attempt === attempt && unit.state.kind === 'refereed',
    done: (results) => {
      const answer = refereeAnswer(world, results);
      const fuel = Number(results.reduce((sum, result) => sum + result.fuel, 0n));
      unit.votes = [...(unit.votes ?? []), { answer, prefix: '', fuel, passed: 0, credit: null }];
      conclude(world, unit, answer.digest);
    },
  });
}

function refereeAnswer(world: World, results: readonly ItemResult[]): UnitAnswer {
  const block = blockOf(packResults(results));
  return {
    assignment: `${world.ports.me}-r${world.counter++}` as UnitAnswer['assignment'],
    device: 'referee',
    paid: { payee: '', site: '' },
    digest: toHex(answerDigest(block)),
    ratePpm: 0,
    results: block,
  };
}

/** Units whose missing votes nobody here can cast go to the referee after a while. */
export function tendQuorums(world: World): void {
  const now = world.now();
  for (const job of world.jobs.values()) {
    if (!isVoting(job.terms.policy)) continue;
    let looks = LOOKS;
    for (const unit of job.waiting) {
      if (looks-- === 0) break;
      if (unit.votes === null) continue;
      // Votes fall with their devices, and what checks find makes others weigh more or less: with no new vote.
      unit.votes = unit.votes.filter((vote) => stands(world, vote));
      if (decideVotes(world, unit)) continue;
      if (timelyCopies(world, unit) > 0 || now - unit.waitingSince < ALONE_MS) continue;
      if (!hasVoter(world, unit)) voteByReferee(world, unit);
    }
  }
}

function hasVoter(world: World, unit: Unit): boolean {
  const { auditors } = world;
  const start = Math.floor(world.ports.random() * auditors.length);
  for (let i = 0; i < Math.min(LOOKS, auditors.length); i++)
    for (const session of auditors[(start + i) % auditors.length].sessions)
      if (
        session.open > 0 &&
        !isSilent(world, session) &&
        !unit.failedOn?.has(session.device.id) &&
        mayVote(unit, session)
      )
        return true;
  return false;
}
