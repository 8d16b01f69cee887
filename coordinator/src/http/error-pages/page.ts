import type { ErrorCode } from '@manyhands/protocol';

/** What a person who met a code reads, besides what the catalogue of the protocol says of it. In `backticks`: code. */
export interface ErrorPage {
  /** What usually leads to it. */
  readonly why: string;
  readonly remedy: string;
  /** A message with this code as it may come. */
  readonly example: string;
}

/** Codes that belong together. */
export interface Chapter {
  readonly title: string;
  /** By what or where they are thrown, after “Said …”. */
  readonly where: string;
  /** Every code of the protocol's catalogue has a page in one chapter; a test compares. */
  readonly pages: Readonly<Partial<Record<ErrorCode, ErrorPage>>>;
}
