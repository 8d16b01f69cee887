import {
  answerDigest,
  blockOf,
  DEFAULT_POLICY,
  emptyResults,
  type Fence,
  type ItemIndex,
  type ItemResult,
  type JobId,
  KnownError,
  packResults,
  type SliceId,
  toHex,
} from '@manyhands/protocol';
import { describe, expect, it } from 'vitest';
import { inputOf, truth } from '../simulation/network.ts';
import type { CommitBatch, StoredUnit } from './journal.ts';
import { packSegment, type SegmentRow } from './segment.ts';
import { replaySegments } from './slice-log.ts';
import type { Decided } from './slice-marks.ts';
import { answer, joined, resultsOf, setUp } from './testing/harness.ts';
import { keep } from './traces.ts';

const JOB = 'j' as JobId;

/** What somebody answered, as another owner stored it. */
function stored(
  first: number,
  count: number,
  { attempt, state }: Pick<StoredUnit, 'attempt' | 'state'>,
): StoredUnit {
  const results = packResults(Array.from({ length: count }, (_, i) => truth(inputOf(first + i))));
  return {
    first: first as ItemIndex,
    count,
    attempt,
    seq: first,
    state,
    paid: false,
    answer: {
      assignment: `x${first}` as never,
      device: `0x${'8'.repeat(40)}` as never,
      paid: { payee: '0x8', site: '' },
      digest: toHex(answerDigest(results)),
      ratePpm: 0,
      results,
    },
    draws: [],
    passed: [],
    arrears: [],
  };
}

it('[SL1] a refuted unit answered in pieces is restored in pieces, each item once', async () => {
  const { dispatcher, journal, tick } = setUp(20);
  const units = [
    stored(2, 8, { attempt: 0, state: 'refuted' }),
    // Three items of it were answered since, one of them wrongly once more.
    stored(4, 2, { attempt: 1, state: 'held' }),
    stored(7, 1, { attempt: 1, state: 'refuted' }),
    stored(14, 4, { attempt: 0, state: 'held' }),
  ];
  const claim = journal.claim.bind(journal);
  journal.claim = async (...args) => {
    const granted = await claim(...args);
    return granted.kind === 'granted' ? { ...granted, slice: { ...granted.slice, units } } : granted;
  };
  const taken: (readonly [number, number, number])[] = [];
  journal.commit = async (_me, batch) => {
    for (const { first, count, attempt } of batch.accepted) taken.push([first, count, attempt]);
    return { lost: [], banned: [] };
  };
  const one = await joined(dispatcher, 1);
  dispatcher.receive(one.session, { kind: 'want', seats: 1 });
  for (let i = 0; i < 20; i++) {
    await tick();
    const { carved, final, held, inFlight, waiting, disputed } = dispatcher.census(JOB);
    expect(final + held + inFlight + waiting + disputed).toBe(carved);
    for (const frame of one.assigns())
      if (one.session.assignments.has(frame.assignment as never)) answer(dispatcher, one.session, frame);
  }
  expect(taken.sort((a, b) => a[0] - b[0])).toEqual([
    [0, 2, 0],
    [2, 2, 1],
    [6, 1, 1],
    [7, 1, 2],
    [8, 2, 1],
    [10, 4, 0],
    [18, 2, 0],
  ]);
});

it('[LG3] what was paid and is answered again in pieces stays paid, also where nobody came to it yet', () => {
  const rows: (SegmentRow & { answers: Uint8Array })[] = [];
  const commit = (what: Partial<Decided>): void => {
    const decided = { accepted: [], drawn: [], audits: [], reopened: [], finals: [], ...what } as never;
    rows.push({ id: rows.length + 1, ...packSegment(0, decided) });
  };
  const accepted = (first: number, count: number, attempt: number): Decided['accepted'] => {
    const { answer } = stored(first, count, { attempt, state: 'held' });
    const unit = { job: JOB, slice: 1 as SliceId, fence: 1 as Fence, first: first as ItemIndex };
    return [{ ...unit, attempt, count, answer, positions: [] }];
  };
  commit({ accepted: accepted(0, 10, 0) });
  commit({ finals: [{ first: 0, attempt: 0, charged: 5n, pays: true }] });
  commit({ reopened: [{ first: 0, attempt: 0 }] as never });
  commit({ accepted: accepted(0, 2, 1) });
  commit({ accepted: accepted(5, 3, 1) });
  const units = replaySegments({ id: 1 as SliceId, first: 0, count: 20 }, rows);
  expect(
    units.map(({ first, count, attempt, state, paid }) => ({ first, count, attempt, state, paid })),
  ).toEqual([
    { first: 0, count: 2, attempt: 1, state: 'held', paid: true },
    { first: 2, count: 3, attempt: 0, state: 'refuted', paid: true },
    { first: 5, count: 3, attempt: 1, state: 'held', paid: true },
    { first: 8, count: 2, attempt: 0, state: 'refuted', paid: true },
  ]);
});

