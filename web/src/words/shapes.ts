/** Shapes of words that stand for codes. */
import type { GovernorCode, GovernorState } from '@manyhands/browser-worker';
import type { ErrorCode, ReasonCode } from '@manyhands/protocol';

/** Sentences for codes of docs/ERRORS.md. A code without one is told in the coordinator's own words. */
export type ErrorWords = { readonly [Code in ErrorCode]?: string };

/** Sentences for the reasons why nothing is computed; likewise. */
export type ReasonWords = { readonly [Code in ReasonCode]?: string };

/** A sentence for whatever the governor decides. */
export type GovernorWords = {
  readonly [Code in GovernorCode]: (state: GovernorState & { readonly code: Code }) => string;
};
