/** The contributor without a browser: the same engine, with threads for seats. */
import { createHmac } from 'node:crypto';
import { availableParallelism } from 'node:os';
import { type DeviceId, type ItemResult, joinMessage } from '@manyhands/protocol';
import { WebSocket } from 'ws';
import { CONSENT_VERSION, type Consent } from '../consent.ts';
import type { Assignment } from '../engine/assignment.ts';
import type { Socket } from '../engine/connection.ts';
import { Engine } from '../engine/engine.ts';
import { loadIdentity } from '../identity.ts';
import type { EngineState } from '../messages.ts';
import { recordRequest, type SignedRecordRequest } from '../record-request.ts';
import { readAnswers, writeAnswers } from './answer-file.ts';
import { fileKeyValue } from './file-store.ts';
import { spawnSeat } from './spawn-seat.ts';

export { ALWAYS, type DayWindow, type Schedule } from '../hours.ts';
export type { EnginePhase, EngineState, RunningUnit, Standing } from '../messages.ts';
export type { SignedRecordRequest } from '../record-request.ts';
export { readMachine } from './cgroup.ts';
export { BASE_MB, type Room, SEAT_MB, seatsFor } from './machine-limits.ts';
export { parseDays, parseHours, type ScheduleState, scheduleAt } from './schedule.ts';

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
  /** Where answers that were not committed at the end wait for the next start; without it they are lost. */
  readonly answerFile?: string;
  /** The join key of a private pool to belong to. */
  readonly joinKey?: string;
  /** Called whenever something has changed, several times a second while working. */
  readonly onEvent?: (state: EngineState) => void;
  /** Tests of verification only: what a dishonest contributor does to its results before it answers. */
  readonly tamper?: (results: readonly ItemResult[], assign: Assignment) => readonly ItemResult[];
}

/** How much of the machine is lent, and for what. */
export interface Lent {
  readonly threads?: number;
  readonly share?: number;
  readonly payee?: string;
  /** Categories of jobs to take; all unless said. */
  readonly categories?: readonly string[];
  /** Jobs to take, by id, and none of the others. */
  readonly jobs?: readonly string[];
}

export interface Contributor {
  readonly device: DeviceId;
  stats(): EngineState;
  /** How often a connection was tried so far. */
  readonly connections: number;
  /** Works, or works again after a {@link drain}. */
  begin(): Promise<void>;
  /** Changes what is lent, at once while it works; another payee only from the next {@link begin} on. */
  adjust(lent: Lent): Promise<void>;
  /** Lets what is computed finish and be committed within `ms`, then stops; answers not committed are kept in `answerFile`. */
  drain(ms: number): Promise<void>;
  /** Answers what is finished, gives back the rest, ends all threads; within a second [CO2]. */
  stop(): Promise<void>;
}

/**
 * Lends this machine's cores to a coordinator until stopped; comes back by itself when the connection is lost.
 * Calling it is the consent of whoever runs the machine. Resolves once the device's key is there, before the session is.
 */
export async function startContributor(options: ContributorOptions): Promise<Contributor> {
  const contributor = await openContributor(options);
  await contributor.begin();
  return contributor;
}

/** A contributor that does nothing before its `begin`. */
export async function openContributor(options: ContributorOptions): Promise<Contributor> {
  const cores = availableParallelism();
  const store = fileKeyValue(options.keyFile);
  let lent: Lent = options;
  let connections = 0;
  const { answerFile, joinKey } = options;
  const engine = new Engine(
    {
      coordinator: options.coordinator,
      agent: `server, node ${process.versions.node}`,
      cores,
      onlyHooked: false,
      store,
      openSocket: (address) => {
        connections++;
        return new WebSocket(address, { perMessageDeflate: false }) as unknown as Socket;
      },
      spawnSeat,
      // One process, one pool: whoever starts several on one machine means it.
      claimPool: async () => () => {},
      joinProof: joinKey === undefined ? undefined : (nonce, device) => proofBy(joinKey, nonce, device),
      tamper: options.tamper,
    },
    (state) => options.onEvent?.(state),
  );
  if (answerFile !== undefined) engine.keep(await readAnswers(answerFile));
  const { device } = await loadIdentity(store);
  const keepAnswers = async (): Promise<void> => {
    if (answerFile !== undefined) await writeAnswers(answerFile, engine.unsettled);
  };
  return {
    device,
    stats: () => engine.state,
    get connections() {
      return connections;
    },
    begin: () => engine.begin(operatorsConsent(lent, cores)),
    adjust: async (changed) => {
      lent = changed;
      if (engine.state.phase.kind === 'working') await engine.adjust(operatorsConsent(lent, cores));
    },
    drain: async (ms) => {
      await engine.drain(ms);
      await keepAnswers();
    },
    stop: async () => {
      await engine.stop();
      await keepAnswers();
    },
  };
}

/** Asks for what a coordinator keeps of a machine's device, or to have it erased. The key is made where there is none. */
export const recordRequestFrom = (keyFile: string, act: 'export' | 'erase'): Promise<SignedRecordRequest> =>
  recordRequest(fileKeyValue(keyFile), act);

const proofBy = (joinKey: string, nonce: string, device: string): string =>
  createHmac('sha256', joinKey).update(joinMessage(nonce, device)).digest('hex');

const operatorsConsent = (lent: Lent, cores: number): Consent => ({
  version: CONSENT_VERSION,
  at: Date.now(),
  lastsMs: Number.POSITIVE_INFINITY,
  threads: lent.threads ?? cores,
  share: lent.share ?? 1,
  payee: lent.payee ?? '',
  site: '',
  categories: lent.categories,
  jobs: lent.jobs,
  others: false,
});
