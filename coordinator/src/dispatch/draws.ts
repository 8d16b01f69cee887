import type { Draw } from '@manyhands/protocol';
import type { UnitAnswer } from './journal.ts';

/** What a draw over an answer depends on. */
export const drawOf = (secret: Uint8Array, answer: UnitAnswer, items: number, round: number): Draw => ({
  secret,
  assignment: answer.assignment,
  digest: answer.digest,
  items,
  round,
});
