import { type CoordinatorId, type JobId, LIMITS, packResults } from '@manyhands/protocol';
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

  it('what becomes final at once does so a moment at a time, and all of it in the end', async () => {
    const ids = [1, 2, 3, 4, 5, 6];
    const devices = ids.map((id) => `0x${String(id).repeat(40)}`);
    const { dispatcher, tick, clock } = setUp(4_000, { policy: { kind: 'trusted', devices, auditPpm: 0 } });
    const pool = await Promise.all(ids.map((id) => joined(dispatcher, id)));
    for (const { session } of pool) dispatcher.receive(session, { kind: 'want', seats: 1 });
    for (let i = 0; i < 8; i++) await tick();
    let items = 0;
    for (const { session, assigns } of pool) {
      const [first] = assigns();
      items += resultsOf(first).length;
      answer(dispatcher, session, first);
    }
    // Whoever looks at this clock sees that a millisecond has passed.
    let looks = 0;
    clock.now = () => clock.at + looks++;
    await tick(100);
    expect(dispatcher.census('j' as JobId).final).toBeLessThan(items);
    let turns = 0;
    while (dispatcher.goOn()) turns++;
    expect(turns).toBeGreaterThan(0);
    expect(dispatcher.census('j' as JobId).final).toBe(items);
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
