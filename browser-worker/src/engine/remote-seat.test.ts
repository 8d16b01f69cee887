import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { serveSeat } from '../seat/serve-seat.ts';
import { spawnSeat } from '../server/spawn-seat.ts';
import { type Spin, spinKernel, spun } from '../testing/spin.ts';
import type { Volume } from './library.ts';
import { RemoteSeat, type SeatWorker } from './remote-seat.ts';

const DATASET = 'd'.repeat(64);

describe('a seat', () => {
  let spin: Spin;
  let volume: Volume;
  const seats: RemoteSeat[] = [];

  beforeAll(async () => {
    spin = await spinKernel(DATASET);
    const module = await WebAssembly.compile(spin.bytes as BufferSource);
    volume = { build: spin.hash, module, datasets: [Uint8Array.of(7)] };
  });
  afterAll(() => {
    for (const seat of seats) seat.kill('cut', 'the test is over');
  });

  const seatOf = (worker: SeatWorker): RemoteSeat => {
    const seat = new RemoteSeat(worker);
    seats.push(seat);
    return seat;
  };

  /** A worker that dies on demand. */
  function mortal(): { worker: SeatWorker; die: (why: string) => void } {
    const real = spawnSeat();
    let die: (why: string) => void = () => {};
    return {
      worker: { ...real, onDeath: (listener) => (die = listener) },
      die: (why) => die(why),
    };
  }

  it('reports its items as they are done', async () => {
    const seat = seatOf(spawnSeat());
    const seen: number[] = [];
    const completion = await seat.compute(spin.assign('a', [1, 2, 3]), volume, ({ done }) => seen.push(done));
    expect(completion.kind).toBe('finished');
    const read = ({ output }: { output: Uint8Array }) =>
      new DataView(output.buffer, output.byteOffset).getInt32(0, true);
    expect(completion.results.map(read)).toEqual([1, 2, 3].map(spun));
    expect(seen.at(-1)).toBe(3);
  });

  it('that dies keeps what it had reported and says failed', async () => {
    const { worker, die } = mortal();
    const seat = seatOf(worker);
    const completion = await seat.compute(
      spin.assign('b', [60_000_000, ...Array(50).fill(60_000_000)]),
      volume,
      ({ done }) => {
        if (done > 0) die('out of memory');
      },
    );
    expect(completion).toMatchObject({ kind: 'failed', code: 'SEAT_FAILED', message: 'out of memory' });
    expect(completion.results.length).toBeGreaterThan(0);
    expect(seat.ended).toBe(true);
    expect(await seat.compute(spin.assign('c', [1]), volume, () => {})).toMatchObject({ kind: 'failed' });
  });

  it('keeps two kernels and forgets the third', async () => {
    const seat = seatOf(spawnSeat());
    for (const build of ['one', 'two', 'three', 'one']) {
      const completion = await seat.compute(spin.assign(build, [4]), { ...volume, build }, () => {});
      expect(completion.kind).toBe('finished');
    }
  });

  it('may live on any endpoint', async () => {
    const { port1, port2 } = new MessageChannel();
    serveSeat(port1);
    const seat = seatOf({ endpoint: port2, terminate: () => port1.close(), onDeath: () => {} });
    port2.start();
    const completion = await seat.compute(spin.assign('many', Array(4000).fill(5)), volume, () => {});
    expect(completion.kind).toBe('finished');
    expect(completion.results).toHaveLength(4000);
  });
});
