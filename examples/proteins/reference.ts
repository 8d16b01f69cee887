/** The same answer as `assembly/index.ts`, as the textbook has it: one cell after the other. */

/** The twenty amino acids in the order of {@link BLOSUM62}. */
export const LETTERS = 'ARNDCQEGHILKMFPSTWYV';

/** BLOSUM62 (Henikoff & Henikoff, PNAS 89 (1992) 10915): what lies on and left of the diagonal. */
const TRIANGLE = `4
-1 5
-2 0 6
-2 -2 1 6
0 -3 -3 -3 9
-1 1 0 0 -3 5
-1 0 0 2 -4 2 5
0 -2 0 -1 -3 -2 -2 6
-2 0 1 -1 -3 0 0 -2 8
-1 -3 -3 -3 -1 -3 -3 -4 -3 4
-1 -2 -3 -4 -1 -2 -3 -4 -3 2 4
-1 2 0 -1 -3 1 1 -2 -1 -3 -2 5
-1 -1 -2 -3 -1 0 -2 -3 -2 1 2 -1 5
-2 -3 -3 -3 -2 -3 -3 -3 -1 0 0 -3 0 6
-1 -2 -2 -1 -3 -1 -1 -2 -2 -3 -3 -1 -2 -4 7
1 -1 1 0 -1 0 0 0 -1 -2 -2 0 -1 -2 -1 4
0 -1 0 -1 -1 -1 -1 -2 -2 -1 -1 -1 -1 -2 -1 1 5
-3 -3 -4 -4 -2 -2 -3 -2 -2 -3 -2 -3 -1 1 -4 -3 -2 11
-2 -2 -2 -3 -2 -1 -2 -3 2 -1 -1 -2 -1 3 -3 -2 -2 2 7
0 -3 -3 -3 -1 -2 -2 -3 -3 3 1 -2 1 -1 -2 -2 0 -3 -1 4`
  .split('\n')
  .map((line) => line.split(' ').map(Number));

/** The score of two of {@link LETTERS} by their numbers. */
export const pairScore = (a: number, b: number): number => TRIANGLE[Math.max(a, b)][Math.min(a, b)];

function scoreOf(a: string, b: string): number {
  const [i, j] = [LETTERS.indexOf(a.toUpperCase()), LETTERS.indexOf(b.toUpperCase())];
  return i < 0 || j < 0 ? -1 : pairScore(i, j);
}

const GAP_FIRST = 12;
const GAP_NEXT = 1;

/** The best score of a local alignment of two proteins (Gotoh). */
export function alignmentScore(query: string, protein: string): number {
  const cells = new Array<number>(query.length).fill(0);
  const proteinGaps = new Array<number>(query.length).fill(-Infinity);
  let best = 0;
  for (const residue of protein) {
    let diagonal = 0;
    let queryGap = -Infinity;
    for (let row = 0; row < query.length; row++) {
      const cell = Math.max(0, diagonal + scoreOf(query[row], residue), proteinGaps[row], queryGap);
      best = Math.max(best, cell);
      diagonal = cells[row];
      cells[row] = cell;
      proteinGaps[row] = Math.max(proteinGaps[row] - GAP_NEXT, cell - GAP_FIRST);
      queryGap = Math.max(queryGap - GAP_NEXT, cell - GAP_FIRST);
    }
  }
  return best;
}

export interface Hits {
  readonly places: Uint32Array;
  readonly scores: Int32Array;
  readonly histogram: Uint32Array;
}

/** Searches proteins, given one by one. */
export function search(proteins: readonly string[], query: string, least: number): Hits {
  const all = proteins.map((protein) => alignmentScore(query, protein));
  const places = all.flatMap((score, place) => (score >= least ? [place] : []));
  const histogram = new Uint32Array(256);
  for (const score of all) histogram[Math.min(score, 255)]++;
  return {
    places: Uint32Array.from(places),
    scores: Int32Array.from(places, (place) => all[place]),
    histogram,
  };
}
