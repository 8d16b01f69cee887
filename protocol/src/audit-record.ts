import { fromHex, utf8 } from './bytes.ts';
import { merkleRoot } from './digest.ts';
import { auditCount, drawPositions } from './draw.ts';
import { canonicalJson } from './policy.ts';

/** What anybody needs to recompute the audit draws of one accepted answer. Hashes are hex. */
export interface AuditRecord {
  readonly assignment: string;
  /** Digest of the answer: {@link answerDigest}. */
  readonly digest: string;
  /** The item index of the answer's first item, and how many it has. */
  readonly first: number;
  readonly items: number;
  /** The audit rate that applied, in millionths. */
  readonly ratePpm: number;
  /** One entry a draw: round 0 at the answer, later rounds by exit checks. */
  readonly rounds: readonly { readonly round: number; readonly positions: readonly number[] }[];
}

/** The audit tree's root over records in order of their first item. */
export const auditRoot = (records: Iterable<AuditRecord>): Uint8Array =>
  merkleRoot(Array.from(records, (record) => utf8(canonicalJson(record))));

/** Whether a record's draws are those that the revealed secret gives [VF4]. `secret` is 64 hex digits. */
export function drawIsRight(record: AuditRecord, secret: string): boolean {
  return record.rounds.every(({ round, positions }) => {
    const draw = {
      secret: fromHex(secret),
      assignment: record.assignment,
      digest: record.digest,
      items: record.items,
      round,
    };
    const count = round === 0 ? auditCount(draw, record.ratePpm) : positions.length;
    return canonicalJson(drawPositions(draw, count)) === canonicalJson(positions);
  });
}
