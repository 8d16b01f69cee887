import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { AT_EASE, type Ease, ease, FIRST_WAIT_MS, LONGEST_WAIT_MS } from './ease.ts';
import type { Load } from './load.ts';

const SECOND = 1_000;
type Kind = Load['kind'];

/** The levels of a world second by second: it says how loaded it is at each level. */
function levels(seconds: number, world: (second: number, level: number) => Kind): number[] {
  let state: Ease = AT_EASE;
  return Array.from({ length: seconds }, (_, second) => {
    state = ease(state, { kind: world(second, state.level), by: 'probe' }, second * SECOND);
    return state.level;
  });
}

/** The seconds at which the level changed, and by how much. */
const stepsOf = (all: readonly number[]): { second: number; up: boolean }[] =>
  all.flatMap((level, second) => {
    const before = second === 0 ? 1 : all[second - 1];
    return level === before ? [] : [{ second, up: level > before }];
  });

describe('easing off', () => {
  it('halves at once when busy, halves again after four seconds, and goes on at a quarter', () => {
    const all = levels(60, () => 'busy');
    expect([all[0], all[3], all[4], all[59]]).toEqual([0.5, 0.5, 0.25, 0.25]);
  });

  it('comes back after half a minute of calm, a step at a time', () => {
    const all = levels(120, (second) => (second < 10 ? 'busy' : 'calm'));
    expect([all[10], all[39], all[40], all[69], all[70]]).toEqual([0.25, 0.25, 0.5, 0.5, 1]);
  });

  it('what is neither busy nor calm changes nothing, and calm has to begin anew after it', () => {
    const all = levels(200, (second) => (second < 1 ? 'busy' : second % 29 === 0 ? 'tight' : 'calm'));
    expect(new Set(all)).toEqual(new Set([0.5]));
  });

  it('a load of our own making changes the level less and less often: never to and fro', () => {
    const steps = stepsOf(levels(8 * 3600, (_, level) => (level === 1 ? 'busy' : 'calm')));
    const ups = steps.filter(({ up }) => up).map(({ second }) => second);
    expect(steps.length).toBeLessThan(80);
    const gaps = ups.slice(1).map((second, i) => second - ups[i]);
    expect(gaps).toEqual([...gaps].sort((a, b) => a - b));
    expect(gaps.at(-1)).toBeGreaterThanOrEqual(LONGEST_WAIT_MS / SECOND);
  });

  it('forgets that after a long calm time at the full level', () => {
    const busyAt = new Set([0, 31, 2000]);
    const all = levels(2100, (second) => (busyAt.has(second) ? 'busy' : 'calm'));
    expect(all[2000]).toBe(0.5);
    expect(all[2000 + FIRST_WAIT_MS / SECOND]).toBe(0.5);
    expect(all[2000 + FIRST_WAIT_MS / SECOND + 1]).toBe(1);
  });

  it('under any loads: levels stay within bounds, and every step up follows 30 s of calm without a step', () => {
    const kinds = fc.array(
      fc.tuple(fc.constantFrom<Kind>('busy', 'tight', 'calm'), fc.integer({ min: 1, max: 90 })),
      { minLength: 1, maxLength: 40 },
    );
    fc.assert(
      fc.property(kinds, (phases) => {
        const world = phases.flatMap(([kind, seconds]) => Array<Kind>(seconds).fill(kind));
        const all = levels(world.length, (second) => world[second]);
        expect(all.every((level) => level === 1 || level === 0.5 || level === 0.25)).toBe(true);
        const steps = stepsOf(all);
        for (const [i, { second, up }] of steps.entries()) {
          const since = i === 0 ? 0 : steps[i - 1].second;
          if (!up) expect(world[second]).toBe('busy');
          else {
            expect((second - since) * SECOND).toBeGreaterThanOrEqual(FIRST_WAIT_MS);
            expect(world.slice(second - 29, second + 1).every((kind) => kind === 'calm')).toBe(true);
          }
        }
      }),
    );
  });
});
