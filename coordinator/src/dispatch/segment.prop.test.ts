/** Packed histories give back what happened; whatever else is read is refused with a code. */
import {
  type AssignmentId,
  blockOf,
  type Fence,
  type ItemIndex,
  type ItemResult,
  isKnownError,
  type JobId,
  packResults,
  resultsCount,
  type SliceId,
} from '@manyhands/protocol';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { VisitId } from '../domain/site-shares.ts';
import { unpackAnswer } from './answer-codec.ts';
import { noChanges, type SliceChanges } from './changes.ts';
import type { Auditor, StoredAudit, StoredUnit, UnitAnswer } from './journal.ts';
import { packSegment, readEvents, type Segment } from './segment.ts';
import { replaySegments, SliceLog } from './slice-log.ts';
import { SliceMarks } from './slice-marks.ts';
import { Tally } from './tally.ts';

const BASE = 1_000_000_007;
const UNIT = 4;
const UNITS = 6;
const SPAN = { id: 1 as SliceId, first: BASE, count: UNIT * UNITS };
const JOB = 'j' as JobId;

const address = fc.nat(9).map((n) => `0x${String(n).repeat(40)}`);
const text = fc.oneof(fc.constant(''), address, fc.string({ unit: 'grapheme', maxLength: 12 }));
const item: fc.Arbitrary<ItemResult> = fc.record({
  status: fc.constantFrom(0, 0, 0, 1, 2),
  fuel: fc.oneof(fc.constant(7n), fc.bigInt(0n, 5000n), fc.bigInt(0n, 2n ** 64n - 1n)),
  output: fc.oneof(fc.constant(new Uint8Array(4)), fc.uint8Array({ maxLength: 9 })),
});
const answer: fc.Arbitrary<UnitAnswer> = fc.record({
  assignment: fc
    .tuple(
      fc.constantFrom('', 'x', 'sealed.and', 'a'.repeat(130)),
      fc.constantFrom('', '.0', '.31', '.007', '.12345', '.'),
    )
    .map((parts) => parts.join('') as AssignmentId),
  device: fc.oneof(address, fc.constant('referee')).map((device) => device as Auditor),
  paid: fc.record({ payee: text, site: text }),
  digest: fc.uint8Array({ minLength: 32, maxLength: 32 }).map((bytes) => Buffer.from(bytes).toString('hex')),
  ratePpm: fc.nat(1_000_000),
  results: fc.array(item, { minLength: UNIT, maxLength: UNIT }).map((items) => blockOf(packResults(items))),
});

type Step =
  | {
      readonly kind: 'answer';
      readonly unit: number;
      readonly answer: UnitAnswer;
      readonly positions: number[];
    }
  | { readonly kind: 'draw'; readonly unit: number; readonly positions: number[] }
  | {
      readonly kind: 'audit';
      readonly unit: number;
      readonly audit: StoredAudit;
      readonly verdict: 'passed' | 'refuted' | 'withdrawn';
    }
  | { readonly kind: 'final'; readonly unit: number; readonly charged: bigint }
  | { readonly kind: 'refute'; readonly unit: number }
  | { readonly kind: 'commit' };

const unit = fc.nat(UNITS - 1);
const positions = fc.uniqueArray(fc.nat(UNIT - 1), { maxLength: UNIT });
const step: fc.Arbitrary<Step> = fc.oneof(
  fc.record({ kind: fc.constant('answer' as const), unit, answer, positions }),
  fc.record({ kind: fc.constant('draw' as const), unit, positions }),
  fc.record({
    kind: fc.constant('audit' as const),
    unit,
    verdict: fc.constantFrom('passed' as const, 'refuted' as const, 'withdrawn' as const),
    audit: fc.record({
      item: fc.nat(UNIT - 1).map((n) => n as ItemIndex),
      auditor: fc.oneof(address, fc.constant('referee')).map((device) => device as Auditor),
      paid: fc.record({ payee: text, site: text }),
      fuel: fc.bigInt(0n, 2n ** 64n - 1n),
    }),
  }),
  fc.record({ kind: fc.constant('final' as const), unit, charged: fc.bigInt(0n, 2n ** 90n) }),
  fc.record({ kind: fc.constant('refute' as const), unit }),
  fc.constant({ kind: 'commit' as const }),
);

/** What a dispatcher knows of a unit, written down as it happens: no bytes, no marks. */
interface Model {
  attempt: number;
  state: 'none' | 'held' | 'final' | 'refuted';
  answer: UnitAnswer | null;
  draws: { round: number; positions: readonly number[] }[];
  passed: StoredAudit[];
  refuted: StoredAudit[];
  lost: number[];
  /** Audits of refuted attempts since one was paid. */
  arrears: StoredAudit[];
  paid: boolean;
  count: { held: number; final: number; charged: bigint };
  /** Of the visit that this unit is accounted to. */
  refutedFuel: bigint;
}

