import { concatBytes, utf8, writeHex } from './bytes.ts';
import { sha256, sha256Hex } from './digest.ts';
import { writeU32 } from './results.ts';

/** What an audit draw depends on. `round` is 0 for the draw at the answer; exit checks draw again with 1, 2, … */
export interface Draw {
  /** 32 bytes, committed to before the job starts and revealed in its certificate. */
  readonly secret: Uint8Array;
  readonly assignment: string;
  /** Hex of {@link answerDigest} of the answer. */
  readonly digest: string;
  /** Items in the answer. */
  readonly items: number;
  readonly round: number;
}

/**
 * The round of the final look: drawn at the policy's `finalPpm` when nothing else keeps a unit from being final. Its number
 * is fixed, so that anyone can tell which positions it gives: often none.
 */
export const FINAL_LOOK = 1_000_000;

/** What is published before a job starts, so that the secret cannot be chosen later. */
export const commitmentTo = (secret: Uint8Array): Uint8Array => sha256(concatBytes(utf8('draw'), secret));

const WORDS = 8;
const SECRET_BYTES = 32;
const FIXED_BYTES = SECRET_BYTES + 32;
/** Everything that is hashed is laid out here; it grows for a longer assignment name. */
let scratch = new Uint8Array(512);
const encoder = new TextEncoder();

/**
 * 32-bit words, without end: SHA-256 over secret, digest, assignment, round and a counter gives eight at a time. Secret
 * and digest have a fixed length, and nobody sees a hash before the secret is out, so none can be extended or chosen.
 */
class Words {
  readonly #draw: Draw;
  /** The current hash, as hex. */
  #hash = '';
  #next = 0;

  constructor(draw: Draw) {
    this.#draw = draw;
  }

  next(): number {
    const at = this.#next % WORDS;
    if (at === 0) this.#hash = hashOfBlock(this.#draw, this.#next / WORDS);
    this.#next++;
    return hexWord(this.#hash, 8 * at);
  }
}

/** Eight lower-case hex digits as a number. */
function hexWord(hex: string, at: number): number {
  let word = 0;
  for (let i = at; i < at + 8; i++) {
    const code = hex.charCodeAt(i);
    word = (word << 4) | (code < 58 ? code - 48 : code - 87);
  }
  return word >>> 0;
}

function hashOfBlock({ secret, digest, assignment, round }: Draw, counter: number): string {
  if (secret.length !== SECRET_BYTES) throw new RangeError('a draw secret has 32 bytes');
  const room = FIXED_BYTES + 3 * assignment.length + 8;
  if (scratch.length < room) scratch = new Uint8Array(2 * room);
  scratch.set(secret);
  writeHex(scratch, SECRET_BYTES, digest);
  const { written } = encoder.encodeInto(assignment, scratch.subarray(FIXED_BYTES));
  const end = FIXED_BYTES + written;
  writeU32(scratch, end, round);
  writeU32(scratch, end + 4, counter);
  return sha256Hex(scratch.subarray(0, end + 8));
}

/** items × rate, its fraction settled by the first word. */
function countOf(words: Words, items: number, ratePpm: number): number {
  const exact = items * ratePpm;
  const up = words.next() % 1_000_000 < exact % 1_000_000 ? 1 : 0;
  return Math.min(items, Math.floor(exact / 1_000_000) + up);
}

/** A partial Fisher–Yates shuffle. */
function positionsOf(words: Words, items: number, count: number): number[] {
  const drawn: number[] = [];
  if (count === 0) return drawn;
  const moved = new Map<number, number>();
  for (let i = 0; i < count; i++) {
    const j = i + (words.next() % (items - i));
    drawn.push(moved.get(j) ?? j);
    moved.set(j, moved.get(i) ?? i);
  }
  return drawn.sort((a, b) => a - b);
}

/**
 * How many items of an answer are audited: items × rate, its fraction settled by the first word of the draw,
 * so that one item at 20 % is audited in every fifth answer. `ratePpm` is a share in millionths.
 */
export const auditCount = (draw: Draw, ratePpm: number): number =>
  countOf(new Words(draw), draw.items, ratePpm);

/**
 * The positions in an answer that are audited, ascending and distinct. Anyone who knows the revealed secret gets the
 * same positions [VF4].
 */
export function drawPositions(draw: Draw, count: number): number[] {
  const words = new Words(draw);
  words.next(); // the first word settles the count
  return positionsOf(words, draw.items, Math.min(count, draw.items));
}

/** Count and positions at once: what {@link auditCount} and {@link drawPositions} give, for one hash. */
export function drawAudits(draw: Draw, ratePpm: number): number[] {
  const words = new Words(draw);
  return positionsOf(words, draw.items, countOf(words, draw.items, ratePpm));
}
