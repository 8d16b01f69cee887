import { priceAt, type SlicePrice } from '../../domain/pay.ts';
import type { Sql } from '../db.ts';
import { jobPrice, type StoredPrice } from '../job-price.ts';

/** Fuel on hold of one payee at one price. */
export interface HeldFuel {
  readonly price: SlicePrice;
  readonly fuel: bigint;
  readonly site: string;
}

/** What a payee's devices hold in running jobs that pay, by job, rate and embedding site. */
export async function sumHeld(sql: Sql, payee: string): Promise<HeldFuel[]> {
  const rows = await sql.query<{ price: StoredPrice; rate: number; fuel: bigint; site: string }>(
    `select job.price, slice.rate, unit.site, sum(unit.fuel) as fuel
     from job join unit on unit.job = job.id join slice on slice.id = unit.slice
     where job.state = 'running' and job.price is not null and unit.state = 'held' and unit.payee = $1
     group by job.id, slice.rate, unit.site`,
    [payee],
  );
  return rows.map(({ price, rate, fuel, site }) => ({ price: priceAt(jobPrice(price), rate), fuel, site }));
}
