import { proxy, wrap } from 'comlink';
import type { Consent } from '../consent.ts';
import { DEFAULT_RULES, type Rules } from '../governor/rules.ts';
import type { EngineApi, EngineState } from '../messages.ts';
import { watchSensors } from './sensors.ts';

/** The page's hold on its engine. */
export interface EngineClient {
  /** Works under the default rules unless others are given. Rejects with the reason when the consent does not hold. */
  begin(consent: Consent, rules?: Rules): Promise<void>;
  /** Changes threads and share while running. */
  adjust(consent: Consent): Promise<void>;
  /** Changes when work may run; counts at once. */
  govern(rules: Rules): Promise<void>;
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
  let running: { worker: Worker; api: ReturnType<typeof wrap<EngineApi>>; blind: () => void } | null = null;

  const start = () => {
    const worker = new Worker(new URL('../../dist/browser/engine-worker.js', import.meta.url), {
      type: 'module',
    });
    const api = wrap<EngineApi>(worker);
    void api.watch(proxy(listener));
    running = { worker, api, blind: watchSensors((readings) => void api.sense(readings)) };
    return running;
  };

  const end = async (how: 'stop' | 'withdraw') => {
    const ending = running;
    running = null;
    if (!ending) return;
    ending.blind();
    await Promise.race([ending.api[how](), new Promise((resolve) => setTimeout(resolve, STOP_MS))]);
    // Chromium keeps the remains of a worker that is ended while its own workers are still ending.
    setTimeout(() => ending.worker.terminate(), AFTERMATH_MS);
  };

  return {
    begin: async (consent, rules = DEFAULT_RULES) => {
      const { api } = running ?? start();
      void api.govern(rules);
      await api.begin(consent);
    },
    adjust: async (consent) => running?.api.adjust(consent),
    stop: () => end('stop'),
    withdraw: () => end('withdraw'),
    govern: async (rules) => running?.api.govern(rules),
    solve: async (challenge) => running?.api.solve(challenge),
  };
}
