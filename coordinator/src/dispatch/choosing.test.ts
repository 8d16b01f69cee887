import type { AcceptFrame, AssignmentId } from '@manyhands/protocol';
import { expect, it } from 'vitest';
import { jobTerms } from '../simulation/network.ts';
import { answer, type Joined, joined, setUp } from './testing/harness.ts';

const ALL: AcceptFrame = { kind: 'accept', categories: [], jobs: [], others: 1 };

/** The job of each assignment that was sent, in order. */
function jobsOf({ frames, assigns }: Joined): string[] {
  const byNumber = new Map(
    frames.flatMap((frame) => (frame.kind === 'job' ? [[frame.number, frame.job]] : [])),
  );
  return assigns().map(({ job }) => byNumber.get(job) as string);
}

it('[CT1] a device is given what it accepts, gives back the rest when it changes its mind, and is told when nothing fits', async () => {
  const { dispatcher, journal, tick } = setUp(400);
  journal.addJob({ ...jobTerms('k', 400), category: 'medicine' });
  const one = await joined(dispatcher, 1);
  const accept = async (...categories: string[]) => {
    dispatcher.receive(one.session, { ...ALL, categories });
    for (let ticks = 0; ticks < 80; ticks++) await tick();
  };
  dispatcher.receive(one.session, { ...ALL, categories: ['medicine'] });
  dispatcher.receive(one.session, { kind: 'want', seats: 1 });
  await accept('medicine');
  const given = one.assigns().length;
  expect(given).toBeGreaterThan(0);
  expect(new Set(jobsOf(one)).size).toBe(1);
  const [medicine] = jobsOf(one);

  await accept('other');
  expect(one.cancelled()).toEqual(
    one
      .assigns()
      .slice(0, given)
      .map(({ assignment }) => assignment),
  );
  expect(jobsOf(one).length).toBeGreaterThan(given);
  expect(jobsOf(one).slice(given)).not.toContain(medicine);

  await accept('art');
  expect(one.session.assignments.size).toBe(0);
  expect(one.frames.findLast((frame) => frame.kind === 'standing')).toMatchObject({ code: 'NOT_ACCEPTED' });
  await accept();
  expect(one.session.assignments.size).toBeGreaterThan(0);
});

it('[CT2] a chosen job comes before all others, and they follow once it has nothing left', async () => {
  const { dispatcher, journal, tick } = setUp(400);
  journal.addJob(jobTerms('k', 40));
  const one = await joined(dispatcher, 1);
  dispatcher.receive(one.session, { ...ALL, jobs: ['k'], others: 1 });
  dispatcher.receive(one.session, { kind: 'want', seats: 1 });
  for (let ticks = 0; ticks < 100; ticks++) {
    for (const frame of one.assigns())
      if (one.session.assignments.has(frame.assignment as AssignmentId))
        answer(dispatcher, one.session, frame);
    await tick();
  }
  const jobs = jobsOf(one);
  const firstOther = jobs.indexOf('j');
  expect(jobs[0]).toBe('k');
  expect(firstOther).toBeGreaterThan(0);
  expect(jobs.slice(firstOther)).not.toContain('k');
});

it('[CT2] where no others may follow, the rest of a device is told why it has nothing', async () => {
  const { dispatcher, journal, tick } = setUp(400);
  journal.addJob(jobTerms('k', 400));
  const one = await joined(dispatcher, 1);
  const choose = async (...jobs: string[]) => {
    dispatcher.receive(one.session, { ...ALL, jobs, others: 0 });
    for (let ticks = 0; ticks < 80; ticks++) await tick();
  };
  dispatcher.receive(one.session, { ...ALL, jobs: ['k'], others: 0 });
  dispatcher.receive(one.session, { kind: 'want', seats: 1 });
  await choose('k');
  expect(new Set(jobsOf(one))).toEqual(new Set(['k']));
  await choose('gone');
  expect(one.session.assignments.size).toBe(0);
  expect(one.frames.findLast((frame) => frame.kind === 'standing')).toMatchObject({
    code: 'CHOSEN_JOBS_IDLE',
  });
});
