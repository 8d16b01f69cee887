import { ERRORS, type ErrorCode } from '@manyhands/protocol';
import { COMMANDS } from './commands.ts';
import { GRAPHS } from './graphs.ts';
import { INPUTS } from './inputs.ts';
import { JOBS } from './jobs.ts';
import { KERNELS } from './kernels.ts';
import type { Chapter, ErrorPage } from './page.ts';
import { PAYMENTS } from './payments.ts';
import { REQUESTS } from './requests.ts';
import { SESSIONS } from './sessions.ts';
import { SITES } from './sites.ts';
import { STORAGE } from './storage.ts';

/** The one source of docs/ERRORS.md and of what the coordinator serves at `/errors/`. */
export const CHAPTERS: readonly Chapter[] = [
  KERNELS,
  INPUTS,
  REQUESTS,
  JOBS,
  GRAPHS,
  PAYMENTS,
  SESSIONS,
  SITES,
  STORAGE,
  COMMANDS,
];

/** Where a coordinator explains a code. */
export const errorPath = (code: ErrorCode): string => `/errors/${code}`;

/** Everything that is known of a code. */
export interface Explained extends ErrorPage {
  readonly code: ErrorCode;
  readonly status: number;
  readonly retry: boolean;
  readonly meaning: string;
  readonly where: string;
}

/** A chapter's codes in its order. */
export const explainedOf = ({ pages, where }: Chapter): Explained[] =>
  (Object.entries(pages) as [ErrorCode, ErrorPage][]).map(([code, page]) => ({
    code,
    where,
    ...ERRORS[code],
    ...page,
  }));

export const explain = (code: string): Explained | undefined =>
  CHAPTERS.flatMap(explainedOf).find((each) => each.code === code);
