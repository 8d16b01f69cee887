import { unpackResults } from '@manyhands/protocol';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { WebSocket } from 'ws';
import { CONSENT_VERSION } from '../consent.ts';
import { NO_READINGS } from '../governor/readings.ts';
import { DEFAULT_RULES } from '../governor/rules.ts';
import { memoryKeyValue } from '../key-value.ts';
import { spawnSeat } from '../server/spawn-seat.ts';
import { ScriptedCoordinator } from '../testing/scripted-coordinator.ts';
import type { ScriptedSession } from '../testing/session.ts';
import { type Spin, spinKernel } from '../testing/spin.ts';
import type { Socket } from './connection.ts';
import { Engine } from './engine.ts';

const SHORT = 1_000_000;
/** Some tenths of a second. */
const MIDDLING = 300_000_000;
const PAUSED = { ...DEFAULT_RULES, pause: { kind: 'restart' } } as const;

describe('an engine under its governor', () => {
  let coordinator: ScriptedCoordinator;
  let spin: Spin;
  let engine: Engine;
  let session: ScriptedSession;
  let probed: (speed: number) => void;
  let spawned: number;

  beforeAll(async () => {
    coordinator = await new ScriptedCoordinator().listen();
    spin = await spinKernel(coordinator.publish(Uint8Array.of(7)));
    coordinator.publish(spin.bytes, spin.hash);
    coordinator.publish(spin.hooked);
  });
  beforeEach(async () => {
    spawned = 0;
    engine = new Engine(
      {
        coordinator: coordinator.url,
        agent: 'test',
        cores: 4,
        onlyHooked: false,
        store: memoryKeyValue(),
        openSocket: (address) => new WebSocket(address) as unknown as Socket,
        spawnSeat: () => {
          spawned++;
          return spawnSeat();
        },
        claimPool: async () => () => {},
        probe: (heard) => {
          probed = heard;
          return () => {};
        },
      },
      () => {},
    );
    const consent = { version: CONSENT_VERSION, at: Date.now(), lastsMs: 60_000, payee: '', site: '' };
    await engine.begin({ ...consent, threads: 2, share: 1 });
    session = await coordinator.nextSession();
    await session.greet();
    expect((await session.next('want')).seats).toBe(2);
  });
  afterEach(() => engine.stop());
  afterAll(() => coordinator.close());

  const running = (seats: number) =>
    vi.waitFor(() => {
      expect(engine.state.running).toHaveLength(seats);
      expect(engine.state.running.every(({ memoryBytes }) => memoryBytes > 0)).toBe(true);
    }, 20_000);

  it('a pause wants no seats, finishes the present item, gives back the rest, and goes on when resumed', async () => {
    session.assign(spin.assign('one', Array(40).fill(MIDDLING)));
    session.assign(spin.assign('two', Array(40).fill(MIDDLING)));
    session.assign(spin.assign('waits', [SHORT]));
    await running(2);
    engine.governor.rule(PAUSED);
    const order = () => session.log.map(({ kind }) => kind);
    expect((await session.next('want')).seats).toBe(0);
    expect(await session.next('giveBack')).toMatchObject({ assignment: 'waits', reason: 'paused' });
    expect(order().indexOf('want', 2)).toBeLessThan(order().indexOf('giveBack'));
    for (const answer of [await session.next('answer'), await session.next('answer')]) {
      const items = unpackResults(answer).length;
      expect(items).toBeGreaterThan(0);
      expect(items).toBeLessThan(40);
    }
    await running(0);
    expect(engine.state.governor).toMatchObject({ code: 'PAUSED', threads: 0 });
    // What was on its way comes back at once.
    session.assign(spin.assign('late', [SHORT]));
    expect(await session.next('giveBack')).toMatchObject({ assignment: 'late', reason: 'paused' });

    engine.governor.rule(DEFAULT_RULES);
    expect((await session.next('want')).seats).toBe(2);
    session.assign(spin.assign('again', [SHORT]));
    expect((await session.next('answer')).assignment).toBe('again');
    expect(coordinator.sessions.at(-1)).toBe(session);
  });

  it('a pause that is taken back at once keeps its worker', async () => {
    session.assign(spin.assign('kept', Array(40).fill(MIDDLING)));
    await running(1);
    engine.governor.rule(PAUSED);
    engine.governor.rule(DEFAULT_RULES);
    await session.next('answer');
    session.assign(spin.assign('next', [SHORT]));
    expect((await session.next('answer')).assignment).toBe('next');
    // Of two open seats either may take the next one.
    expect(spawned).toBeLessThanOrEqual(2);
  });

  it('on battery it rests, also through a lost connection, and says why', async () => {
    engine.governor.sense({ ...NO_READINGS, battery: { charging: false, level: 0.9 } });
    expect((await session.next('want')).seats).toBe(0);
    expect(engine.state.governor).toMatchObject({ code: 'ON_BATTERY', threads: 0 });
    session.drop();
    const again = await coordinator.nextSession();
    await again.greet();
    again.assign(spin.assign('early', [SHORT]));
    expect(await again.next('giveBack')).toMatchObject({ assignment: 'early', reason: 'paused' });
    expect(again.log.filter((frame) => frame.kind === 'want' && frame.seats > 0)).toEqual([]);
  });

  it('a probe that slows down leaves one seat of two, and its work goes on', async () => {
    session.assign(spin.assign('one', Array(40).fill(MIDDLING)));
    session.assign(spin.assign('two', Array(40).fill(MIDDLING)));
    await running(2);
    for (const speed of [10, 10, 10, 3, 3, 3]) probed(speed);
    expect((await session.next('want')).seats).toBe(1);
    expect(engine.state.governor).toMatchObject({ code: 'BUSY', threads: 1 });
    expect(unpackResults(await session.next('answer')).length).toBeLessThan(40);
    await running(1);
  });
});
