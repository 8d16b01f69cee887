import { type CoordinatorId, DEFAULT_POLICY, type JobId, type SliceId } from '@manyhands/protocol';
import { describe, expect, it } from 'vitest';
import { inputOf, jobTerms, truth } from '../simulation/network.ts';
import { answer, joined, resultsOf, setUp } from './testing/harness.ts';

const JOB = 'j' as JobId;
/** Every item of every answer is audited by others: whatever is wrong is found. */
const ALL = { ...DEFAULT_POLICY, newcomerPpm: 1_000_000, refereePpm: 0 };

describe('answers given to an earlier process', () => {
  it('[AN1] after a crash honest answers in flight are taken, credited and paid', async () => {
    const { dispatcher, journal, start, tick, tickOf, clock } = setUp();
    const before = await joined(dispatcher, 1);
    dispatcher.receive(before.session, { kind: 'want', seats: 1 });
    await tick();
    await tick();
    const flying = before.assigns();
    expect(flying.length).toBeGreaterThan(1);
    // The first process is gone without a word, and its slices become free.
    clock.at += 60_000;
    const next = start('d');
    await journal.beat('d' as CoordinatorId);
    const keeps = flying.map((frame) => frame.assignment);
    const after = await joined(next, 1, { keeps });
    expect(after.cancelled()).toEqual([]);
    for (const frame of flying) answer(next, after.session, frame);
    expect(after.cancelled()).toEqual([]);
    await tickOf(next, 2_000);
    await tickOf(next);
    await tickOf(next);
    expect(after.credited()).toEqual(keeps);
    const units = journal.unitsOf(journal.slices[0]);
    expect(units.map((unit) => unit.first)).toEqual([0, 20]);
    for (let i = 0; i < 200 && journal.entries.length === 0; i++) await tickOf(next, 500);
    expect(journal.entries.some(({ account, amount }) => account === 'payee:0x1' && amount > 0n)).toBe(true);
  });

  it('[AN1] nobody else can use them, nobody twice, and what was answered since is cancelled', async () => {
    const { dispatcher, tick, journal } = setUp(20);
    const one = await joined(dispatcher, 1);
    const two = await joined(dispatcher, 2);
    dispatcher.receive(one.session, { kind: 'want', seats: 1 });
    await tick();
    await tick();
    const [frame] = one.assigns();
    answer(dispatcher, two.session, frame);
    expect(two.cancelled()).toEqual([frame.assignment]);
    answer(dispatcher, one.session, frame);
    // Sent again before the commit: it is credited with that, once.
    answer(dispatcher, one.session, frame);
    await tick();
    await tick();
    expect(one.credited()).toEqual([frame.assignment]);
    answer(dispatcher, one.session, frame);
    expect(one.cancelled()).toEqual([frame.assignment]);
    expect(journal.unitsOf(journal.slices[0])).toHaveLength(1);
  });

  it('a session that broke off goes on with what it computes under its next one', async () => {
    const { dispatcher, tick } = setUp(40);
    const one = await joined(dispatcher, 1);
    dispatcher.receive(one.session, { kind: 'want', seats: 1 });
    await tick();
    await tick();
    const [first] = one.assigns();
    dispatcher.leave(one.session);
    const two = await joined(dispatcher, 2);
    dispatcher.receive(two.session, { kind: 'want', seats: 1 });
    await tick();
    expect(two.assigns()).toEqual([]);
    const again = await joined(dispatcher, 1, { keeps: [first.assignment, 'nonsense'] });
    expect(again.cancelled()).toEqual(['nonsense']);
    expect([...again.session.assignments.keys()]).toEqual([first.assignment]);
    await tick(1_000);
    // What it did not keep is somebody else's now.
    expect(two.assigns()).toHaveLength(1);
    answer(dispatcher, again.session, first);
    await tick();
    await tick();
    expect(again.credited()).toEqual([first.assignment]);
  });
});

