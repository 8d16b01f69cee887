import { describe, expect, it } from 'vitest';
import { inTurn } from './turns.ts';

const turn = (): Promise<void> => new Promise((wake) => setImmediate(wake));

/** Keeps the processor for some milliseconds. */
function work(ms: number): void {
  for (const end = performance.now() + ms; performance.now() < end; );
}

describe('turns', () => {
  it('every step is done once, in order, also those that come up meanwhile', async () => {
    const done: number[] = [];
    for (let i = 0; i < 3_000; i++)
      inTurn(() => {
        done.push(i);
        if (i === 1) inTurn(() => done.push(3_000));
      });
    while (done.length < 3_001) await turn();
    expect(done).toEqual(Array.from({ length: 3_001 }, (_, i) => i));
  });

  it('long steps are a turn each, and others have theirs in between', async () => {
    const seen: string[] = [];
    for (const step of ['a', 'b', 'c'])
      inTurn(() => {
        work(5);
        seen.push(step);
        setImmediate(() => seen.push('other'));
      });
    while (seen.length < 6) await turn();
    expect(seen).toEqual(['a', 'other', 'b', 'other', 'c', 'other']);
  });
});
