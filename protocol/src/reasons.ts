/** Why a seat idles or a job waits: one code and one sentence, the same for volunteer, researcher and operator. */
export const REASONS = {
  NO_JOB: 'No job needs computing at the moment.',
  PAUSED_BY_YOU: 'You have paused.',
  JOB_PAUSED: 'The job is paused by its researcher; it goes on when it is resumed.',
  JOB_NOT_STARTED: 'The job was not started yet.',
  AWAITS_INPUTS: 'All inputs so far are computed; the job is open and waits for more, or to be closed.',
  ALL_IN_FLIGHT: 'All units are being computed by others; yours will come.',
  ALL_ON_HOLD: 'All items are computed and wait for their checks.',
  NEEDS_DISTINCT: 'What is left needs contributors who have not worked on these items yet.',
  STORE_BUSY: 'The database is behind; work goes on once it has caught up.',
  BUDGET_SPENT: 'The budget does not cover more of this job; a larger budget lets it go on.',
  NO_SEATS: 'No contributor is connected.',
  NEWCOMERS_WAIT: 'The referee has much to check; newcomers get work once its queue is shorter.',
  DRAINING: 'The coordinator is stopping; connect again in a moment.',
  NOT_ACCEPTED: 'No running job accepts this contributor.',
} as const satisfies Record<string, string>;

export type ReasonCode = keyof typeof REASONS;

export interface Reason {
  readonly code: ReasonCode;
  /** For people. May say more than the code's own sentence. */
  readonly sentence: string;
}

/** A reason in its own words, or in closer ones. */
export const reasonOf = (code: ReasonCode, sentence: string = REASONS[code]): Reason => ({ code, sentence });