it('[AS1] after a crash nobody audits an answer from the address that it came from', async () => {
  const policy = { ...DEFAULT_POLICY, newcomerPpm: 1_000_000, refereePpm: 0 };
  const { dispatcher, journal, start, tick, tickOf, clock } = setUp(20, { policy });
  const one = await joined(dispatcher, 1, { prefix: 'shared' });
  dispatcher.receive(one.session, { kind: 'want', seats: 1 });
  await tick();
  await tick();
  answer(dispatcher, one.session, one.assigns()[0]);
  await tick();
  clock.at += 60_000;
  const next = start('d');
  const neighbour = await joined(next, 2, { prefix: 'shared' });
  const stranger = await joined(next, 3);
  // The harness draws the last of them, who may not.
  for (const { session } of [stranger, neighbour]) next.receive(session, { kind: 'want', seats: 1 });
  for (let i = 0; i < 40; i++) {
    await tickOf(next, 100);
    for (const { session, assigns } of [neighbour, stranger])
      for (const frame of assigns())
        if (session.assignments.has(frame.assignment as never)) answer(next, session, frame);
  }
  const auditors = journal.unitsOf(journal.slices[0]).flatMap(({ passed }) => passed);
  expect(auditors).not.toHaveLength(0);
  expect(auditors.map(({ auditor }) => auditor)).not.toContain(neighbour.session.device.id);
});

it('[LS4] a slice that comes with nothing left to do is settled, not claimed for ever', async () => {
  const { dispatcher, journal, tick, start, tickOf } = setUp(20);
  const one = await joined(dispatcher, 1);
  dispatcher.receive(one.session, { kind: 'want', seats: 1 });
  await tick();
  await tick();
  answer(dispatcher, one.session, one.assigns()[0]);
  const [slice] = journal.slices;
  for (let i = 0; i < 200 && slice.state !== 'settled'; i++) await tick(500);
  // As a ban opens it of which nothing is left in it.
  slice.state = 'leased';
  journal.jobs.get(slice.job)?.free.add(slice);
  const next = start('d');
  let claims = 0;
  const claim = journal.claim.bind(journal);
  journal.claim = (...args) => {
    if (++claims > 20) throw new Error('claimed again and again');
    return claim(...args);
  };
  const two = await joined(next, 2);
  next.receive(two.session, { kind: 'want', seats: 1 });
  for (let i = 0; i < 4; i++) await tickOf(next, 100);
  expect(slice.state).toBe('settled');
  expect(claims).toBeLessThan(5);
});

describe('of a folded answer', () => {
  /** A slice of ten folded items, of which the audit of the fourth was withdrawn; what commits say of it. */
  function folded(execute?: (input: Uint8Array) => ItemResult) {
    const net = setUp(10, { execute });
    const unit = stored(0, 10, { attempt: 0, state: 'final' });
    const { results } = unit.answer;
    const units = [
      {
        ...unit,
        answer: { ...unit.answer, results: emptyResults },
        folded: { kept: keep(blockOf(results), [3, 5]), lost: [3] },
      },
    ];
    const claim = net.journal.claim.bind(net.journal);
    net.journal.claim = async (...args) => {
      const granted = await claim(...args);
      return granted.kind === 'granted' ? { ...granted, slice: { ...granted.slice, units } } : granted;
    };
    const said: CommitBatch[] = [];
    net.journal.commit = async (_me, batch) => {
      said.push(structuredClone(batch));
      return { lost: [], banned: [] };
    };
    return { ...net, said };
  }

  /** Two devices, the first of which executes what it is given in its own way. */
  async function audited(net: ReturnType<typeof folded>, lie: boolean) {
    const one = await joined(net.dispatcher, 1);
    net.dispatcher.receive(one.session, { kind: 'want', seats: 1 });
    for (let i = 0; i < 40 && !net.said.some(({ settled }) => settled.length > 0); i++) {
      await net.tick(50);
      for (const frame of one.assigns())
        if (one.session.assignments.has(frame.assignment as never)) {
          const results = resultsOf(frame).map((result) =>
            lie ? { ...result, output: Uint8Array.of(9) } : result,
          );
          answer(net.dispatcher, one.session, frame, results);
        }
    }
    return one;
  }
  const all = <K extends 'audits' | 'settled' | 'reopened' | 'accepted' | 'drawn'>(
    { said }: ReturnType<typeof folded>,
    what: K,
  ) => said.flatMap((batch) => [...batch[what]]);

  it('[FO4] what lost its audit is audited again, against what was kept, and nothing else of it is drawn', async () => {
    const net = folded();
    await audited(net, false);
    expect(all(net, 'audits')).toMatchObject([{ item: 3, verdict: 'passed' }]);
    expect(all(net, 'settled')).toHaveLength(1);
    for (const what of ['reopened', 'accepted', 'drawn'] as const) expect(all(net, what)).toEqual([]);
  });

  it('[FO4] an auditor that lies about it is refuted by the referee, and the answer stays', async () => {
    const net = folded();
    const liar = await audited(net, true);
    expect(liar.closed).toEqual(['DEVICE_BANNED']);
    expect(all(net, 'audits')).toMatchObject([{ item: 3, verdict: 'passed', auditor: 'referee' }]);
    expect(all(net, 'reopened')).toEqual([]);
  });

  it('[FO2] where nobody can say who is right it stays in its fold: it would be counted twice', async () => {
    const net = folded(() => {
      throw new KnownError('SANDBOX_LIMIT', 'no memory');
    });
    await audited(net, true);
    expect(all(net, 'settled')).toHaveLength(1);
    for (const what of ['reopened', 'audits'] as const) expect(all(net, what)).toEqual([]);
  });
});
