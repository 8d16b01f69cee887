import { packResults } from '@manyhands/protocol';
import { describe, expect, it } from 'vitest';
import { answer, type Joined, joined, known, resultsOf } from './testing/harness.ts';

const MINUTE = 60_000;

/** What it was sent and has not answered, in the order of sending. */
const open = ({ session, assigns }: Joined) =>
  assigns().filter((frame) => [...session.assignments.keys()].includes(frame.assignment as never));

describe('answers that wait until they are taken', () => {
  it('are not held against their seat: it is given as much as before', async () => {
    const { dispatcher, clock, one } = await known(100_000);
    const [first, second] = open(one);
    const before = one.session.device.msPerFuel;
    const lengthOf = (at: number): number => one.assigns()[at].lengths.length;
    const usual = lengthOf(one.assigns().length - 1);
    const arrivedAt = clock.at + 10;
    clock.at += MINUTE;
    for (const [frame, at] of [
      [first, arrivedAt],
      [second, arrivedAt + 10],
    ] as const)
      dispatcher.receive(
        one.session,
        { kind: 'answer', assignment: frame.assignment, ...packResults(resultsOf(frame)) },
        at,
      );
    expect(one.session.device.msPerFuel).toBeLessThan(1.5 * before);
    expect(lengthOf(one.assigns().length - 1)).toBe(usual);
  });

  it('are not late, and their session is not silent, while those that arrived before are still being taken', async () => {
    const { dispatcher, clock, tick, one } = await known(100_000);
    const two = await joined(dispatcher, 2);
    dispatcher.receive(two.session, { kind: 'want', seats: 1 });
    const [mine] = open(one);
    const arrivedAt = clock.at + 10;
    for (let waited = 0; waited < MINUTE; waited += 1_000) {
      clock.at += 1_000;
      // Beats of another one, which arrived before; nothing of the first was taken yet.
      dispatcher.receive(two.session, { kind: 'beat' }, arrivedAt - 1);
      await tick(0);
    }
    expect(one.closed).toEqual([]);
    expect(two.closed).toEqual([]);
    expect(one.session.silentSince).toBe(-1);
    dispatcher.receive(
      one.session,
      { kind: 'answer', assignment: mine.assignment, ...packResults(resultsOf(mine)) },
      arrivedAt,
    );
    expect(one.cancelled()).toEqual([]);
  });

  it('keep this process from giving out more, until it has caught up', async () => {
    const { dispatcher, clock, tick, one } = await known(100_000);
    const count = one.assigns().length;
    const [mine] = open(one);
    clock.at += 5_000;
    dispatcher.receive(one.session, { kind: 'beat' }, clock.at - 4_000);
    await tick(0);
    answer(dispatcher, one.session, mine);
    expect(dispatcher.activity().reason?.code).toBe('COORDINATOR_BUSY');
    expect(one.assigns()).toHaveLength(count);
    await tick(25);
    await tick(25);
    expect(one.assigns()).toHaveLength(count + 1);
  });
});
