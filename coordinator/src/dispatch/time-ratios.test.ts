import {
  DEFAULT_POLICY,
  type DeviceId,
  ITEM_STATUS,
  type ItemResult,
  packResults,
  unpack,
} from '@manyhands/protocol';
import { describe, expect, it } from 'vitest';
import { jobTerms, Network } from '../simulation/network.ts';
import { ratioOf, TimeRatios } from './time-ratios.ts';

const on = (device: string, agent = 'Firefox 153') => ({ kernel: 'k', name: 'collatz', agent, device });
const item = (fuel: bigint, status: ItemResult['status'] = ITEM_STATUS.ok): ItemResult => ({
  status,
  fuel,
  output: new Uint8Array(),
});

describe('how far fuel × rate and time disagree', () => {
  it('is summed up per engine, or per device', () => {
    const ratios = new TimeRatios();
    for (let i = 0; i < 11; i++) ratios.note(on('a'), 1 + i / 10);
    ratios.note(on('b'), 9);
    ratios.note(on('b', 'Chrome 156'), 1);
    expect(ratios.rows('device')).toEqual([
      { ...on('a'), count: 11, median: 1.5, low: 1.1, high: 1.9 },
      { ...on('b'), count: 1, median: 9, low: 9, high: 9 },
      { ...on('b', 'Chrome 156'), count: 1, median: 1, low: 1, high: 1 },
    ]);
    const [firefox, chrome] = ratios.rows('engine');
    expect(firefox).toMatchObject({ agent: 'Firefox 153', device: null, count: 12, median: 1.6 });
    expect(chrome).toMatchObject({ agent: 'Chrome 156', count: 1 });
  });

  it('keeps the latest, in bounded memory, whatever strangers call themselves', () => {
    const ratios = new TimeRatios();
    for (let i = 0; i < 200; i++) ratios.note(on('a'), i < 100 ? 50 : 2);
    expect(ratios.rows('device')).toEqual([{ ...on('a'), count: 200, median: 2, low: 2, high: 2 }]);
    for (let i = 0; i < 5_000; i++) ratios.note(on(`${i}`, 'x'.repeat(10_000)), 1);
    ratios.note(on('z'), Number.NaN);
    const rows = ratios.rows('device');
    expect(rows).toHaveLength(2_000);
    expect(Math.max(...rows.map((row) => row.agent.length))).toBe(60);
    expect(rows.some((row) => row.device === 'a' || row.device === 'z')).toBe(false);
  });

  it('says nothing where work was too short to show speed, or trapped', () => {
    const ok = Uint8Array.of(0, 0);
    expect(ratioOf(4_000, ok, 2_000)).toBe(2);
    expect(ratioOf(50, ok, 0.001)).toBeNull();
    expect(ratioOf(4_000, Uint8Array.of(0, ITEM_STATUS.trap), 2_000)).toBeNull();
  });

  it('counts a seat’s time from when it could begin, not while an assignment waited behind another', async () => {
    const network = new Network(1);
    const unaudited = { ...DEFAULT_POLICY, newcomerPpm: 0, veteranPpm: 0, finalPpm: 0 };
    network.journal.addJob({ ...jobTerms('j', 200, unaudited), fuelCap: 10n ** 12n });
    const { dispatcher } = network;
    const assigned: { assignment: string; items: number }[] = [];
    const session = await dispatcher.join({
      device: `0x${'1'.repeat(40)}` as DeviceId,
      paid: { payee: '', site: '' },
      prefix: 'p',
      agent: 'a slow engine',
      seats: 1,
      keeps: [],
      send: (frame) => {
        if (frame.kind === 'assign')
          assigned.push({
            assignment: frame.assignment,
            items: unpack({ lengths: frame.lengths, bytes: frame.inputs }).length,
          });
      },
      close: () => undefined,
    });
    session.device.passed = 100;
    dispatcher.receive(session, { kind: 'want', seats: 1 });
    await network.run(100);
    // Two are out; each is a second of the reference core, and takes two here, one after the other.
    for (const { assignment, items } of assigned.slice(0, 2)) {
      await network.run(2_000);
      const results = Array.from({ length: items }, () => item(1_000_000_000n / BigInt(items)));
      dispatcher.receive(session, { kind: 'answer', assignment, ...packResults(results) });
    }
    const [row] = dispatcher.timeRatios('device').filter(({ agent }) => agent === 'a slow engine');
    expect(row).toMatchObject({ count: 2, name: 'k', device: `0x${'1'.repeat(40)}` });
    // Counted from the assignments themselves the second would be at 4.
    expect(row.low).toBeGreaterThan(1.9);
    expect(row.high).toBeLessThan(2.2);
  });
});
