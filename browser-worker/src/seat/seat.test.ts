import { LIMITS, pack, packResults } from '@manyhands/protocol';
import { compileKernel, instrument } from '@manyhands/wasm-kernels';
import { beforeAll, describe, expect, it } from 'vitest';
import type { Order, SeatReport } from '../messages.ts';
import { Seat } from './seat.ts';
import { ownWords, Signal } from './signal.ts';

const ECHO = `
/** Bytes of the asked length. */
export function blob(length: i32): Uint8Array { return new Uint8Array(length); }`;

const row = (length: number): Uint8Array => new Uint8Array(Int32Array.of(length).buffer);

describe('seat', () => {
  let module: WebAssembly.Module;

  beforeAll(async () => {
    const { wasm } = await compileKernel(ECHO);
    module = await WebAssembly.compile(instrument(wasm, { memoryPages: 256 }).bytes as BufferSource);
  });

  function begun(order: Partial<Order>, lengths: readonly number[]) {
    const reports: SeatReport[] = [];
    const seat = new Seat((report) => reports.push(report), new Signal(ownWords()));
    seat.load({ key: 'blob', module, datasets: [] });
    const { lengths: columns, bytes: inputs } = pack(lengths.map(row));
    const whole = {
      assignment: 'a',
      number: 1,
      kernel: 'blob',
      lengths: columns,
      inputs,
      fuelCap: 1n << 50n,
      ...order,
    };
    return { seat, order: whole, reports };
  }

  async function run(some: Partial<Order>, lengths: readonly number[]): Promise<SeatReport[]> {
    const { seat, order, reports } = begun(some, lengths);
    await seat.run(order);
    return reports;
  }

  const itemsIn = (reports: readonly SeatReport[]): number =>
    reports.reduce(
      (sum, report) => sum + (report.kind === 'computed' ? report.results.statuses.length : 0),
      0,
    );

  it('computes all items', async () => {
    const reports = await run({}, [1, 2, 3]);
    expect(itemsIn(reports)).toBe(3);
    expect(reports.at(-1)).toEqual({ kind: 'ended', assignment: 'a', how: 'finished' });
    expect(reports[0]).toEqual({ kind: 'loaded', assignment: 'a', memoryBytes: 256 * 65_536 });
  });

  it('asked to finish, it ends after its present item, and takes the next order', async () => {
    const { order, seat, reports } = begun({}, [1, 2, 3]);
    seat.finish(1);
    await seat.run(order);
    expect(reports.at(-1)).toMatchObject({ kind: 'ended', how: 'cut' });
    expect(itemsIn(reports)).toBe(0);
    await seat.run({ ...order, number: 2 });
    expect(itemsIn(reports)).toBe(3);
  });

  it('cuts an answer where it would no longer fit into a frame', async () => {
    const quarter = LIMITS.assignmentBytes / 4;
    const reports = await run({}, [quarter, quarter, quarter, quarter, quarter]);
    expect(itemsIn(reports)).toBe(3);
    expect(reports.at(-1)).toMatchObject({ kind: 'ended', how: 'cut' });
  });

  it('[SE1] columns that disagree are a failure and no crash', async () => {
    expect(await run({ lengths: Uint8Array.of(9, 9, 9, 9) }, [])).toContainEqual(
      expect.objectContaining({ kind: 'failed', code: 'FRAME_INVALID' }),
    );
  });

  it('a kernel that was never loaded is a failure', async () => {
    expect(await run({ kernel: 'other' }, [1])).toEqual([
      expect.objectContaining({ kind: 'failed', code: 'SEAT_FAILED' }),
    ]);
  });

  it('a module that is no build never runs', async () => {
    const bare = await WebAssembly.compile(Uint8Array.of(0, 0x61, 0x73, 0x6d, 1, 0, 0, 0));
    const reports: SeatReport[] = [];
    const seat = new Seat((report) => reports.push(report), new Signal(ownWords()));
    seat.load({ key: 'bare', module: bare, datasets: [] });
    const { statuses: inputs, lengths } = packResults([]);
    await seat.run({ assignment: 'a', number: 1, kernel: 'bare', lengths, inputs, fuelCap: 1n });
    expect(reports).toEqual([expect.objectContaining({ kind: 'failed', code: 'KERNEL_INVALID' })]);
  });
});
