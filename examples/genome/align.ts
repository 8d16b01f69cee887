// biome-ignore-all lint/suspicious/noAssignInExpressions: AssemblyScript's unchecked(…) takes an assignment
/**
 * Smith–Waterman local alignment of one sequencing read to a genome, with affine gaps, on both strands.
 *
 * Fast because eight stretches of the genome are aligned side by side in the eight 16-bit lanes of a
 * vector. Neighbouring stretches overlap by the longest span that an alignment with a positive score can
 * have, so that the lanes together see exactly what one pass over the whole genome would see.
 * `reference.ts` says the same in plain TypeScript.
 */
// biome-ignore lint/style/useImportType: AssemblyScript has no type-only imports
import { Dataset } from 'manyhands';

/** Scores as BLASTN's: a match, a mismatch (also any N), the first base of a gap, each further one. */
const MATCH: i16 = 2;
const MISMATCH: i16 = -3;
const GAP_FIRST: i16 = 7;
const GAP_NEXT: i16 = 2;

/** Longest read: its best possible score must fit into 16 bits. */
const LONGEST_READ: i32 = 10000;

const LANES: i32 = 8;
const N: u8 = 4;
/** Beyond the ends of the genome: matches nothing, not even in the read's code. */
const OUTSIDE: u8 = 5;

/** Where a read fits best. */
export class Alignment {
  /** The best score; 0 if nothing matches. */
  score: i32 = 0;
  /** Where the alignment begins on the forward strand of the genome, from 0; -1 if nothing matches. */
  position: i32 = -1;
  /** "+" if the read fits as it is, "-" if its reverse complement fits better. */
  strand: string = '+';
}

/**
 * Finds the best local alignment. Among equals the forward strand wins, then the lowest end, then the highest begin.
 * @param genome a FASTA file with one sequence
 * @param read the bases of one read: A, C, G, T; anything else matches nothing
 */
export function align(genome: Dataset, read: string): Alignment {
  if (read.length > LONGEST_READ) throw new Error('the read is longer than 10000 bases');
  const result = new Alignment();
  const query = encodeRead(read);
  if (query.length === 0) return result;
  const bases = encodeFasta(genome);
  const stretches = new Stretches(bases, query.length);
  consider(result, bases, stretches, query, '+');
  consider(result, bases, stretches, reverseComplement(query), '-');
  return result;
}

function consider(
  result: Alignment,
  bases: Uint8Array,
  stretches: Stretches,
  query: Uint8Array,
  strand: string,
): void {
  const best = stretches.best(query);
  if (best.score <= result.score) return;
  result.score = best.score;
  result.position = beginOf(bases, query, best);
  result.strand = strand;
}

function codeOf(letter: i32): u8 {
  switch (letter & ~32) {
    case 0x41:
      return 0;
    case 0x43:
      return 1;
    case 0x47:
      return 2;
    case 0x54:
      return 3;
  }
  return N;
}

function encodeRead(read: string): Uint8Array {
  const codes = new Uint8Array(read.length);
  for (let i = 0; i < read.length; i++) codes[i] = codeOf(read.charCodeAt(i));
  return codes;
}

function reverseComplement(query: Uint8Array): Uint8Array {
  const codes = new Uint8Array(query.length);
  for (let i = 0; i < query.length; i++) {
    const code = query[query.length - 1 - i];
    codes[i] = code === N ? N : 3 - code;
  }
  return codes;
}

/** The bases of a FASTA file: header lines (">…") and line ends are left out. */
function encodeFasta(file: Uint8Array): Uint8Array {
  const table = new StaticArray<u8>(256);
  for (let letter = 0; letter < 256; letter++) unchecked((table[letter] = codeOf(letter)));
  const codes = new Uint8Array(file.length);
  let count = 0;
  let header = false;
  for (let i = 0, end = file.length; i < end; i++) {
    const letter = unchecked(file[i]);
    if (letter === 0x3e) header = true;
    if (letter === 0x0a) header = false;
    if (header || letter <= 0x20) continue;
    unchecked((codes[count++] = unchecked(table[letter])));
  }
  return codes.subarray(0, count);
}

/** A score and the last genome base of the alignment that has it. */
class Best {
  score: i32 = 0;
  end: i32 = -1;
}

/** The genome cut into eight overlapping stretches, one to a lane. */
class Stretches {
  /** Bases of a stretch that are its own; the overlap stands before them. */
  private own: i32;
  private overlap: i32;
  /** Code of each lane's base, 16 bits each, one vector per column. */
  private columns: StaticArray<u16>;

  constructor(bases: Uint8Array, readLength: i32) {
    // A gap of k bases costs 5 + 2k and a whole read earns 2 per base: no alignment spans more than twice the read.
    const overlap = 2 * readLength;
    const own = (bases.length + LANES - 1) / LANES;
    const width = overlap + own;
    const columns = new StaticArray<u16>(width * LANES);
    for (let lane = 0; lane < LANES; lane++) {
      let at = lane * own - overlap;
      for (let column = 0; column < width; column++, at++) {
        const inside = at >= 0 && at < bases.length;
        unchecked((columns[column * LANES + lane] = inside ? unchecked(bases[at]) : OUTSIDE));
      }
    }
    this.overlap = overlap;
    this.own = own;
    this.columns = columns;
  }

