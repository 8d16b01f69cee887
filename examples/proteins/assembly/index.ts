/**
 * Smith–Waterman local alignment of one protein with every protein of a database: BLOSUM62, affine gaps.
 *
 * Eight proteins of the database are aligned side by side in the eight 16-bit lanes of a vector. For each column the scores of
 * its eight residues against all twenty are looked up at once, with shuffles. `../reference.ts` says the same in plain TypeScript.
 */
import { Dataset } from 'manyhands';

/** A gap of k residues costs 11 + k. */
const GAP_FIRST: i16 = 12;
const GAP_NEXT: i16 = 1;
/** Longest query: its best possible score, 11 a residue, must fit into 16 bits. */
const LONGEST_QUERY: i32 = 2900;
/** The histogram's last bin holds its score and all above. */
const BINS: i32 = 256;

const LANES: i32 = 8;
/** Code of any letter that is none of the twenty. */
const UNKNOWN: u8 = 20;
/** Behind the end of a protein. */
const OUTSIDE: u8 = 21;
const CODES: i32 = 22;
/** Worse than any gap that could bridge it. */
const OUTSIDE_SCORE: i8 = -128;

const LETTERS: string = 'ARNDCQEGHILKMFPSTWYV';
/** BLOSUM62 (Henikoff & Henikoff, PNAS 89 (1992) 10915), rows and columns in the order of the letters. */
const BLOSUM62: StaticArray<i8> = [
   4,-1,-2,-2, 0,-1,-1, 0,-2,-1,-1,-1,-1,-2,-1, 1, 0,-3,-2, 0,
  -1, 5, 0,-2,-3, 1, 0,-2, 0,-3,-2, 2,-1,-3,-2,-1,-1,-3,-2,-3,
  -2, 0, 6, 1,-3, 0, 0, 0, 1,-3,-3, 0,-2,-3,-2, 1, 0,-4,-2,-3,
  -2,-2, 1, 6,-3, 0, 2,-1,-1,-3,-4,-1,-3,-3,-1, 0,-1,-4,-3,-3,
   0,-3,-3,-3, 9,-3,-4,-3,-3,-1,-1,-3,-1,-2,-3,-1,-1,-2,-2,-1,
  -1, 1, 0, 0,-3, 5, 2,-2, 0,-3,-2, 1, 0,-3,-1, 0,-1,-2,-1,-2,
  -1, 0, 0, 2,-4, 2, 5,-2, 0,-3,-3, 1,-2,-3,-1, 0,-1,-3,-2,-2,
   0,-2, 0,-1,-3,-2,-2, 6,-2,-4,-4,-2,-3,-3,-2, 0,-2,-2,-3,-3,
  -2, 0, 1,-1,-3, 0, 0,-2, 8,-3,-3,-1,-2,-1,-2,-1,-2,-2, 2,-3,
  -1,-3,-3,-3,-1,-3,-3,-4,-3, 4, 2,-3, 1, 0,-3,-2,-1,-3,-1, 3,
  -1,-2,-3,-4,-1,-2,-3,-4,-3, 2, 4,-2, 2, 0,-3,-2,-1,-2,-1, 1,
  -1, 2, 0,-1,-3, 1, 1,-2,-1,-3,-2, 5,-1,-3,-1, 0,-1,-3,-2,-2,
  -1,-1,-2,-3,-1, 0,-2,-3,-2, 1, 2,-1, 5, 0,-2,-1,-1,-1,-1, 1,
  -2,-3,-3,-3,-2,-3,-3,-3,-1, 0, 0,-3, 0, 6,-4,-2,-2, 1, 3,-1,
  -1,-2,-2,-1,-3,-1,-1,-2,-2,-3,-3,-1,-2,-4, 7,-1,-1,-4,-3,-2,
   1,-1, 1, 0,-1, 0, 0, 0,-1,-2,-2, 0,-1,-2,-1, 4, 1,-3,-2,-2,
   0,-1, 0,-1,-1,-1,-1,-2,-2,-1,-1,-1,-1,-2,-1, 1, 5,-2,-2, 0,
  -3,-3,-4,-4,-2,-2,-3,-2,-2,-3,-2,-3,-1, 1,-4,-3,-2,11, 2,-3,
  -2,-2,-2,-3,-2,-1,-2,-3, 2,-1,-1,-2,-1, 3,-3,-2,-2, 2, 7,-1,
   0,-3,-3,-3,-1,-2,-2,-3,-3, 3, 1,-2, 1,-1,-2,-2, 0,-3,-1, 4,
];

