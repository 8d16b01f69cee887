import { proxy, wrap } from 'comlink';
import type { Consent } from '../consent.ts';
import type { EngineApi, EngineState } from '../messages.ts';

/** The page's hold on its engine. */
export interface EngineClient {
  /** Rejects with the reason when the consent does not hold. */
  begin(consent: Consent): Promise<void>;
  /** Changes threads and share while running. */
  adjust(consent: Consent): Promise<void>;
  /** Resolves when nothing runs any more: after a clean end, or after 700 ms by ending the worker [CO2]. */
  stop(): Promise<void>;
  /** The same, and the coordinator is told that the visitor has withdrawn the consent. */
  withdraw(): Promise<void>;
  /** Takes up a site's challenge while running. */
  solve(challenge: string): Promise<void>;
}

const STOP_MS = 700;
const AFTERMATH_MS = 150;

/**
 * The engine for a page: its worker is started by `begin`, so never before a yes [CO1], and ended by `stop`.
 * `listener` gets the state, ten times a second at most.
 */
export function connectEngine(listener: (state: EngineState) => void): EngineClient {
  let running: { worker: Worker; api: ReturnType<typeof wrap<EngineApi>> } | null = null;

  const start = () => {
    const worker = new Worker(new URL('../../dist/browser/engine-worker.js', import.meta.url), {
      type: 'module',
    });
    running = { worker, api: wrap<EngineApi>(worker) };
    void running.api.watch(proxy(listener));
    return running;
  };

  const end = async (how: 'stop' | 'withdraw') => {
    const ending = running;
    running = null;
    if (!ending) return;
    await Promise.race([ending.api[how](), new Promise((resolve) => setTimeout(resolve, STOP_MS))]);
    // Chromium keeps the remains of a worker that is ended while its own workers are still ending.
    setTimeout(() => ending.worker.terminate(), AFTERMATH_MS);
  };

  return {
    begin: async (consent) => (running ?? start()).api.begin(consent),
    adjust: async (consent) => running?.api.adjust(consent),
    stop: () => end('stop'),
    withdraw: () => end('withdraw'),
    solve: async (challenge) => running?.api.solve(challenge),
  };
}
