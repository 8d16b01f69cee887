import { Stopped } from '@manyhands/wasm-kernels/runtime';
import { describe, expect, it } from 'vitest';
import { ownWords, Signal, sharedWords } from './signal.ts';
import { Turn } from './turn.ts';

describe('signal', () => {
  it('says the same at both ends of shared words', () => {
    const words = sharedWords();
    if (words === null) throw new Error('Node shares memory between threads');
    const [engine, seat] = [new Signal(words), new Signal(words)];
    expect(seat.share).toBe(1);
    engine.share = 0.3;
    engine.stop(7);
    expect(seat.share).toBe(0.3);
    expect(new Signal(words).share).toBe(0.3);
    expect([6, 7, 8].map((order) => seat.isStopped(order))).toEqual([true, true, false]);
    engine.finish(9);
    expect([7, 9, 10].map((order) => seat.isFinished(order))).toEqual([true, true, false]);
    expect(seat.isStopped(9)).toBe(false);
  });

  it('sleeps on memory of WebAssembly, and not where there is none that is shared', () => {
    const before = performance.now();
    expect(new Signal(ownWords()).sleep(30)).toBe(true);
    expect(performance.now() - before).toBeGreaterThan(29);
    expect(new Signal(new Int32Array(2)).sleep(60_000)).toBe(false);
  });
});

describe('turn', () => {
  const work = (ms: number): void => {
    for (const until = performance.now() + ms; performance.now() < until; );
  };

  it('rests inside an item for its share, then begins anew', () => {
    const signal = new Signal(ownWords());
    signal.share = 0.25;
    const turn = new Turn(signal);
    turn.begin(1);
    turn.onSlice();
    work(30);
    const before = performance.now();
    turn.onSlice();
    expect(performance.now() - before).toBeGreaterThan(89);
    expect(turn.takeSlowestMs()).toBe(0);
    turn.itemEnded(1_000_000n);
    expect(turn.takeSlowestMs()).toBeGreaterThan(119);
  });

  it('where a thread cannot sleep, the work stays owed until the item ends', () => {
    const signal = new Signal(new Int32Array(2));
    signal.share = 0.25;
    const turn = new Turn(signal);
    turn.begin(1);
    work(30);
    turn.onSlice();
    expect(turn.workedMs).toBeGreaterThan(29);
    expect(turn.itemEnded(1_000_000n)).toBe(true);
  });

  it('fits a slice of fuel to its time, a step at once', () => {
    const turn = new Turn(new Signal(ownWords()));
    turn.begin(1);
    const first = turn.fuel;
    for (let slices = 0; slices < 2; slices++) turn.onSlice();
    expect(turn.fuel).toBe(4n * first);
    turn.onSlice();
    work(50);
    turn.onSlice();
    expect(turn.fuel).toBeLessThan(2n * first);
    for (let slices = 0; slices < 100; slices++) turn.onSlice();
    expect(turn.fuel).toBeLessThanOrEqual(2n ** 40n);
  });

  it('reads the clock once for several small items, and after each that used much fuel', () => {
    const turn = new Turn(new Signal(ownWords()));
    turn.begin(1);
    work(60);
    for (let items = 1; items < 8; items++) expect(turn.itemEnded(1n)).toBe(false);
    expect(turn.slowestMs).toBe(0);
    expect(turn.itemEnded(1n)).toBe(true);
    expect(turn.slowestMs).toBeGreaterThan(59);
    turn.begin(2);
    work(60);
    expect(turn.itemEnded(1_000_000n)).toBe(true);
  });

  it('throws at the slice after a stop of its order', () => {
    const signal = new Signal(ownWords());
    const turn = new Turn(signal);
    turn.begin(2);
    signal.stop(1);
    turn.onSlice();
    signal.stop(2);
    expect(() => turn.onSlice()).toThrow(Stopped);
  });
});