/** What a search found. */
export class Hits {
  /** Proteins of the database whose best score is at least `least`: their places, from 0, ascending. */
  places: Uint32Array = new Uint32Array(0);
  /** The score of each. */
  scores: Int32Array = new Int32Array(0);
  /** How many proteins have which best score, from 0; the last of 256 bins holds 255 and more. */
  histogram: Uint32Array = new Uint32Array(BINS);
}

/**
 * Searches a database for proteins that resemble one.
 * @param database a FASTA file of proteins
 * @param query residues in one-letter code, at most 2900; what is none of the twenty scores −1 with all
 * @param least the lowest score that makes a hit
 */
export function search(database: Dataset, query: string, least: i32): Hits {
  if (query.length > LONGEST_QUERY) throw new Error('the query is longer than 2900 residues');
  const codeOf = codeTable();
  const proteins = new Proteins(database, codeOf);
  const aligner = new Aligner(query, codeOf);
  const hits = new Hits();
  const places: u32[] = [];
  const scores: i32[] = [];
  for (let first = 0; first < proteins.count; first += LANES) {
    aligner.align(proteins, first);
    const lanes = min(LANES, proteins.count - first);
    for (let lane = 0; lane < lanes; lane++) {
      const score = <i32>load<i16>(aligner.best + ((<usize>lane) << 1));
      hits.histogram[min(score, BINS - 1)]++;
      if (score < least) continue;
      places.push(first + lane);
      scores.push(score);
    }
  }
  hits.places = new Uint32Array(places.length);
  hits.scores = new Int32Array(places.length);
  for (let i = 0; i < places.length; i++) {
    hits.places[i] = places[i];
    hits.scores[i] = scores[i];
  }
  return hits;
}

/** The code of each byte. */
function codeTable(): StaticArray<u8> {
  const table = new StaticArray<u8>(256);
  for (let i = 0; i < 256; i++) table[i] = UNKNOWN;
  for (let code = 0; code < LETTERS.length; code++) {
    table[LETTERS.charCodeAt(code)] = <u8>code;
    table[LETTERS.charCodeAt(code) | 32] = <u8>code;
  }
  return table;
}

/** The database's residues as codes, and where each protein begins. */
class Proteins {
  codes: Uint8Array;
  count: i32 = 0;
  /** One more than there are proteins. */
  begins: i32[] = [];

  constructor(file: Uint8Array, codeOf: StaticArray<u8>) {
    const codes = new Uint8Array(file.length);
    this.codes = codes;
    let length = 0;
    let header = false;
    for (let i = 0, end = file.length; i < end; i++) {
      const letter = unchecked(file[i]);
      if (letter === 0x3e && !header) {
        header = true;
        this.begins.push(length);
      } else if (letter === 0x0a) header = false;
      else if (!header && letter > 0x20) {
        if (this.begins.length === 0) throw new Error('the database does not begin with “>”');
        unchecked((codes[length++] = unchecked(codeOf[letter])));
      }
    }
    this.count = this.begins.length;
    this.begins.push(length);
  }
}

/** A query, and the state of eight alignments with it. */
class Aligner {
  /** Address of the eight best scores, 16 bits each. */
  best: usize = changetype<usize>(new StaticArray<u8>(16));
  private rows: i32;
  /** For each row, where its residue's scores stand in the profile. */
  private offsets: StaticArray<u16>;
  /** Per row: the score that ends there in the last column, and the best that ends there in a gap along the database. */
  private state: usize;
  /** For each possible residue of the query its eight scores in the present column. */
  private profile: usize = changetype<usize>(new StaticArray<u8>(CODES * 16));
  /** For each possible residue its scores with all codes, 32 bytes each. */
  private matrix: usize = changetype<usize>(scoreRows());
  /** The codes of the present column. */
  private column: usize = changetype<usize>(new StaticArray<u8>(16));

