import { OP } from '../binary/opcodes.ts';
import { ByteWriter } from '../binary/writer.ts';
import type { Runs } from './origin.ts';

/** What comes first where several edits stand at one place. Edits of equal rank stay in the order in which they were given. */
export const RANK = {
  /** Belongs to the instruction that ends here, and sees its results. */
  after: 0,
  /** Runs on the way from one instruction to the next, and leaves the stack alone. */
  between: 1,
  /** Runs in the `else` of the `if` that ends here and has none: it is made, once for all of these. */
  missingElse: 2,
  /** Belongs to the instruction that begins here, and sees its operands. */
  before: 3,
  /** Runs where the `br_if` that begins here is taken. */
  taken: 4,
} as const;
export type Rank = (typeof RANK)[keyof typeof RANK];

/** Bytes to put into a function body before the byte at `at`, or in the place of `bytes[at, until)`. */
export type Edit = Insertion | Taken;

interface Insertion {
  /** Offset in the module. */
  readonly at: number;
  /** End of the instruction that is replaced, if one is; the last edit at its place. */
  readonly until?: number;
  /** `before` where it is missing. */
  readonly rank?: Exclude<Rank, typeof RANK.taken>;
  readonly bytes: Uint8Array;
}

/** `br_if L` becomes `if … br L+1 end`, once for all of these at one place. */
interface Taken {
  readonly at: number;
  readonly rank: typeof RANK.taken;
  readonly bytes: Uint8Array;
  /** End of the instruction. */
  readonly until: number;
  /** L. */
  readonly depth: number;
}

const VOID = 0x40;
const rankOf = ({ rank = RANK.before }: Edit): Rank => rank;

/** A new body part: `bytes[start, end)` with the edits made, in order of their place and rank. `runs` hears where its bytes come from. */
export function applyEdits(
  bytes: Uint8Array,
  start: number,
  end: number,
  edits: readonly Edit[],
  runs?: Runs,
): Uint8Array {
  const sorted = [...edits].sort((a, b) => a.at - b.at || rankOf(a) - rankOf(b));
  const writer = new ByteWriter();
  let from = start;
  sorted.forEach((edit, i) => {
    if (edit.at > from) {
      runs?.copied(writer.length, from, edit.at - from);
      writer.raw(bytes.subarray(from, edit.at));
      from = edit.at;
    }
    const isFirst = !isSame(sorted[i - 1], edit);
    if (isFirst && edit.rank === RANK.missingElse) writer.byte(OP.else);
    if (isFirst && edit.rank === RANK.taken) writer.byte(OP.if, VOID);
    if (edit.rank === RANK.taken || edit.until !== undefined)
      runs?.replaced(writer.length, edit.at, edit.bytes.length);
    writer.raw(edit.bytes);
    if (edit.rank !== RANK.taken) {
      from = edit.until ?? from;
      return;
    }
    if (isSame(sorted[i + 1], edit)) return;
    writer
      .byte(OP.br)
      .u32(edit.depth + 1)
      .byte(OP.end);
    from = edit.until;
  });
  runs?.copied(writer.length, from, end - from);
  return writer.raw(bytes.subarray(from, end)).take();
}

/** Whether both stand in the same construct. */
const isSame = (a: Edit | undefined, b: Edit): boolean => a?.at === b.at && rankOf(a) === rankOf(b);
