/** The contributor without a browser: the same engine, with threads for seats. */
import { availableParallelism } from 'node:os';
import type { DeviceId, ItemResult } from '@manyhands/protocol';
import { WebSocket } from 'ws';
import { CONSENT_VERSION, type Consent } from '../consent.ts';
import type { Assignment } from '../engine/assignment.ts';
import type { Socket } from '../engine/connection.ts';
import { Engine } from '../engine/engine.ts';
import { loadIdentity } from '../identity.ts';
import type { EngineState } from '../messages.ts';
import { fileKeyValue } from './file-store.ts';
import { spawnSeat } from './spawn-seat.ts';

export type { EnginePhase, EngineState, RunningUnit, Standing } from '../messages.ts';

export interface ContributorOptions {
  /** The coordinator's HTTP address. */
  readonly coordinator: string;
  /** Seats; as many as cores unless said. */
  readonly threads?: number;
  /** The share of each thread's time to use, from 0.05 to 1, which is also what is taken unless said. */
  readonly share?: number;
  /** Who earns: an address; without one the work is a gift. */
  readonly payee?: string;
  /** Where the device's key is kept; made when it is not there. */
  readonly keyFile: string;
  /** Called whenever something has changed, several times a second while working. */
  readonly onEvent?: (state: EngineState) => void;
  /** Tests of verification only: what a dishonest contributor does to its results before it answers. */
  readonly tamper?: (results: readonly ItemResult[], assign: Assignment) => readonly ItemResult[];
}

export interface Contributor {
  readonly device: DeviceId;
  stats(): EngineState;
  /** Answers what is finished, gives back the rest, ends all threads; within a second [CO2]. */
  stop(): Promise<void>;
}

/**
 * Lends this machine's cores to a coordinator until stopped; comes back by itself when the connection is lost.
 * Calling it is the consent of whoever runs the machine. Resolves once the device's key is there, before the session is.
 */
export async function startContributor(options: ContributorOptions): Promise<Contributor> {
  const cores = availableParallelism();
  const store = fileKeyValue(options.keyFile);
  const engine = new Engine(
    {
      coordinator: options.coordinator,
      agent: `server, node ${process.versions.node}`,
      cores,
      onlyHooked: false,
      store,
      openSocket: (address) => new WebSocket(address, { perMessageDeflate: false }) as unknown as Socket,
      spawnSeat,
      // One process, one pool: whoever starts several on one machine means it.
      claimPool: async () => () => {},
      tamper: options.tamper,
    },
    (state) => options.onEvent?.(state),
  );
  const { device } = await loadIdentity(store);
  await engine.begin(operatorsConsent(options, cores));
  return { device, stats: () => engine.state, stop: () => engine.stop() };
}

const operatorsConsent = (options: ContributorOptions, cores: number): Consent => ({
  version: CONSENT_VERSION,
  at: Date.now(),
  lastsMs: Number.POSITIVE_INFINITY,
  threads: options.threads ?? cores,
  share: options.share ?? 1,
  payee: options.payee ?? '',
  site: '',
});
