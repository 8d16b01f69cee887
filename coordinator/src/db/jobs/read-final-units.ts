import { type ItemResult, type JobId, LIMITS, unpackResults } from '@manyhands/protocol';
import type { Sql } from '../db.ts';

/** The results of one final unit, and what its payer was charged for it in ledger units. */
export interface FinalUnit {
  readonly first: number;
  readonly results: readonly ItemResult[];
  readonly charged: bigint;
}

interface Row {
  first: number;
  statuses: Uint8Array;
  fuels: Uint8Array;
  lengths: Uint8Array;
  outputs: Uint8Array;
  charged: bigint;
}

/**
 * The final units that hold item `from` and what follows, in the order of items. Final units never overlap; between
 * them there may be gaps of items that are not final yet.
 */
export async function readFinalUnits(
  sql: Sql,
  job: JobId,
  from: number,
  limit: number,
): Promise<FinalUnit[]> {
  // The lower bound on `first` lets the primary key find the place: no unit is longer than an assignment.
  const rows = await sql.query<Row>(
    `select unit.first, segment.statuses, segment.fuels, segment.lengths, segment.outputs,
       (select coalesce(-sum(entry.amount), 0) from entry
        where entry.txn = 'unit:' || unit.job || ':' || unit.first || ':' || unit.attempt
          and entry.kind = 'charge') as charged
     from unit join segment using (job, first, attempt)
     where unit.job = $1 and unit.first > $2::bigint - $4::bigint and unit.first + unit.count > $2::bigint and unit.state = 'final'
     order by unit.first limit $3`,
    [job, from, limit, LIMITS.itemsPerAssignment],
  );
  return rows.map((row) => ({
    first: row.first,
    results: unpackResults(row),
    charged: row.charged,
  }));
}
