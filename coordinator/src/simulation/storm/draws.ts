import { drawIsRight, toHex } from '@manyhands/protocol';
import type { JobTerms, UnitAnswer } from '../../dispatch/journal.ts';

/** Whether the positions drawn at an answer are those that the job's secret gives [VF4]. */
export function drawsAreRight(
  { drawSecret }: JobTerms,
  {
    answer,
    first,
    count,
    positions,
  }: {
    readonly answer: UnitAnswer;
    readonly first: number;
    readonly count: number;
    readonly positions: readonly number[];
  },
): boolean {
  const { assignment, digest, ratePpm, device } = answer;
  if (device === 'referee') return positions.length === 0;
  // Of this draw alone: the final look is still to come.
  const rounds = [{ round: 0, positions: [...positions] }];
  return drawIsRight({ assignment, digest, first, items: count, ratePpm, rounds }, toHex(drawSecret), 0);
}
