import { expect, it } from 'vitest';
import { answer, joined, setUp } from './testing/harness.ts';

/** One device, alone with a job of one unit of 20 items, and its assignment. */
async function alone() {
  const set = setUp(20);
  const { dispatcher, tick } = set;
  const one = await joined(dispatcher, 1);
  dispatcher.receive(one.session, { kind: 'want', seats: 1 });
  await tick();
  await tick();
  const giveBack = (reason: 'failed' | 'paused'): void => {
    const { assignment } = one.assigns()[one.assigns().length - 1];
    dispatcher.receive(one.session, { kind: 'giveBack', assignment, reason });
  };
  const pass = async (seconds: number): Promise<void> => {
    for (let i = 0; i < seconds; i++) {
      dispatcher.receive(one.session, { kind: 'beat' });
      await tick(1_000);
    }
  };
  return { ...set, one, giveBack, pass };
}

const itemsOf = (refereed: readonly number[]): number => refereed.reduce((sum, items) => sum + items, 0);

it('[UN1] what everybody here failed on is executed by the referee, and the job ends', async () => {
  const { one, giveBack, pass, refereed, dispatcher, journal } = await alone();
  giveBack('failed');
  await pass(8);
  expect(one.assigns()).toHaveLength(1);
  const before = itemsOf(refereed);
  await pass(5);
  expect(itemsOf(refereed)).toBe(before + 20);
  expect(dispatcher.activity().jobs.size).toBe(1);
  expect(journal.slices.map(({ state }) => state)).toEqual(['settled']);
});

it('[UN1] somebody who comes in time computes it instead', async () => {
  const { giveBack, pass, refereed, dispatcher } = await alone();
  giveBack('failed');
  await pass(8);
  const before = itemsOf(refereed);
  const two = await joined(dispatcher, 2);
  dispatcher.receive(two.session, { kind: 'want', seats: 1 });
  await pass(5);
  expect(two.assigns()).toHaveLength(1);
  expect(itemsOf(refereed)).toBe(before);
});

it('[UN1] whoever was only slow with it gets it once more, and a failure counts from then on', async () => {
  const { one, giveBack, pass, refereed } = await alone();
  const before = itemsOf(refereed);
  // Late: somebody else is wanted, and nobody else is here.
  await pass(20);
  giveBack('paused');
  const given = one.assigns().length;
  await pass(8);
  expect(one.assigns()).toHaveLength(given);
  await pass(5);
  expect(one.assigns()).toHaveLength(given + 1);
  expect(itemsOf(refereed)).toBe(before);
  giveBack('failed');
  await pass(12);
  expect(itemsOf(refereed)).toBe(before + 20);
});

it('[UN1] a seat that beats and answers nothing holds up nobody: the referee executes its unit, and the session is closed', async () => {
  const { one, pass, refereed, journal } = await alone();
  const before = itemsOf(refereed);
  await pass(50);
  expect(itemsOf(refereed)).toBe(before + 20);
  expect(journal.slices.map(({ state }) => state)).toEqual(['settled']);
  expect(one.closed).toEqual(['SESSION_SILENT']);
});

it('[UN1] an item that fails on three devices is decided by the referee at once, and no failure is a lie', async () => {
  const { dispatcher, tick, refereed, journal } = setUp(1);
  const failed = [];
  for (let id = 1; id <= 3; id++) {
    const one = await joined(dispatcher, id);
    failed.push(one);
    dispatcher.receive(one.session, { kind: 'want', seats: 1 });
    await tick();
    await tick();
    const [{ assignment }] = one.assigns();
    expect(itemsOf(refereed)).toBe(0);
    dispatcher.receive(one.session, { kind: 'giveBack', assignment, reason: 'failed' });
  }
  await tick();
  await tick();
  expect(itemsOf(refereed)).toBe(1);
  expect(journal.slices.map(({ state }) => state)).toEqual(['settled']);
  for (const { closed } of failed) expect(closed).toEqual([]);
});

it('[UN1] a device that lets its work lie each time it comes is kept out longer each time, until it answers', async () => {
  const { dispatcher, tick } = setUp(400);
  const come = async () => {
    const one = await joined(dispatcher, 1);
    dispatcher.receive(one.session, { kind: 'want', seats: 1 });
    await tick(1_000);
    return one;
  };
  const hangs = async (): Promise<void> => {
    const one = await come();
    for (let i = 0; i < 120 && one.closed.length === 0; i++) {
      dispatcher.receive(one.session, { kind: 'beat' });
      await tick(1_000);
    }
    expect(one.closed).toEqual(['SESSION_SILENT']);
  };
  /** Seconds until it is let in. */
  const kept = async (): Promise<number> => {
    for (let waited = 0; ; waited += 5) {
      const session = await joined(dispatcher, 1).catch(() => null);
      if (session) {
        dispatcher.leave(session.session);
        return waited;
      }
      await tick(5_000);
    }
  };
  const waits: number[] = [];
  for (let time = 0; time < 4; time++) {
    await hangs();
    waits.push(await kept());
  }
  expect(waits).toEqual([0, 60, 120, 240]);
  const one = await come();
  answer(dispatcher, one.session, one.assigns()[0]);
  await tick(1_000);
  await hangs();
  expect(await kept()).toBe(0);
});
