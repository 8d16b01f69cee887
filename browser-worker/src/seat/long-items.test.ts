import { ITEM_STATUS } from '@manyhands/protocol';
import { afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { Volume } from '../engine/library.ts';
import { type Completion, RemoteSeat } from '../engine/remote-seat.ts';
import { spawnSeat } from '../server/spawn-seat.ts';
import { type Spin, spinKernel } from '../testing/spin.ts';

/** Several seconds of one core, in turns of the test kernel. */
const LONG = 2_000_000_000;
/** Longer than a slice of a seat's pace, so that it is reported when it is done. */
const SLICE = 150_000_000;
const STOPS = 4;

describe('long items on a thread', () => {
  let spin: Spin;
  let plain: Volume;
  let hooked: Volume;
  let seat: RemoteSeat | undefined;

  beforeAll(async () => {
    spin = await spinKernel('d'.repeat(64));
    const volumeOf = async (build: string, bytes: Uint8Array): Promise<Volume> => ({
      build,
      module: await WebAssembly.compile(bytes as BufferSource),
      datasets: [Uint8Array.of(7)],
    });
    plain = await volumeOf('plain', spin.bytes);
    hooked = await volumeOf('hooked', spin.hooked);
  });
  afterEach(() => seat?.kill('cut', 'the test is over'));

  /** Begins an order; resolves some time after `items` of it were done. */
  async function begin(on: RemoteSeat, turns: readonly number[], items: number) {
    let completion: Promise<Completion> | undefined;
    await new Promise<void>((begun) => {
      completion = on.compute(spin.assign(`${turns}`, turns), hooked, ({ done }) => {
        if (done === items) begun();
      });
    });
    await new Promise((resolve) => setTimeout(resolve, 150));
    return { completion };
  }

  it('[KR2] a hooked build gives what the plain one gives, rests and slices notwithstanding', async () => {
    seat = new RemoteSeat(spawnSeat());
    const turns = [0, 1, 100_000_000, 5, 60_000_000, 1_000];
    const assign = spin.assign('same', turns, { fuelCap: 500_000_000n });
    const expected = await seat.compute(assign, plain, () => {});
    expect(expected.results.map(({ status }) => status)).toContain(ITEM_STATUS.exhausted);
    expect(expected.results.filter(({ status }) => status === ITEM_STATUS.ok)).toHaveLength(4);
    seat.limit(0.5);
    const completion = await seat.compute({ ...assign, assignment: 'again' }, hooked, () => {});
    expect(completion).toEqual(expected);
  });

  it('[CO2] end inside: what was done before is kept, and the thread goes on with the next order', async () => {
    seat = new RemoteSeat(spawnSeat());
    const took: number[] = [];
    for (let stops = 0; stops < STOPS; stops++) {
      const { completion } = await begin(seat, [SLICE + stops, LONG, LONG], 1);
      const asked = performance.now();
      seat.stop();
      expect(await completion).toMatchObject({ kind: 'cut', results: { length: 1 } });
      took.push(performance.now() - asked);
    }
    expect(seat.ended).toBe(false);
    // The quickest says what the seat can do, the others what else the machine has to do.
    expect(Math.min(...took)).toBeLessThan(200);
    const next = await seat.compute(spin.assign('next', [1]), hooked, () => {});
    expect(next.kind).toBe('finished');
  });

  it('keep the share of time inside, also one that is chosen meanwhile', async () => {
    seat = new RemoteSeat(spawnSeat());
    const { completion } = await begin(seat, [LONG / 2], 0);
    seat.limit(0.3);
    await new Promise((resolve) => setTimeout(resolve, 100));
    const used = process.cpuUsage();
    const started = performance.now();
    await new Promise((resolve) => setTimeout(resolve, 2000));
    const { user, system } = process.cpuUsage(used);
    const cores = (user + system) / 1000 / (performance.now() - started);
    expect(cores).toBeLessThan(0.5);
    seat.limit(1);
    expect((await completion)?.results).toMatchObject([{ status: ITEM_STATUS.ok }]);
  });
});
