import type { Sql } from '../db/db.ts';
import { findPaidSlices } from '../db/jobs/find-paid-slices.ts';
import { readLog } from '../db/journal/read-segments.ts';
import type { SlicePrice } from '../domain/pay.ts';

/** Fuel on hold of one payee at one price. */
export interface HeldFuel {
  readonly price: SlicePrice;
  readonly fuel: bigint;
  readonly site: string;
}

/**
 * What a payee's devices hold in running jobs that pay, by slice and embedding site. Reads what happened in the slices
 * that are being worked, one after the other.
 */
export async function heldBy(sql: Sql, payee: string): Promise<HeldFuel[]> {
  const all: HeldFuel[] = [];
  for (const slice of await findPaidSlices(sql)) {
    const bySite = new Map<string, bigint>();
    for (const unit of (await readLog(sql, slice)).units())
      if (unit.state === 'held' && unit.paid.payee === payee)
        bySite.set(unit.paid.site, (bySite.get(unit.paid.site) ?? 0n) + unit.fuel);
    for (const [site, fuel] of bySite) all.push({ price: slice.price, fuel, site });
  }
  return all;
}
