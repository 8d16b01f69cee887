import { expect, it } from 'vitest';
import { jobTerms } from '../simulation/network.ts';
import { type Joined, joined, setUp } from './testing/harness.ts';

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
    dispatcher.receive(one.session, { kind: 'accept', categories });
    for (let ticks = 0; ticks < 80; ticks++) await tick();
  };
  dispatcher.receive(one.session, { kind: 'accept', categories: ['medicine'] });
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
