import { describe, expect, it, vi } from 'vitest';
import { CONSENT_VERSION, type Consent } from '../consent.ts';
import { memoryKeyValue } from '../key-value.ts';
import { Engine, type Surroundings } from './engine.ts';

const yes: Consent = {
  version: CONSENT_VERSION,
  at: Date.now(),
  lastsMs: 60_000,
  threads: 1,
  share: 1,
  payee: '',
  site: '',
};

function surroundings(): { [K in keyof Surroundings]: Surroundings[K] } {
  const store = memoryKeyValue();
  return {
    coordinator: 'http://127.0.0.1:9',
    agent: 'test',
    cores: 1,
    onlyHooked: false,
    store: { get: vi.fn(store.get), set: vi.fn(store.set), delete: vi.fn(store.delete) },
    openSocket: vi.fn(() => {
      throw new Error('no network here');
    }),
    spawnSeat: vi.fn(() => {
      throw new Error('no seats here');
    }),
    claimPool: vi.fn(async () => () => {}),
  };
}

describe('engine', () => {
  it.each([
    ['none', null as unknown as Consent],
    ['one that ran out', { ...yes, at: 0 }],
    ['one to older words', { ...yes, version: 0 }],
    ['one for more threads than there may be', { ...yes, threads: 1e6 }],
  ])('[CO1] touches nothing with a consent that does not hold: %s', async (_, consent) => {
    const around = surroundings();
    const engine = new Engine(around, () => {});
    await expect(engine.begin(consent)).rejects.toMatchObject({ code: 'CONSENT_MISSING' });
    for (const touched of [
      around.openSocket,
      around.spawnSeat,
      around.claimPool,
      around.store.get,
      around.store.set,
    ])
      expect(touched).not.toHaveBeenCalled();
    expect(engine.state).toMatchObject({ phase: { kind: 'idle' }, seats: 0, device: '' });
  });

  it('keeps trying while there is no network, and a stop ends that', async () => {
    const around = surroundings();
    const told = vi.fn();
    const engine = new Engine(around, told);
    await engine.begin(yes);
    await vi.waitFor(() => expect(around.openSocket).toHaveBeenCalledTimes(2), 5_000);
    expect(engine.state.phase).toMatchObject({ kind: 'reconnecting', message: 'no network here' });
    await engine.stop();
    expect(engine.state.phase.kind).toBe('idle');
    expect(told).toHaveBeenLastCalledWith(expect.objectContaining({ phase: { kind: 'idle' } }));
  });

  it('a stop while another tab has the pool gives up waiting', async () => {
    const around = surroundings();
    around.claimPool = (signal, onBusy) => {
      onBusy();
      return new Promise((_, reject) => signal.addEventListener('abort', () => reject(signal.reason)));
    };
    const engine = new Engine(around, () => {});
    const begun = engine.begin(yes);
    expect(engine.state.phase.kind).toBe('elsewhere');
    await engine.stop();
    await begun;
    expect(around.openSocket).not.toHaveBeenCalled();
  });
});