const fresh = (): Model => ({
  attempt: -1,
  state: 'none',
  answer: null,
  draws: [],
  passed: [],
  refuted: [],
  lost: [],
  arrears: [],
  paid: false,
  count: { held: 0, final: 0, charged: 0n },
  refutedFuel: 0n,
});

/** Plays steps against the model, in commits as they are cut; impossible steps are left out. */
function play(steps: readonly Step[]) {
  const models = Array.from({ length: UNITS }, fresh);
  const marks = new SliceMarks(SPAN.first, SPAN.count);
  const segments: (Segment & { id: number })[] = [];
  const totals = { heldItems: 0, finalItems: 0, spent: 0n, passed: 0 };
  // Cut as commits cut them, and packed, as they are folded.
  const folded = new Tally();
  let changes: SliceChanges = noChanges(SPAN.id, 1 as Fence);
  const commit = (): void => {
    const tally = new Tally();
    const decided = marks.decide(
      changes,
      {
        isBanned: () => false,
        reservePerItem: 2n ** 100n,
        finished: (first, attempt) => {
          const log = new SliceLog(SPAN);
          for (const segment of segments) log.apply(segment);
          return log.find({ first, attempt });
        },
      },
      tally,
    );
    segments.push({ id: segments.length + 1, ...packSegment(SPAN.first, decided) });
    totals.heldItems += decided.counts.heldItems;
    totals.finalItems += decided.counts.finalItems;
    totals.spent += decided.counts.spent;
    folded.addPacked(tally.pack());
    for (const change of tally.devices.values()) totals.passed += change.passed;
    changes = noChanges(SPAN.id, 1 as Fence);
  };
  // A batch never finalises an attempt that it also reopens: what goes on with a refuted unit comes in a later one.
  for (const each of [...steps, { kind: 'commit' as const }])
    if (each.kind === 'commit') commit();
    else apply(models[each.unit], each, changes);
  return { models, segments, totals, folded };
}

function apply(model: Model, step: Exclude<Step, { kind: 'commit' }>, changes: SliceChanges): void {
  const first = (BASE + UNIT * step.unit) as ItemIndex;
  const key = { job: JOB, slice: SPAN.id, fence: 1 as Fence, first, attempt: model.attempt };
  const isNew = (list: readonly { first: number }[]): boolean => !list.some((other) => other.first === first);
  if (step.kind === 'answer') {
    if (model.state === 'held' || model.state === 'final') return;
    if (model.state === 'refuted' && !model.paid) model.arrears.push(...model.passed, ...model.refuted);
    Object.assign(model, {
      attempt: model.attempt + 1,
      state: 'held',
      answer: step.answer,
      draws: [{ round: 0, positions: step.positions }],
      passed: [],
      refuted: [],
      lost: [],
    });
    changes.accepted.push({
      ...key,
      attempt: model.attempt,
      count: UNIT,
      answer: step.answer,
      positions: step.positions,
    });
    return;
  }
  if (model.state !== 'held' && model.state !== 'final') return;
  const { device } = model.answer as UnitAnswer;
  if (step.kind === 'draw') {
    const draw = { round: model.draws.length, positions: step.positions };
    model.draws.push(draw);
    changes.drawn.push({ ...key, ...draw });
  } else if (step.kind === 'audit') {
    const audit = { ...step.audit, item: (first + step.audit.item) as ItemIndex };
    changes.audits.push({ ...key, ...audit, worker: device, verdict: step.verdict });
    if (step.verdict === 'refuted') model.refuted.push(audit);
    else if (step.verdict === 'passed') {
      model.passed.push(audit);
      model.lost = model.lost.filter((lost) => lost !== audit.item);
    } else {
      model.passed = model.passed.filter((old) => old.item !== audit.item || old.auditor !== audit.auditor);
      model.lost.push(audit.item);
    }
  } else if (step.kind === 'refute') {
    if (!isNew(changes.finals)) return;
    const visited = { visit: visitAt(step.unit), fuel: fuelOf(model.answer as UnitAnswer) };
    changes.reopened.push({ ...key, device, items: UNIT, was: model.state, visited });
    model.refutedFuel += visited.fuel;
    model.state = 'refuted';
  } else if (model.state === 'held' && isNew(changes.reopened)) {
    const { charged } = step;
    changes.finals.push({
      ...key,
      device,
      items: UNIT,
      trapped: 0,
      fuel: fuelOf(model.answer as UnitAnswer),
      charged,
      entries: [{ account: 'x', amount: 1n as never, kind: 'work' }],
      visit: visitAt(step.unit),
      credits: [{ visit: visitAt(step.unit), site: 1n, visitor: 0n, cause: 0n }],
    });
    model.state = 'final';
    if (!model.paid) model.count.charged += charged;
    model.paid = true;
    model.arrears = [];
  }
}

