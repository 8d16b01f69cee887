/** Entry of the engine worker in browsers: sockets, timers and seats live here, because hidden pages are slowed to a crawl. */
import { expose } from 'comlink';
import { Engine } from '../engine/engine.ts';
import type { SeatWorker } from '../engine/remote-seat.ts';
import { startProbe } from '../governor/probe.ts';
import type { KeyValue } from '../key-value.ts';
import type { EngineApi, EngineState } from '../messages.ts';
import { claimPool } from '../pool-lock.ts';
import { agentOf } from './agent.ts';
import { indexedDbKeyValue } from './indexed-db.ts';
import { isWebKit } from './webkit.ts';

let listener: ((state: EngineState) => void) | null = null;
let opened: Promise<KeyValue> | null = null;
const store = (): Promise<KeyValue> => (opened ??= indexedDbKeyValue());

const engine = new Engine(
  {
    coordinator: location.origin,
    agent: agentOf(navigator.userAgent),
    cores: navigator.hardwareConcurrency || 1,
    onlyHooked: isWebKit(navigator.userAgent),
    // Opened at the first use, which is after the consent.
    store: {
      get: async (key) => (await store()).get(key),
      set: async (key, value) => (await store()).set(key, value),
      delete: async (key) => (await store()).delete(key),
    },
    openSocket: (address) => new WebSocket(address),
    spawnSeat,
    claimPool: (signal, onBusy) => claimPool(navigator.locks, signal, onBusy),
    probe: startProbe,
  },
  (state) => listener?.(state),
);

function spawnSeat(): SeatWorker {
  const worker = new Worker(new URL('../../dist/browser/seat-worker.js', import.meta.url), {
    type: 'module',
  });
  return {
    endpoint: worker,
    terminate: () => worker.terminate(),
    onDeath: (died) => {
      worker.onerror = (event) => died(event.message || 'the worker could not be started');
      worker.onmessageerror = () => died('a message could not be read');
    },
  };
}

const api: EngineApi = {
  watch: (next) => {
    listener = next;
    next(engine.state);
  },
  begin: (consent) => engine.begin(consent),
  adjust: (consent) => engine.adjust(consent),
  govern: (rules) => engine.governor.rule(rules),
  sense: (readings) => engine.governor.sense(readings),
  stop: () => engine.stop(),
  withdraw: () => engine.withdraw(),
  solve: (challenge) => engine.solve(challenge),
};
expose(api);
