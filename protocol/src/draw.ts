import { concatBytes, u32Bytes, utf8 } from './bytes.ts';
import { prf, sha256 } from './digest.ts';

/** What an audit draw depends on. `round` is 0 for the draw at the answer; exit checks draw again with 1, 2, … */
export interface Draw {
  /** 32 bytes, committed to before the job starts and revealed in its certificate. */
  readonly secret: Uint8Array;
  readonly assignment: string;
  /** {@link answerDigest} of the answer. */
  readonly digest: Uint8Array;
  /** Items in the answer. */
  readonly items: number;
  readonly round: number;
}

/** What is published before a job starts, so that the secret cannot be chosen later. */
export const commitmentTo = (secret: Uint8Array): Uint8Array => sha256(concatBytes(utf8('draw'), secret));

/** 32-bit words of PRF(secret, assignment, digest, round), without end. */
function* words(draw: Draw): Generator<number> {
  const seed = concatBytes(utf8(draw.assignment), Uint8Array.of(0), draw.digest, u32Bytes(draw.round));
  for (let counter = 0; ; counter++) {
    const bytes = prf(draw.secret, concatBytes(seed, u32Bytes(counter)));
    const view = new DataView(bytes.buffer, bytes.byteOffset);
    for (let at = 0; at < 32; at += 4) yield view.getUint32(at, true);
  }
}

/**
 * How many items of an answer are audited: items × rate, its fraction settled by the first word of the draw,
 * so that one item at 20 % is audited in every fifth answer. `ratePpm` is a share in millionths.
 */
export function auditCount(draw: Draw, ratePpm: number): number {
  const exact = draw.items * ratePpm;
  const fraction = exact % 1_000_000;
  const first = words(draw).next().value as number;
  const up = first % 1_000_000 < fraction ? 1 : 0;
  return Math.min(draw.items, Math.floor(exact / 1_000_000) + up);
}

/**
 * The positions in an answer that are audited, ascending and distinct: a partial Fisher–Yates shuffle driven by
 * the pseudo-random function. Anyone who knows the revealed secret gets the same positions [VF4].
 */
export function drawPositions(draw: Draw, count: number): number[] {
  const source = words(draw);
  source.next(); // the first word settles the count
  const moved = new Map<number, number>();
  const drawn: number[] = [];
  for (let i = 0; i < Math.min(count, draw.items); i++) {
    const j = i + ((source.next().value as number) % (draw.items - i));
    drawn.push(moved.get(j) ?? j);
    moved.set(j, moved.get(i) ?? i);
  }
  return drawn.sort((a, b) => a - b);
}
