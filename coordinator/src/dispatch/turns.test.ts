import { describe, expect, it } from 'vitest';
import { answer, type Joined, joined, known, setUp } from './testing/harness.ts';

/** Seats that want work while every look at the clock takes longer than the moment that is spent on them. */
async function crowd(sessions: number) {
  const net = setUp(100_000);
  let looks = 0;
  net.clock.now = () => net.clock.at + 5 * looks++;
  const all: Joined[] = [];
  for (let id = 1; id <= sessions; id++) all.push(await joined(net.dispatcher, id));
  for (const { session } of all) net.dispatcher.receive(session, { kind: 'want', seats: 1 });
  return { ...net, all };
}

const given = (all: readonly Joined[]): number[] => all.map(({ assigns }) => assigns().length);

describe('seats that wait for their turn', () => {
  it('get one assignment each before anybody gets a second one, and in the end what they have room for', async () => {
    const { all, tick, dispatcher } = await crowd(6);
    for (let turns = 0; given(all).filter((count) => count > 0).length < 6; turns++) {
      if (turns > 20) throw new Error(`after ${turns} ticks they have ${given(all)}`);
      // Only whoever was first was given its whole window: nobody was known to wait then.
      expect(
        given(all)
          .slice(1)
          .every((count) => count <= 1),
      ).toBe(true);
      await tick();
    }
    for (let turns = 0; turns < 40; turns++) {
      dispatcher.goOn();
      await tick();
    }
    expect(given(all)).toEqual([2, 2, 2, 2, 2, 2]);
  });

  it('come before those that have just answered', async () => {
    const { all, tick, dispatcher } = await crowd(6);
    for (let turns = 0; given(all).every((count) => count === 0); turns++) {
      if (turns > 20) throw new Error('nobody got anything');
      await tick();
    }
    const first = all.find(({ assigns }) => assigns().length > 0) as Joined;
    const before = first.assigns().length;
    answer(dispatcher, first.session, first.assigns()[0]);
    expect(first.assigns()).toHaveLength(before);
    for (let turns = 0; first.assigns().length === before; turns++) {
      if (turns > 40) throw new Error('it never got anything again');
      await tick();
    }
    expect(given(all.filter((other) => other !== first)).every((count) => count > 0)).toBe(true);
  });
});

describe('neighbouring units of one answer', () => {
  const UNIT_ITEMS = 20;

  it('are kept as one record', async () => {
    const { journal, one } = await known(100_000, 12);
    const records = journal.slices.flatMap((slice) => journal.unitsOf(slice));
    expect(Math.max(...records.map(({ count }) => count))).toBeGreaterThan(UNIT_ITEMS);
    expect(new Set(records.map(({ first }) => first)).size).toBe(records.length);
    expect(records.length).toBeLessThanOrEqual(one.assigns().length);
  });

  it('are given out as single units again where they come back unanswered', async () => {
    const { one, dispatcher, tick } = await known(100_000, 12);
    const open = one.assigns().filter(({ assignment }) => one.session.assignments.has(assignment as never));
    const items = Math.max(...open.map(({ lengths }) => lengths.length / 4));
    for (const { assignment } of open)
      dispatcher.receive(one.session, { kind: 'giveBack', assignment, reason: 'paused' });
    const two = await joined(dispatcher, 2);
    dispatcher.receive(two.session, { kind: 'want', seats: 1 });
    await tick();
    const [first] = two.assigns();
    expect(first.lengths.length / 4).toBeLessThan(items);
  });
});