  /** The best score of a query and its lowest end. */
  best(query: Uint8Array): Best {
    const rows = query.length;
    const width = this.overlap + this.own;
    const columns = changetype<usize>(this.columns);
    // Per row: the score that ends there in the last column, and the best that ends there in a gap along the genome.
    const state = changetype<usize>(new StaticArray<u8>(rows * 32));
    const profile = changetype<usize>(new StaticArray<u8>(5 * 16));
    const offsets = profileOffsets(query);
    const lowest = i16x8.splat(i16.MIN_VALUE);
    for (let i = 0; i < rows; i++) v128.store(state + ((<usize>i) << 5), lowest, 16);
    const best = new Best();
    let bestOfLanes = i16x8.splat(0);
    for (let column = 0; column < width; column++) {
      fillProfile(profile, v128.load(columns + ((<usize>column) << 4)));
      const top = columnScores(state, profile, offsets, rows);
      if (v128.any_true(i16x8.gt_s(top, bestOfLanes))) {
        this.record(best, top, column);
        bestOfLanes = i16x8.max_s(bestOfLanes, top);
      }
    }
    return best;
  }

  /** Takes over lanes that are better, or as good and further to the left. */
  private record(best: Best, top: v128, column: i32): void {
    this.recordLane(best, i16x8.extract_lane_s(top, 0), 0, column);
    this.recordLane(best, i16x8.extract_lane_s(top, 1), 1, column);
    this.recordLane(best, i16x8.extract_lane_s(top, 2), 2, column);
    this.recordLane(best, i16x8.extract_lane_s(top, 3), 3, column);
    this.recordLane(best, i16x8.extract_lane_s(top, 4), 4, column);
    this.recordLane(best, i16x8.extract_lane_s(top, 5), 5, column);
    this.recordLane(best, i16x8.extract_lane_s(top, 6), 6, column);
    this.recordLane(best, i16x8.extract_lane_s(top, 7), 7, column);
  }

  private recordLane(best: Best, score: i32, lane: i32, column: i32): void {
    const end = lane * this.own - this.overlap + column;
    if (score < best.score || (score === best.score && end >= best.end)) return;
    best.score = score;
    best.end = end;
  }
}

/** For each row of the query, where its vector stands in the profile. */
function profileOffsets(query: Uint8Array): usize {
  const offsets = new StaticArray<u8>(query.length);
  for (let i = 0; i < query.length; i++) offsets[i] = query[i] << 4;
  return changetype<usize>(offsets);
}

/** For each possible base of the read, what it scores against this column's eight bases. */
function fillProfile(profile: usize, bases: v128): void {
  const mismatch = i16x8.splat(MISMATCH);
  const match = i16x8.splat(MATCH);
  for (let code: u16 = 0; code < 4; code++) {
    const equal = i16x8.eq(bases, i16x8.splat(code));
    v128.store(profile + ((<usize>code) << 4), v128.bitselect(match, mismatch, equal));
  }
  v128.store(profile + ((<usize>N) << 4), mismatch);
}

/** Moves all rows one column on; gives the best score of each lane in this column. */
function columnScores(state: usize, profile: usize, offsets: usize, rows: i32): v128 {
  const zero = i16x8.splat(0);
  const first = i16x8.splat(GAP_FIRST);
  const next = i16x8.splat(GAP_NEXT);
  let diagonal = zero;
  let alongRead = i16x8.splat(i16.MIN_VALUE);
  let top = zero;
  for (let end = offsets + <usize>rows; offsets < end; offsets++, state += 32) {
    const before = v128.load(state);
    const alongGenome = v128.load(state, 16);
    let score = i16x8.add_sat_s(diagonal, v128.load(profile + <usize>load<u8>(offsets)));
    score = i16x8.max_s(i16x8.max_s(score, i16x8.max_s(alongGenome, zero)), alongRead);
    top = i16x8.max_s(top, score);
    v128.store(state, score);
    const opened = i16x8.sub_sat_s(score, first);
    v128.store(state, i16x8.max_s(i16x8.sub_sat_s(alongGenome, next), opened), 16);
    alongRead = i16x8.max_s(i16x8.sub_sat_s(alongRead, next), opened);
    diagonal = before;
  }
  return top;
}

/**
 * The highest begin of an alignment with the best score and end: the same dynamic programme run backwards
 * from the end, until it reaches the score. It can only do so from that end, because no lower end has the score.
 */
function beginOf(bases: Uint8Array, query: Uint8Array, best: Best): i32 {
  const rows = query.length;
  const scores = new Int32Array(rows);
  const alongGenome = new Int32Array(rows).fill(-0x10000000);
  for (let at = best.end; at >= 0; at--) {
    let diagonal = 0;
    let alongRead = -0x10000000;
    for (let i = 0; i < rows; i++) {
      const code = query[rows - 1 - i];
      const pair = <i32>(code === bases[at] && code !== N ? MATCH : MISMATCH);
      const score = max(max(diagonal + pair, 0), max(alongGenome[i], alongRead));
      if (score === best.score) return at;
      const opened = score - <i32>GAP_FIRST;
      diagonal = scores[i];
      scores[i] = score;
      alongGenome[i] = max(alongGenome[i] - <i32>GAP_NEXT, opened);
      alongRead = max(alongRead - <i32>GAP_NEXT, opened);
    }
  }
  return -1;
}
