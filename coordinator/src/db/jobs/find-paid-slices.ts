import type { SliceSpan } from '../../dispatch/slice-log.ts';
import { priceAt, type SlicePrice } from '../../domain/pay.ts';
import type { Sql } from '../db.ts';
import { jobPrice, type StoredPrice } from '../job-price.ts';

/** A slice with work on hold, and what its items pay. */
export interface PaidSlice extends SliceSpan {
  readonly price: SlicePrice;
}

/** The slices of running jobs that pay in which something is on hold. */
export async function findPaidSlices(sql: Sql): Promise<PaidSlice[]> {
  const rows = await sql.query<SliceSpan & { price: StoredPrice; rate: number }>(
    `select slice.id, slice.first, slice.count, slice.rate, job.price
     from slice join job on job.id = slice.job
     where slice.state = 'leased' and slice.held_items > 0 and job.state = 'running' and job.price is not null`,
  );
  return rows.map(({ id, first, count, price, rate }) => ({
    id,
    first,
    count,
    price: priceAt(jobPrice(price), rate),
  }));
}
