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
 * What payees' devices hold in running jobs that pay, by slice and embedding site. Reads what happened in all slices that are being
 * worked, one after the other.
 */
export async function heldByAll(sql: Sql): Promise<Map<string, HeldFuel[]>> {
  const all = new Map<string, HeldFuel[]>();
  for (const slice of await findPaidSlices(sql))
    for (const unit of (await readLog(sql, slice)).units()) {
      if (unit.state !== 'held') continue;
      const { payee, site } = unit.paid;
      const held = all.get(payee) ?? [];
      const same = held.findLastIndex((each) => each.price === slice.price && each.site === site);
      if (same === -1) held.push({ price: slice.price, fuel: unit.fuel, site });
      else held[same] = { ...held[same], fuel: held[same].fuel + unit.fuel };
      all.set(payee, held);
    }
  return all;
}
