import type { ErrorCode } from '@manyhands/protocol';

/** Sentences for codes of docs/ERRORS.md. A code without one is told in the coordinator's own words. */
export type ErrorWords = { readonly [Code in ErrorCode]?: string };
