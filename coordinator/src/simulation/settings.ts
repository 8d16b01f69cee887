import { DEFAULT_POLICY, type Policy } from '@manyhands/protocol';
import type { Strategy } from './strategies.ts';

/**
 * `same`: whoever left, under a fresh identity, so that a share of the *machines* lies for ever, however often they are
 * banned. `drawn`: somebody new, who lies with the same probability, so that a share of the *visits* is a liar's.
 */
export type Returns = 'same' | 'drawn';

/** One simulated job and the crowd that works on it. */
export interface Settings {
  readonly policy: Policy;
  /** Share of contributors who lie. */
  readonly malicious: number;
  readonly strategy: Strategy;
  /** Who comes where an identity left or was banned. */
  readonly returns: Returns;
  readonly contributors: number;
  readonly units: number;
  readonly itemsPerUnit: number;
  /** Units that an identity works on average before its visit ends. */
  readonly lifetime: number;
  readonly seed: number;
  /** Units after which a sleeper believes itself trusted. */
  readonly sleeps: number;
  /** Coordinators that share one journal. */
  readonly coordinators: number;
  /** Milliseconds of a seat of average speed for an ordinary unit. */
  readonly unitMs: number;
  /** Milliseconds between two ticks of a coordinator. */
  readonly tickMs: number;
  /** Chance that a contributor loses its connection after an answer, to come back under the same identity. */
  readonly drops: number;
  /** Whether work goes on while a connection is lost, and is taken up by the next session, as engines do. */
  readonly resumes: boolean;
  /** Chance that an honest contributor answers only the first items of an assignment, or says that its seat failed. */
  readonly partial: number;
  readonly fails: number;
  /** Seats of a contributor: every one has one, every third so many. */
  readonly seats: number;
  /** Milliseconds that the referee takes for an item, one after the other; 0: it knows all answers at once. */
  readonly refereeMs: number;
  /** Items that may wait for it before newcomers wait and holds grow. */
  readonly refereeQueue: number;
}

export const DEFAULTS: Settings = {
  policy: DEFAULT_POLICY,
  malicious: 0,
  strategy: 'always',
  returns: 'drawn',
  contributors: 500,
  units: 20_000,
  itemsPerUnit: 100,
  lifetime: 82,
  seed: 1,
  sleeps: 6,
  coordinators: 1,
  unitMs: 4_000,
  tickMs: 50,
  drops: 0,
  resumes: true,
  partial: 0,
  fails: 0,
  seats: 1,
  refereeMs: 0,
  refereeQueue: 256,
};