/** Each place of a unit is a visit of its own. */
const visitAt = (unit: number) => (unit + 1) as VisitId;

const fuelOf = (of: UnitAnswer): bigint => {
  const { fuels } = of.results;
  const view = new DataView(fuels.buffer, fuels.byteOffset, fuels.byteLength);
  let sum = 0n;
  for (let at = 0; at < fuels.length; at += 8) sum += view.getBigUint64(at, true);
  return sum;
};

function expected(model: Model, first: number) {
  const state = model.state === 'final' && model.lost.length > 0 ? 'held' : model.state;
  const { results, ...told } = model.answer as UnitAnswer;
  return {
    first,
    count: UNIT,
    attempt: model.attempt,
    state,
    paid: model.paid,
    told,
    bytes: state === 'held' ? [...blockOf(results).bytes] : null,
    draws: model.draws,
    passed: model.passed,
  };
}

function shown({
  first,
  count,
  attempt,
  state,
  paid,
  answer: { results, ...told },
  draws,
  passed,
}: StoredUnit) {
  const bytes = resultsCount(results) === 0 ? null : [...blockOf(results).bytes];
  return { first, count, attempt, state, paid, told, bytes, draws, passed };
}

describe('segments', () => {
  it('[CM2] give back any history as it happened, and totals that agree with it', () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 60 }), (steps) => {
        const { models, segments, totals } = play(steps);
        const units = replaySegments(SPAN, segments);
        const known = models.flatMap((model, i) =>
          model.answer === null ? [] : [expected(model, BASE + UNIT * i)],
        );
        expect(units.map(shown)).toEqual(known);
        const inState = (state: string): number =>
          UNIT * models.filter((model) => model.state === state).length;
        expect(totals.heldItems).toBe(inState('held'));
        expect(totals.finalItems).toBe(inState('final'));
        expect(totals.spent).toBe(models.reduce((sum, { count }) => sum + count.charged, 0n));
      }),
      { numRuns: 300 },
    );
  });

  it('[SA1] account the fuel of each unit to its visit once: final or refuted, whatever happened before', () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 60 }), (steps) => {
        const { models, folded } = play(steps);
        for (const [i, model] of models.entries()) {
          const final = model.state === 'final' ? fuelOf(model.answer as UnitAnswer) : 0n;
          expect(folded.visits.of(visitAt(i))).toMatchObject({
            finalFuel: final,
            refutedFuel: model.refutedFuel,
          });
        }
      }),
      { numRuns: 300 },
    );
  });

  it('[SA1] account each of the attempts that one commit accepts and reopens', () => {
    const refuted = fc.sample(answer, { seed: 3, numRuns: 3 }).flatMap((given): Step[] => [
      { kind: 'answer', unit: 2, answer: given, positions: [] },
      { kind: 'refute', unit: 2 },
    ]);
    const { models, folded } = play(refuted);
    expect(models[2].refutedFuel).toBeGreaterThan(0n);
    expect(folded.visits.of(visitAt(2))).toMatchObject({ refutedFuel: models[2].refutedFuel });
  });

  it('owe auditors of refuted attempts until an attempt is paid', () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 60 }), (steps) => {
        const { models, segments } = play(steps);
        for (const stored of replaySegments(SPAN, segments)) {
          const model = models[(stored.first - BASE) / UNIT];
          // A paid attempt was paid with all before it; what came after it and was refuted is owed.
          if (model.paid) continue;
          const own = model.state === 'refuted' ? [...model.passed, ...model.refuted] : [];
          expect(stored.arrears).toEqual(
            [...model.arrears, ...own].filter((audit) => audit.auditor !== 'referee'),
          );
        }
      }),
      { numRuns: 200 },
    );
  });

  it('[SE1] bytes that are no segment are refused with a code', () => {
    const packed = fc
      .array(step, { minLength: 8, maxLength: 30 })
      .map((steps) => play(steps).segments[0].events);
    const damaged = fc.tuple(packed, fc.nat(), fc.nat(255), fc.boolean()).map(([bytes, at, value, cut]) => {
      const copy = bytes.slice(0, cut ? at % bytes.length : bytes.length);
      if (copy.length > 0) copy[at % copy.length] = value;
      return copy;
    });
    fc.assert(
      fc.property(fc.oneof(damaged, fc.uint8Array({ maxLength: 200 })), (bytes) => {
        refuses(() => new SliceLog(SPAN).apply({ id: 1, events: bytes }));
        refuses(() => readEvents(0, bytes));
        refuses(() => unpackAnswer(bytes, UNIT));
        refuses(() => new Tally().addPacked(bytes));
      }),
      { numRuns: 2_000 },
    );
  });
});

function refuses(read: () => unknown): void {
  try {
    read();
  } catch (error) {
    if (!isKnownError(error) || error.code !== 'SEGMENT_INVALID') throw error;
  }
}
