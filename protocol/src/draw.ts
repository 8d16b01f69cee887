import { concatBytes, utf8, writeHex } from './bytes.ts';
import { sha256, sha256Hex } from './digest.ts';
import { writeU32 } from './results.ts';

/** What an audit draw depends on. `round` is 0 for the draw at the answer; exit checks draw again with 1, 2, … */
export interface Draw {
  /** 32 bytes, committed to before the job starts and revealed in its certificate. */
  readonly secret: Uint8Array;
  readonly assignment: string;
  /** Of an assignment's further units: hashed as if `.place` stood behind the name. Absent or 0: nothing. */
  readonly place?: number;
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
const DOT = 46;
/** A dot and the longest number. */
const PLACE_BYTES = 24;
/** Everything that is hashed is laid out here; it grows for a longer assignment name. */
let scratch = new Uint8Array(512);
const encoder = new TextEncoder();
/** Names up to here are written character by character, which beats the call into the engine. */
const SHORT_NAME = 512;

/**
 * 32-bit words, without end: SHA-256 over secret, digest, assignment, round and a counter gives eight at a time. Secret
 * and digest have a fixed length, and nobody sees a hash before the secret is out, so none can be extended or chosen.
 * One for all draws, one draw at a time: each answer is drawn from twice.
 */
class Words {
  #secret: Uint8Array | null = null;
  #assignment = '';
  #nameEnd = 0;
  /** Where round and counter stand. */
  #end = 0;
  /** The current hash, as hex. */
  #hash = '';
  #next = 0;

  begin({ secret, digest, assignment, place = 0, round }: Draw): void {
    if (secret !== this.#secret || assignment !== this.#assignment) this.#lay(secret, assignment);
    writeHex(scratch, SECRET_BYTES, digest);
    this.#end = place === 0 ? this.#nameEnd : writePlace(this.#nameEnd, place);
    writeU32(scratch, this.#end, round);
    this.#next = 0;
  }

  /** What the units of an assignment have in common. */
  #lay(secret: Uint8Array, assignment: string): void {
    if (secret.length !== SECRET_BYTES) throw new RangeError('a draw secret has 32 bytes');
    const room = FIXED_BYTES + 3 * assignment.length + PLACE_BYTES + 8;
    if (scratch.length < room) scratch = new Uint8Array(2 * room);
    for (let i = 0; i < SECRET_BYTES; i++) scratch[i] = secret[i];
    this.#nameEnd = FIXED_BYTES + writeName(assignment);
    this.#secret = secret;
    this.#assignment = assignment;
  }

  next(): number {
    const at = this.#next % WORDS;
    if (at === 0) {
      writeU32(scratch, this.#end + 4, this.#next / WORDS);
      this.#hash = sha256Hex(scratch.subarray(0, this.#end + 8));
    }
    this.#next++;
    return hexWord(this.#hash, 8 * at);
  }
}

const words = new Words();

/** UTF-8 at its place in the scratch; how many bytes. */
function writeName(name: string): number {
  for (let i = 0; ; i++) {
    if (i === name.length) return i;
    const code = name.charCodeAt(i);
    if (code > 127 || i === SHORT_NAME)
      return encoder.encodeInto(name, scratch.subarray(FIXED_BYTES)).written;
    scratch[FIXED_BYTES + i] = code;
  }
}

/** A dot and a number as it is usually written; where it ends. */
function writePlace(at: number, place: number): number {
  const digits = String(place);
  scratch[at] = DOT;
  for (let i = 0; i < digits.length; i++) scratch[at + 1 + i] = digits.charCodeAt(i);
  return at + 1 + digits.length;
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

/** items × rate, its fraction settled by the first word. */
function countOf(items: number, ratePpm: number): number {
  const exact = items * ratePpm;
  const up = words.next() % 1_000_000 < exact % 1_000_000 ? 1 : 0;
  return Math.min(items, Math.floor(exact / 1_000_000) + up);
}

const NONE: readonly number[] = [];

/** Below `items`, which is small; made an integer in V8's eyes too, for a double is kept as an object of its own wherever it goes. */
const positionBelow = (items: number): number => (words.next() % items) | 0;

/** A partial Fisher–Yates shuffle. */
function positionsOf(items: number, count: number): readonly number[] {
  if (count === 0) return NONE;
  // Mostly it is one.
  if (count === 1) return [positionBelow(items)];
  const drawn: number[] = [];
  const moved = new Map<number, number>();
  for (let i = 0; i < count; i++) {
    const j = i + positionBelow(items - i);
    drawn.push(moved.get(j) ?? j);
    moved.set(j, moved.get(i) ?? i);
  }
  return drawn.sort((a, b) => a - b);
}

/**
 * How many items of an answer are audited: items × rate, its fraction settled by the first word of the draw,
 * so that one item at 20 % is audited in every fifth answer. `ratePpm` is a share in millionths.
 */
export function auditCount(draw: Draw, ratePpm: number): number {
  words.begin(draw);
  return countOf(draw.items, ratePpm);
}

/**
 * The positions in an answer that are audited, ascending and distinct. Anyone who knows the revealed secret gets the
 * same positions [VF4].
 */
export function drawPositions(draw: Draw, count: number): readonly number[] {
  words.begin(draw);
  words.next(); // the first word settles the count
  return positionsOf(draw.items, Math.min(count, draw.items));
}

/** Count and positions at once: what {@link auditCount} and {@link drawPositions} give, for one hash. */
export function drawAudits(draw: Draw, ratePpm: number): readonly number[] {
  words.begin(draw);
  return positionsOf(draw.items, countOf(draw.items, ratePpm));
}
