import type { JobPrice } from '../../domain/pay.ts';
import type { Sql } from '../db.ts';
import { jobPrice, type StoredPrice } from '../job-price.ts';

/** Fuel on hold of one payee in one running job. */
export interface HeldFuel {
  readonly price: JobPrice;
  readonly fuel: bigint;
  readonly site: string;
}

/** What a payee's devices hold in running jobs that pay, by job and embedding site. */
export async function sumHeld(sql: Sql, payee: string): Promise<HeldFuel[]> {
  const rows = await sql.query<{ price: StoredPrice; fuel: bigint; site: string }>(
    `select job.price, unit.site, sum(unit.fuel) as fuel
     from job join unit on unit.job = job.id
     where job.state = 'running' and job.price is not null and unit.state = 'held' and unit.payee = $1
     group by job.id, unit.site`,
    [payee],
  );
  return rows.map((row) => ({ ...row, price: jobPrice(row.price) }));
}
