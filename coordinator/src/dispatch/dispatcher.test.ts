import { type CoordinatorId, LIMITS, packResults } from '@manyhands/protocol';
import { describe, expect, it } from 'vitest';
import { inputOf, truth } from '../simulation/network.ts';
import { answer, joined, resultsOf, setUp } from './testing/harness.ts';

describe('the dispatcher', () => {
  it('[AS2] fills the window of every open seat, and never beyond', async () => {
    const { dispatcher, tick } = setUp();
    const one = await joined(dispatcher, 1, { seats: 2 });
    await tick();
    expect(one.assigns()).toHaveLength(0);
    dispatcher.receive(one.session, { kind: 'want', seats: 64 });
    await tick();
    await tick();
    expect(one.assigns()).toHaveLength(2 * LIMITS.seatWindow);
    answer(dispatcher, one.session, one.assigns()[0]);
    await tick();
    expect(one.session.assignments.size).toBe(2 * LIMITS.seatWindow);
  });

  it('[CM1] credits an answer only once it is committed', async () => {
    const { dispatcher, tick, state, release } = setUp();
    const one = await joined(dispatcher, 1);
    dispatcher.receive(one.session, { kind: 'want', seats: 1 });
    await tick();
    await tick();
    state.hold = true;
    const [first] = one.assigns();
    answer(dispatcher, one.session, first);
    const ticking = tick();
    await new Promise((next) => setTimeout(next, 5));
    expect(one.frames.some((frame) => frame.kind === 'credited')).toBe(false);
    state.hold = false;
    release();
    await ticking;
    expect(one.frames).toContainEqual({ kind: 'credited', assignments: [first.assignment] });
  });

  it('a prefix of an answer counts, and the rest goes to somebody else', async () => {
    const { dispatcher, tick, journal } = setUp(20);
    const one = await joined(dispatcher, 1);
    const two = await joined(dispatcher, 2);
    dispatcher.receive(one.session, { kind: 'want', seats: 1 });
    await tick();
    await tick();
    const [first] = one.assigns();
    dispatcher.receive(one.session, { kind: 'want', seats: 0 });
    answer(dispatcher, one.session, first, resultsOf(first).slice(0, 5));
    dispatcher.receive(two.session, { kind: 'want', seats: 1 });
    await tick();
    const firsts = () => journal.unitsOf(journal.slices[0]).map((unit) => unit.first);
    expect(firsts()).toEqual([0]);
    answer(dispatcher, two.session, two.assigns()[0]);
    await tick();
    expect(firsts()).toEqual([0, 5]);
  });

  it('[SE1] refuses results that no execution can give, and nobody else is disturbed', async () => {
    const { dispatcher, tick } = setUp();
    const one = await joined(dispatcher, 1);
    const two = await joined(dispatcher, 2);
    for (const { session } of [one, two]) dispatcher.receive(session, { kind: 'want', seats: 1 });
    await tick();
    await tick();
    const [frame] = one.assigns();
    const inflated = resultsOf(frame).map((result) => ({ ...result, fuel: 10n ** 12n }));
    expect(() => answer(dispatcher, one.session, frame, inflated)).toThrow(/cap/);
    expect(() => answer(dispatcher, one.session, frame, [])).toThrow(/cannot have 0/);
    answer(dispatcher, two.session, two.assigns()[0]);
    await tick();
    expect(two.frames.some((sent) => sent.kind === 'credited')).toBe(true);
  });

  it('an answer to something unknown is cancelled, not punished', async () => {
    const { dispatcher } = setUp();
    const one = await joined(dispatcher, 1);
    dispatcher.receive(one.session, { kind: 'answer', assignment: 'x', ...packResults([truth(inputOf(1))]) });
    expect(one.frames).toEqual([{ kind: 'cancel', assignment: 'x' }]);
    expect(one.closed).toEqual([]);
  });

  it('closes a session that fell silent and gives its work to others', async () => {
    const { dispatcher, tick } = setUp(20);
    const one = await joined(dispatcher, 1);
    dispatcher.receive(one.session, { kind: 'want', seats: 1 });
    await tick();
    await tick();
    const two = await joined(dispatcher, 2);
    await tick(20_000);
    dispatcher.receive(two.session, { kind: 'want', seats: 1 });
    await tick(20_000);
    await tick();
    expect(one.closed).toEqual(['SESSION_SILENT']);
    expect(two.assigns()).toHaveLength(1);
  });

  it('says why an idle contributor gets nothing', async () => {
    const { dispatcher, tick } = setUp(1);
    const one = await joined(dispatcher, 1);
    await tick(2_000);
    expect(one.frames).toContainEqual(
      expect.objectContaining({ kind: 'standing', sentence: 'You have paused.' }),
    );
  });

  it('[LS3] what is written after the slice was lost is neither stored nor credited', async () => {
    const { dispatcher, tick, journal } = setUp();
    const one = await joined(dispatcher, 1);
    dispatcher.receive(one.session, { kind: 'want', seats: 1 });
    await tick();
    await tick();
    await journal.release('c' as CoordinatorId);
    answer(dispatcher, one.session, one.assigns()[0]);
    await tick();
    expect(one.frames.some((frame) => frame.kind === 'credited')).toBe(false);
    expect(journal.unitsOf(journal.slices[0])).toEqual([]);
  });
});
