/** What operators, researchers and tests see of a dispatcher. */
import type { JobId, Reason } from '@manyhands/protocol';
import { idleReason, jobReason } from './standing.ts';
import type { OpenJob } from './state.ts';
import type { World } from './world.ts';

/** What one job does on this coordinator at the moment. Items. */
export interface JobActivity {
  readonly waiting: number;
  readonly inFlight: number;
  readonly held: number;
  readonly disputed: number;
  readonly seats: number;
  /** Why nothing of it is given out, if so. */
  readonly reason: Reason | null;
  /** Items per second accepted here, smoothed. */
  readonly rate: number;
}

export interface Activity {
  readonly sessions: number;
  readonly seats: number;
  readonly devices: number;
  readonly jobs: ReadonlyMap<JobId, JobActivity>;
  /** Bytes of inputs and answers of open slices. */
  readonly memory: number;
  readonly reason: Reason | null;
}

/** Items of the slices open here, by where they are: `carved` is the sum of all others. */
export interface Census {
  readonly carved: number;
  readonly final: number;
  readonly held: number;
  readonly inFlight: number;
  readonly waiting: number;
  readonly disputed: number;
}

export const activityOf = (world: World): Activity => ({
  sessions: world.sessions.size,
  seats: world.seats,
  devices: world.auditors.length,
  jobs: new Map([...world.jobs].map(([id, job]) => [id, jobActivity(world, job)])),
  memory: world.heldBytes,
  reason: idleReason(world, null),
});

function jobActivity(world: World, job: OpenJob): JobActivity {
  const { waiting, inFlight, held, refereed } = job.counts;
  return {
    waiting,
    inFlight,
    held,
    disputed: refereed,
    seats: Math.min(world.seats, job.flights),
    reason: jobReason(world, job),
    rate: job.rate,
  };
}

/** From counters kept at each change; `carved` from the slices themselves. */
export function censusOf(job: OpenJob | undefined): Census {
  const { final = 0, held = 0, inFlight = 0, waiting = 0, refereed = 0 } = job?.counts ?? {};
  let carved = 0;
  for (const slice of job?.slices.values() ?? []) carved += slice.count;
  return { carved, final, held, inFlight, waiting, disputed: refereed };
}
