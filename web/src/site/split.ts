/** Who gets how much of what visitors earn, in millionths that sum to one million. */
export interface Split {
  readonly sitePpm: number;
  readonly visitorPpm: number;
  readonly causePpm: number;
}

export type Part = keyof Split;

export const PARTS = ['sitePpm', 'visitorPpm', 'causePpm'] as const satisfies Part[];

const MILLION = 1_000_000;
/** Shares move by a hundredth of a per cent. */
const STEP = 100;

/**
 * Gives one part another share; what it takes or leaves is the others', in the proportion that they have, or the next one's
 * where both have nothing. The three sum to the whole, whatever came in.
 */
export function resplit(split: Split, part: Part, ppm: number): Split {
  const share = Math.min(MILLION, Math.max(0, Math.round(Number.isFinite(ppm) ? ppm : 0)));
  const [first, second] = PARTS.filter((other) => other !== part);
  const rest = MILLION - share;
  const both = split[first] + split[second];
  const ofFirst = both === 0 ? rest : Math.round((rest * split[first]) / both / STEP) * STEP;
  const kept = Math.min(rest, ofFirst);
  return { ...split, [part]: share, [first]: kept, [second]: rest - kept };
}
