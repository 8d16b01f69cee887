import { type Reason, reasonOf } from '@manyhands/protocol';

/** What is known of a job that paused by itself. */
export interface Halted {
  /** Final items that failed since it was last let go on. */
  readonly failed: number;
  /** The first of them, and why it failed where somebody has looked. */
  readonly first?: number;
  readonly message?: string;
}

/** What is known of a job when somebody asks why it does not move. Items. */
export interface JobStanding {
  readonly state: 'quoted' | 'running' | 'paused' | 'certified' | 'cancelled';
  readonly open: boolean;
  /** Why its kernel may not run; null: it may. */
  readonly withheld: Reason | null;
  /** It was cancelled, and ends once what was shown on hold is charged. */
  readonly ending: boolean;
  /** Why it paused by itself; null unless it did. */
  readonly halted: Halted | null;
  readonly items: number;
  readonly held: number;
  readonly final: number;
  readonly inFlight: number;
  /** Of the whole network, as far as can be seen from here. */
  readonly seats: number;
  /** What the dispatcher says; it knows of budgets, distinct contributors and the referee. */
  readonly dispatch: Reason | null;
}

/** Why a job waits; null while it moves, and once it has ended. */
export function waitingReason(job: JobStanding): Reason | null {
  switch (job.state) {
    case 'certified':
    case 'cancelled':
      return null;
    case 'quoted':
      return job.withheld ?? reasonOf('JOB_NOT_STARTED');
    case 'paused':
      if (job.ending) return reasonOf('JOB_ENDING');
      return job.withheld ?? (job.halted === null ? reasonOf('JOB_PAUSED') : haltedReason(job.halted));
    case 'running':
      break;
    default:
      job.state satisfies never;
  }
  if (job.withheld !== null) return job.withheld;
  if (job.inFlight > 0) return null;
  if (job.open && job.final === job.items) return reasonOf('AWAITS_INPUTS');
  if (job.dispatch !== null) return job.dispatch;
  if (job.seats === 0 && job.final < job.items) return reasonOf('NO_SEATS');
  if (job.final + job.held === job.items && job.held > 0) return reasonOf('ALL_ON_HOLD');
  return null;
}

/** For instance: “Stopped: 10 items failed. The first is item 17: divide by zero.” */
function haltedReason({ failed, first, message }: Halted): Reason {
  const many = failed === 1 ? '1 item failed' : `${failed} items failed`;
  const which = first === undefined ? '' : ` The first is item ${first}${message ? `: ${message}` : ''}.`;
  return reasonOf('JOB_STOPPED', `Stopped: ${many}.${which}`);
}
