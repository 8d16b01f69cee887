/**
 * Karlin and Altschul's statistics of local alignment scores: by chance, the number of proteins that score at least S is about
 * E = K m n e^(−λS), and the best scores follow an extreme-value law. Constants for BLOSUM62 with gaps of 11 + k were found
 * by simulation (Altschul & Gish, Methods Enzymol. 266 (1996) 460) and are the ones that BLAST uses.
 */
export const LAMBDA = 0.267;
export const K = 0.041;
/** Of the length that alignments need, which BLAST takes off both lengths (Altschul et al., NAR 29 (2001) 351). */
const ALPHA = 1.9;
const BETA = -30;

export interface Space {
  readonly queryLength: number;
  readonly proteins: number;
  readonly proteinLength: number;
}

/** m · n, the number of places where an alignment can begin, without those too near to an end. */
export function searchSpace({ queryLength, proteins, proteinLength }: Space): number {
  let taken = 0;
  for (let round = 0; round < 20; round++) {
    const space = (queryLength - taken) * (proteinLength - taken) * proteins;
    taken = (ALPHA / LAMBDA) * Math.log(K * space) + BETA;
  }
  return (queryLength - taken) * (proteinLength - taken) * proteins;
}

/** How many proteins reach a score by chance. */
export const expectValue = (score: number, space: number): number => K * space * Math.exp(-LAMBDA * score);

/** The lowest score of which at most `expect` are expected by chance. */
export const scoreFor = (expect: number, space: number): number =>
  Math.ceil(Math.log((K * space) / expect) / LAMBDA);

/** Maximum-likelihood λ of an extreme-value law from a histogram of whole scores. */
export function fittedLambda(histogram: ArrayLike<number>): number {
  let lambda = LAMBDA;
  for (let round = 0; round < 100; round++) {
    let [count, sum, weight, weighted] = [0, 0, 0, 0];
    for (let score = 0; score < histogram.length; score++) {
      const decay = histogram[score] * Math.exp(-lambda * score);
      count += histogram[score];
      sum += histogram[score] * score;
      weight += decay;
      weighted += decay * score;
    }
    lambda = 0.5 * lambda + 0.5 / (sum / count - weighted / weight);
  }
  return lambda;
}
