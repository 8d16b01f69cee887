/** The same answer as `align.ts`, as the textbook has it: one cell after the other, each with its begin. */

export interface Alignment {
  readonly score: number;
  readonly position: number;
  readonly strand: '+' | '-';
}

const MATCH = 2;
const MISMATCH = -3;
const GAP_FIRST = 7;
const GAP_NEXT = 2;

/** The best local alignment of a read to the genome, on either strand; the forward one wins a tie. */
export function align(genome: string, read: string): Alignment {
  const known = read.toUpperCase().replace(/[^ACGT]/g, 'N');
  const forward = bestOn(genome, known);
  const backward = bestOn(genome, reverseComplement(known));
  return backward.score > forward.score ? { ...backward, strand: '-' } : { ...forward, strand: '+' };
}

/** The bases of a FASTA text with one sequence. */
export function parseFasta(text: string): string {
  return text
    .split('\n')
    .filter((line) => !line.startsWith('>'))
    .join('')
    .replace(/\s/g, '')
    .toUpperCase();
}

const COMPLEMENT: Readonly<Record<string, string>> = { A: 'T', C: 'G', G: 'C', T: 'A' };

function reverseComplement(read: string): string {
  return Array.from(read, (base) => COMPLEMENT[base] ?? 'N')
    .reverse()
    .join('');
}

/**
 * A path through the table: its score and the genome base where it began, as one number, score × 2^32 + begin.
 * So the larger number is the better path: the higher score, and of equal scores the later begin.
 */
type Path = number;
const POINT = 2 ** 32;
const scoreOf = (path: Path): number => Math.floor(path / POINT);

/** Smith–Waterman with affine gaps (Gotoh). Of several best ends the lowest wins, then the later begin. */
function bestOn(genome: string, read: string): { score: number; position: number } {
  const cells = new Float64Array(read.length).fill(-Infinity);
  const genomeGaps = new Float64Array(read.length).fill(-Infinity);
  let best: Path = POINT - 1;
  let end = -1;
  for (let column = 0; column < genome.length; column++) {
    const empty: Path = column;
    let diagonal = empty;
    let readGap: Path = -Infinity;
    for (let row = 0; row < read.length; row++) {
      const points = genome[column] === read[row] && read[row] !== 'N' ? MATCH : MISMATCH;
      // Whoever goes on from a path without points begins here, as the empty path is later than that one.
      const continued = Math.max(diagonal, empty) + points * POINT;
      const cell = Math.max(continued, genomeGaps[row], readGap, empty);
      if (cell > best && (scoreOf(cell) > scoreOf(best) || column === end)) {
        best = cell;
        end = column;
      }
      diagonal = cells[row];
      cells[row] = cell;
      genomeGaps[row] = Math.max(genomeGaps[row] - GAP_NEXT * POINT, cell - GAP_FIRST * POINT);
      readGap = Math.max(readGap - GAP_NEXT * POINT, cell - GAP_FIRST * POINT);
    }
  }
  return end === -1 ? { score: 0, position: -1 } : { score: scoreOf(best), position: best % POINT };
}
