import type { SliceId } from '@manyhands/protocol';
import type { Sql } from '../db.ts';

/** A unit that went from one state to another, for counting. */
export interface UnitChange {
  readonly slice: SliceId;
  readonly device: string;
  readonly count: number;
  readonly fuel: bigint;
  readonly trapped: number;
  readonly was: 'none' | 'held' | 'final';
  readonly now: 'held' | 'final' | 'refuted';
}

const SLICE_COUNTS = {
  spent: 0n,
  heldItems: 0,
  finalItems: 0,
  trappedItems: 0,
  finalFuel: 0n,
  executedItems: 0,
  deviceAudits: 0,
  refereeAudits: 0,
  refutedUnits: 0,
  paidItems: 0,
};
const DEVICE_COUNTS = { passed: 0, finalItems: 0, finalFuel: 0n, refutedItems: 0 };

/** Gathers by how much each slice and device changes, to be written once. */
export class Counts {
  readonly #slices = new Map<SliceId, typeof SLICE_COUNTS>();
  readonly #devices = new Map<string, typeof DEVICE_COUNTS>();

  slice(id: SliceId): typeof SLICE_COUNTS {
    return entryOf(this.#slices, id, SLICE_COUNTS);
  }

  device(id: string): typeof DEVICE_COUNTS {
    return entryOf(this.#devices, id, DEVICE_COUNTS);
  }

  /** Moves a unit's items between the totals of what is held and what is final. */
  change(unit: UnitChange): void {
    const slice = this.slice(unit.slice);
    const device = this.device(unit.device);
    slice.heldItems += unit.count * (Number(unit.now === 'held') - Number(unit.was === 'held'));
    const final = Number(unit.now === 'final') - Number(unit.was === 'final');
    slice.finalItems += unit.count * final;
    slice.trappedItems += unit.trapped * final;
    slice.finalFuel += unit.fuel * BigInt(final);
    device.finalItems += unit.count * final;
    device.finalFuel += unit.fuel * BigInt(final);
    if (unit.now === 'refuted') device.refutedItems += unit.count;
  }

  /** An audit that agreed with the answer (+1), or whose word does not count any more (−1). */
  vouch(
    audit: { readonly slice: SliceId; readonly device: string; readonly auditor: string },
    sign: 1 | -1,
  ): void {
    const slice = this.slice(audit.slice);
    if (audit.auditor === 'referee') slice.refereeAudits += sign;
    else slice.deviceAudits += sign;
    this.device(audit.device).passed += sign;
  }

  async write(sql: Sql): Promise<void> {
    await writeSlices(sql, [...this.#slices]);
    await writeDevices(
      sql,
      [...this.#devices].filter(([id]) => id !== 'referee'),
    );
  }
}

function entryOf<K, V extends object>(map: Map<K, V>, key: K, zero: V): V {
  const known = map.get(key);
  if (known) return known;
  const fresh = { ...zero };
  map.set(key, fresh);
  return fresh;
}

/** Totals over a slice, so that progress needs no scan of units. What is paid now needs no reservation any more. */
async function writeSlices(sql: Sql, slices: [SliceId, typeof SLICE_COUNTS][]): Promise<void> {
  if (slices.length === 0) return;
  const counts = slices.map(([, count]) => count);
  await sql.query(
    `update slice s set
       spent = s.spent + d.spent,
       held_items = held_items + d.held,
       final_items = final_items + d.final,
       trapped_items = trapped_items + d.trapped,
       final_fuel = final_fuel + d.fuel,
       executed_items = executed_items + d.executed,
       device_audits = device_audits + d.by_devices,
       referee_audits = referee_audits + d.by_referee,
       refuted_units = refuted_units + d.refuted,
       paid_items = paid_items + d.paid,
       reserved = case when owner is null then 0 else greatest(0, count - paid_items - d.paid) * reserve_per_item end
     from unnest($1::bigint[], $2::numeric[], $3::bigint[], $4::bigint[], $5::bigint[], $6::numeric[], $7::bigint[],
       $8::bigint[], $9::bigint[], $10::bigint[], $11::bigint[])
       d (id, spent, held, final, trapped, fuel, executed, by_devices, by_referee, refuted, paid)
     where s.id = d.id`,
    [
      slices.map(([id]) => id),
      counts.map((count) => count.spent),
      counts.map((count) => count.heldItems),
      counts.map((count) => count.finalItems),
      counts.map((count) => count.trappedItems),
      counts.map((count) => count.finalFuel),
      counts.map((count) => count.executedItems),
      counts.map((count) => count.deviceAudits),
      counts.map((count) => count.refereeAudits),
      counts.map((count) => count.refutedUnits),
      counts.map((count) => count.paidItems),
    ],
  );
}

/** The caller holds the devices' locks, where another coordinator could count for them too. */
async function writeDevices(sql: Sql, devices: [string, typeof DEVICE_COUNTS][]): Promise<void> {
  if (devices.length === 0) return;
  const counts = devices.map(([, count]) => count);
  await sql.query(
    `update device v set
       passed = v.passed + d.passed,
       final_items = v.final_items + d.final,
       final_fuel = v.final_fuel + d.fuel,
       refuted_items = v.refuted_items + d.refuted
     from unnest($1::text[], $2::bigint[], $3::bigint[], $4::numeric[], $5::bigint[]) d (id, passed, final, fuel, refuted)
     where v.id = d.id`,
    [
      devices.map(([id]) => id),
      counts.map((count) => count.passed),
      counts.map((count) => count.finalItems),
      counts.map((count) => count.finalFuel),
      counts.map((count) => count.refutedItems),
    ],
  );
}