  constructor(query: string, codeOf: StaticArray<u8>) {
    const rows = query.length;
    this.rows = rows;
    this.offsets = new StaticArray<u16>(rows);
    this.state = changetype<usize>(new StaticArray<u8>(rows * 32));
    for (let i = 0; i < rows; i++) {
      const letter = query.charCodeAt(i);
      this.offsets[i] = (<u16>(letter < 256 ? codeOf[letter] : UNKNOWN)) << 4;
    }
  }

  /** Finds the best scores of eight proteins from `first` on. */
  align(proteins: Proteins, first: i32): void {
    const codes = proteins.codes;
    let columns = 0;
    const lanes = min(LANES, proteins.count - first);
    for (let lane = 0; lane < lanes; lane++)
      columns = max(columns, proteins.begins[first + lane + 1] - proteins.begins[first + lane]);
    const lowest = i16x8.splat(i16.MIN_VALUE);
    const zero = i16x8.splat(0);
    for (let row = 0; row < this.rows; row++) {
      v128.store(this.state + ((<usize>row) << 5), zero);
      v128.store(this.state + ((<usize>row) << 5), lowest, 16);
    }
    let best = zero;
    for (let at = 0; at < columns; at++) {
      for (let lane = 0; lane < LANES; lane++) {
        let code = OUTSIDE;
        if (lane < lanes) {
          const i = unchecked(proteins.begins[first + lane]) + at;
          if (i < unchecked(proteins.begins[first + lane + 1])) code = unchecked(codes[i]);
        }
        store<u8>(this.column + <usize>lane, code);
      }
      this.fillProfile();
      best = i16x8.max_s(best, this.advance());
    }
    v128.store(this.best, best);
  }

  private fillProfile(): void {
    const codes = v128.load(this.column);
    const others = i8x16.sub(codes, i8x16.splat(16));
    for (let code = 0; code <= <i32>UNKNOWN; code++) {
      const row = this.matrix + ((<usize>code) << 5);
      // A shuffle gives 0 where the index is not below 16.
      const scores = v128.or(i8x16.swizzle(v128.load(row), codes), i8x16.swizzle(v128.load(row, 16), others));
      v128.store(this.profile + ((<usize>code) << 4), i16x8.extend_low_i8x16_s(scores));
    }
  }

  /** Moves all rows one column on; gives the best score of each lane in this column. */
  private advance(): v128 {
    const zero = i16x8.splat(0);
    const first = i16x8.splat(GAP_FIRST);
    const next = i16x8.splat(GAP_NEXT);
    const profile = this.profile;
    let state = this.state;
    let diagonal = zero;
    let alongQuery = i16x8.splat(i16.MIN_VALUE);
    let top = zero;
    let offsets = changetype<usize>(this.offsets);
    for (let end = offsets + ((<usize>this.rows) << 1); offsets < end; offsets += 2, state += 32) {
      const before = v128.load(state);
      const alongDatabase = v128.load(state, 16);
      let score = i16x8.add_sat_s(diagonal, v128.load(profile + <usize>load<u16>(offsets)));
      score = i16x8.max_s(i16x8.max_s(score, i16x8.max_s(alongDatabase, zero)), alongQuery);
      top = i16x8.max_s(top, score);
      v128.store(state, score);
      const opened = i16x8.sub_sat_s(score, first);
      v128.store(state, i16x8.max_s(i16x8.sub_sat_s(alongDatabase, next), opened), 16);
      alongQuery = i16x8.max_s(i16x8.sub_sat_s(alongQuery, next), opened);
      diagonal = before;
    }
    return top;
  }
}

function scoreRows(): StaticArray<i8> {
  const rows = new StaticArray<i8>(CODES * 32);
  for (let row = 0; row < CODES; row++)
    for (let column = 0; column < CODES; column++) rows[32 * row + column] = scoreOf(row, column);
  return rows;
}

function scoreOf(a: i32, b: i32): i8 {
  if (max(a, b) === <i32>OUTSIDE) return OUTSIDE_SCORE;
  return max(a, b) === <i32>UNKNOWN ? -1 : BLOSUM62[20 * a + b];
}