describe('what strangers are trusted with', () => {
  it('[PB1] a device of which nothing was checked gets ten items, and nothing more until a check passed', async () => {
    const { dispatcher, tick, refereed } = setUp(400, { tuning: {} });
    const one = await joined(dispatcher, 1, { seats: 4 });
    dispatcher.receive(one.session, { kind: 'want', seats: 4 });
    await tick();
    await tick();
    expect(one.assigns()).toHaveLength(1);
    expect(resultsOf(one.assigns()[0])).toHaveLength(10);
    answer(dispatcher, one.session, one.assigns()[0]);
    await tick();
    expect(one.assigns()).toHaveLength(1);
    // Nobody else is there: after a moment the referee checks two of the ten.
    for (let i = 0; i < 10; i++) await tick(200);
    expect(refereed.length).toBeGreaterThanOrEqual(2);
    expect(one.assigns().length).toBeGreaterThan(4);
  });

  it('[RF1] who disputes falsely costs the referee one item, however much it disputes', async () => {
    const { dispatcher, tick, refereed } = setUp(200, {
      policy: ALL,
      tuning: { probation: false, timedPpm: 0 },
    });
    const worker = await joined(dispatcher, 1);
    const liar = await joined(dispatcher, 2);
    dispatcher.receive(worker.session, { kind: 'want', seats: 1 });
    await tick();
    await tick();
    dispatcher.receive(liar.session, { kind: 'want', seats: 1 });
    for (const frame of worker.assigns().slice(0, 2)) answer(dispatcher, worker.session, frame);
    for (let i = 0; i < 40 && liar.closed.length === 0; i++) {
      await tick(100);
      for (const frame of liar.assigns())
        if (liar.session.assignments.has(frame.assignment as never))
          answer(
            dispatcher,
            liar.session,
            frame,
            resultsOf(frame).map((result) => ({ ...result, status: 0, fuel: 7n, output: Uint8Array.of(9) })),
          );
      if (refereed.length > 0) break;
    }
    await tick();
    expect(liar.closed).toEqual(['DEVICE_BANNED']);
    expect(worker.closed).toEqual([]);
    expect(refereed).toEqual([1]);
  });
});

