/** Why a session, a job or a whole coordinator does nothing at the moment: the same words for everybody. */
export const REASONS = {
  NO_JOB: 'No job needs computing at the moment.',
  PAUSED_BY_YOU: 'You have paused.',
  JOB_PAUSED: 'The researcher has paused the job.',
  JOB_STOPPED: 'The job has paused by itself because too many of its items failed.',
  JOB_ENDING:
    'It was cancelled. What was shown before it was checked is still checked and charged; nothing more is given out.',
  JOB_NOT_STARTED: 'The job was not started yet.',
  AWAITS_INPUTS: 'All inputs so far are computed; the job is open and waits for more, or to be closed.',
  AWAITS_ROWS: 'It waits for final rows of the stages before it.',
  AWAITS_VOUCHER: 'Rows of a stage before it wait for a voucher that covers them.',
  STAGE_EMPTY: 'No row of the stages before it was left to compute.',
  STAGE_UNEVEN: 'The stages whose rows belong together have different numbers of rows.',
  ROWS_CHANGED: 'Rows that it had taken were refuted before they were certified; it begins again.',
  STAGE_CANCELLED: 'Its job was ended.',
  UPSTREAM_STOPPED: 'A stage before it has stopped.',
  ALL_IN_FLIGHT: 'All units of the running jobs are being computed by others.',
  ALL_ON_HOLD: 'Everything is computed; answers on hold are being checked.',
  NEEDS_DISTINCT: 'What is left needs contributors who have not seen these items yet.',
  STORE_BUSY: 'The database is behind; work goes on when it has caught up.',
  COORDINATOR_BUSY:
    'More answers arrive than this coordinator can take; it gives out more once it has caught up.',
  BUDGET_SPENT: 'The budget does not cover more of this job; extend it to go on.',
  DAY_LIMIT:
    'The spending limit of this day is reached; the job goes on at midnight (UTC), or when the limit is raised.',
  TOTAL_LIMIT: 'The spending limit is reached; the job goes on when it is raised.',
  CHANNEL_EXITING:
    'Its channel is being withdrawn, and vouchers cover no more of it; take the exit back to go on.',
  VOUCHER_DUE:
    'Its researcher’s vouchers cover too little of what was computed and is on its way; it goes on once one covers more.',
  NO_SEATS: 'Nobody is connected who could compute it.',
  NEWCOMERS_WAIT: 'Many answers wait for a check; newcomers are let in more slowly for a while.',
  KERNEL_STOPPED: 'The operator has stopped this kernel; nothing of it runs anywhere.',
  KERNEL_REFUSED: 'The operator has looked at this kernel and refused it.',
  KERNEL_UNREVIEWED: 'The operator has not reviewed this kernel yet; its jobs wait for that.',
  KERNEL_UNLISTED: 'This coordinator runs only kernels on its operator’s list; this one is not on it.',
  DRAINING: 'The coordinator is stopping.',
  NOT_ACCEPTED: 'Your settings do not accept any of the running jobs.',
  CHOSEN_JOBS_IDLE: 'None of the jobs that you chose is running at the moment, and you take no others.',
} as const;

export type ReasonCode = keyof typeof REASONS;

export interface Reason {
  readonly code: ReasonCode;
  /** A whole sentence for people. */
  readonly sentence: string;
}

/** The reason with its usual sentence, or with one that says more. */
export const reasonOf = (code: ReasonCode, sentence: string = REASONS[code]): Reason => ({ code, sentence });
