import type { Sql } from '../db.ts';

/** What was checked on the whole network, ever. */
export interface VerificationSums {
  readonly finalItems: number;
  readonly heldItems: number;
  readonly executedItems: number;
  readonly deviceAudits: number;
  readonly refereeAudits: number;
  readonly refutedUnits: number;
  readonly devices: number;
  /** Devices that were caught with a wrong answer. */
  readonly caught: number;
  /** Over certified jobs; null while there are none. */
  readonly meanBound: number | null;
}

type Row = Omit<VerificationSums, 'meanBound'> & { meanBound: number | null };

/** Reads every slice's row once: callers keep it for a while. */
export async function sumVerification(sql: Sql): Promise<VerificationSums> {
  const [row] = await sql.query<Row>(
    `select coalesce(sum(final_items), 0)::bigint as "finalItems",
       coalesce(sum(held_items), 0)::bigint as "heldItems", coalesce(sum(executed_items), 0)::bigint as "executedItems",
       coalesce(sum(device_audits), 0)::bigint as "deviceAudits", coalesce(sum(referee_audits), 0)::bigint as "refereeAudits",
       coalesce(sum(refuted_units), 0)::bigint as "refutedUnits",
       (select count(*) from device) as devices,
       (select count(*) from device where banned is not null) as caught,
       (select avg((certificate #>> '{bound,share}')::float8) from job where state = 'certified') as "meanBound"
     from slice`,
  );
  return row;
}