describe('what is given out', () => {
  it('[FS1] jobs share seats as their weights are, and the lightest gets its part', async () => {
    const { dispatcher, journal, tick } = setUp(4_000);
    journal.addJob({ ...jobTerms('heavy', 4_000), weight: 3 });
    const one = await joined(dispatcher, 1, { seats: 4 });
    dispatcher.receive(one.session, { kind: 'want', seats: 4 });
    for (let i = 0; i < 3; i++) await tick();
    for (let i = 0; i < 40; i++) {
      const open = one.assigns().find((frame) => one.session.assignments.has(frame.assignment as never));
      if (open) answer(dispatcher, one.session, open);
      await tick();
    }
    const numbers = new Map(
      one.frames.flatMap((frame) => (frame.kind === 'job' ? [[frame.number, frame.job] as const] : [])),
    );
    const items = { j: 0, heavy: 0 };
    for (const frame of one.assigns())
      items[numbers.get(frame.job) as 'j' | 'heavy'] += resultsOf(frame).length;
    expect(items.j).toBeGreaterThan(0);
    expect(items.heavy / items.j).toBeGreaterThan(2);
    expect(items.heavy / items.j).toBeLessThan(4.5);
  });

  it('assignments grow to many units of one slice, and items never get lost on the way', async () => {
    const { dispatcher, tick } = setUp(6_000);
    const one = await joined(dispatcher, 1);
    const two = await joined(dispatcher, 2);
    for (const { session } of [one, two]) dispatcher.receive(session, { kind: 'want', seats: 1 });
    let largest = 0;
    for (let i = 0; i < 60; i++) {
      await tick();
      for (const { session, assigns } of [one, two])
        for (const frame of assigns()) {
          if (!session.assignments.has(frame.assignment as never)) continue;
          largest = Math.max(largest, resultsOf(frame).length);
          answer(dispatcher, session, frame, resultsOf(frame).slice(0, i % 5 === 0 ? 7 : undefined));
          const { carved, final, held, inFlight, waiting, disputed } = dispatcher.census(JOB);
          expect(final + held + inFlight + waiting + disputed).toBe(carved);
        }
    }
    expect(largest).toBeGreaterThan(100);
  });

  it('a paused job is called back and given out again', async () => {
    const { dispatcher, tick } = setUp();
    const one = await joined(dispatcher, 1);
    dispatcher.receive(one.session, { kind: 'want', seats: 1 });
    await tick();
    await tick();
    const before = one.assigns().length;
    dispatcher.pauseJob(JOB, true);
    expect(one.cancelled()).toHaveLength(before);
    await tick(1_000);
    expect(one.assigns()).toHaveLength(before);
    expect(dispatcher.activity().jobs.get(JOB)?.reason?.code).toBe('JOB_PAUSED');
    dispatcher.pauseJob(JOB, false);
    await tick(1_000);
    expect(one.assigns().length).toBeGreaterThan(before);
  });

  it('nothing fresh is carved while inputs and answers take more memory than they may', async () => {
    const memoryBytes = 1_000;
    const { dispatcher, journal, tick } = setUp(4_000, {
      heldBytes: memoryBytes,
      tuning: { probation: false, memoryBytes },
    });
    const one = await joined(dispatcher, 1);
    dispatcher.receive(one.session, { kind: 'want', seats: 1 });
    for (let i = 0; i < 5; i++) await tick(1_000);
    expect(journal.slices).toHaveLength(1);
    expect(dispatcher.activity().memory).toBe(memoryBytes);
    for (let i = 0; i < 200 && journal.slices.length === 1; i++) {
      const open = one.assigns().find((frame) => one.session.assignments.has(frame.assignment as never));
      if (open) answer(dispatcher, one.session, open);
      await tick(500);
    }
    expect(journal.slices[0].state).toBe('settled');
    expect(journal.slices).toHaveLength(2);
  });

  it('[SE2] what one coordinator pauses is called back by the others too, and stays with them until it goes on', async () => {
    const { dispatcher, journal, start, tick, tickOf } = setUp(4_000);
    const other = start('d');
    const one = await joined(dispatcher, 1);
    const two = await joined(other, 2);
    dispatcher.receive(one.session, { kind: 'want', seats: 1 });
    other.receive(two.session, { kind: 'want', seats: 1 });
    for (let i = 0; i < 3; i++) for (const each of [dispatcher, other]) await tickOf(each);
    const given = two.assigns().length;
    expect(given).toBeGreaterThan(0);
    const row = journal.jobs.get(JOB);
    if (row === undefined) throw new Error('no job');
    const steer = async (paused: boolean): Promise<void> => {
      row.terms = { ...row.terms, paused };
      dispatcher.pauseJob(JOB, paused);
      // As the other one's ticker does when what jobs look like in the database has changed.
      other.lookForJobs();
      for (let i = 0; i < 2; i++) for (const each of [dispatcher, other]) await tickOf(each, 100);
    };
    await steer(true);
    expect(two.cancelled().sort()).toEqual(
      two
        .assigns()
        .map(({ assignment }) => assignment)
        .sort(),
    );
    for (let i = 0; i < 10; i++) for (const each of [dispatcher, other]) await tickOf(each, 1_000);
    expect(two.assigns()).toHaveLength(given);
    expect(other.activity().jobs.get(JOB)?.reason?.code).toBe('JOB_PAUSED');
    expect(other.census(JOB)).toMatchObject({ inFlight: 0 });
    await steer(false);
    await tick();
    await tickOf(other);
    expect(two.assigns().length).toBeGreaterThan(given);
  });

  it('a called item goes before everything else, and its first answer is what was asked for', async () => {
    const { dispatcher, journal, tick } = setUp(0);
    journal.addJob(jobTerms('j', 1));
    const one = await joined(dispatcher, 1);
    dispatcher.receive(one.session, { kind: 'want', seats: 1 });
    dispatcher.lookForJobs();
    const claim = await journal.claim('c' as CoordinatorId, {
      job: JOB,
      count: 1,
      carve: true,
      termsAfter: () => ({ rate: 1, reservePerItem: 0n }),
    });
    if (claim.kind !== 'granted') throw new Error('no slice');
    const called = dispatcher.call(claim.slice, inputOf(0), 5_000);
    await tick();
    const [frame] = one.assigns();
    answer(dispatcher, one.session, frame);
    expect(await called).toEqual(truth(inputOf(0)));
    expect(claim.slice.id).toBe(1 as SliceId);
  });
});
