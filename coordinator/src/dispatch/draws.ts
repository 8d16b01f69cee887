import type { Draw } from '@manyhands/protocol';
import type { UnitAnswer } from './journal.ts';
import { TakenAnswer } from './taken-answer.ts';

/** What a draw over an answer depends on. */
export function drawOf(secret: Uint8Array, answer: UnitAnswer, items: number, round: number): Draw {
  const isTaken = answer instanceof TakenAnswer;
  const assignment = isTaken ? answer.head.assignment : answer.assignment;
  return { secret, assignment, place: isTaken ? answer.place : 0, digest: answer.digest, items, round };
}
