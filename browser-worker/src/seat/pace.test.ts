import { describe, expect, it } from 'vitest';
import { Rest, restMs, sliceMs } from './pace.ts';

describe('pace', () => {
  it.each([0.05, 0.25, 0.5, 0.8, 1])('keeps a share of %f smoothly, within a period of 65 ms', (share) => {
    const work = sliceMs(share);
    const rest = restMs(work, share);
    expect(work / (work + rest)).toBeCloseTo(share);
    expect(work + rest).toBeLessThan(65);
    expect(work).toBeLessThanOrEqual(50);
  });

  it('a rest ends early when woken', async () => {
    const rest = new Rest();
    const started = performance.now();
    setTimeout(() => rest.wake(), 10);
    await rest.take(60_000);
    expect(performance.now() - started).toBeLessThan(5_000);
  });

  it('no rest still lets waiting messages in', async () => {
    const rest = new Rest();
    const { port1, port2 } = new MessageChannel();
    let heard = false;
    port1.onmessage = () => {
      heard = true;
    };
    port2.postMessage('stop');
    for (let turn = 0; turn < 20 && !heard; turn++) await rest.take(0);
    expect(heard).toBe(true);
    port1.close();
  });
});
