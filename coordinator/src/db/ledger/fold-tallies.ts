import { type DeviceChange, Tally, type TallyLine } from '../../dispatch/tally.ts';
import { Breath } from '../breath.ts';
import type { Db, Sql } from '../db.ts';
import { addNetworkFuel } from '../network/add-network-fuel.ts';
import { addToVisits } from '../sites/add-to-visits.ts';

/** Tallies folded in one transaction. */
const PAGE = 200;

/**
 * Folds what commits added to ledger accounts, devices and visits to sites into their tables, once each: a tally is deleted where it is
 * folded. What commits stored before this was called is in the tables when it returns.
 */
export async function foldTallies(db: Db): Promise<void> {
  while ((await db.transaction(foldSome)) === PAGE);
}

async function foldSome(sql: Sql): Promise<number> {
  const rows = await sql.query<{ id: number; sums: Uint8Array }>(
    `delete from tally where id in (select id from tally order by id limit $1 for update) returning id, sums`,
    [PAGE],
  );
  if (rows.length === 0) return 0;
  const tally = new Tally();
  const breath = new Breath();
  for (const row of rows) {
    tally.addPacked(row.sums);
    await breath.taken();
  }
  const ids = rows.map((row) => row.id);
  await appendEntries(sql, `tallies:${Math.min(...ids)}-${Math.max(...ids)}`, [...tally.lines()]);
  await addToDevices(sql, [...tally.devices]);
  await addToVisits(sql, tally.visits);
  let fuel = 0n;
  for (const change of tally.devices.values()) fuel += change.finalFuel;
  await addNetworkFuel(sql, fuel);
  return rows.length;
}

/** Sums of accounts over many units: entries of one transaction, which add up to zero as those of each unit do [LG1]. */
async function appendEntries(sql: Sql, txn: string, lines: readonly TallyLine[]): Promise<void> {
  if (lines.length === 0) return;
  await sql.query(
    `insert into entry (txn, line, account, amount, job, kind)
     select $1, * from unnest($2::int[], $3::text[], $4::numeric[], $5::text[], $6::text[])`,
    [
      txn,
      lines.map((_, line) => line),
      lines.map((line) => line.account),
      lines.map((line) => line.amount),
      lines.map((line) => line.job),
      lines.map((line) => line.kind),
    ],
  );
}

/** In the order of ids, so that nobody who locks devices waits in a circle. */
async function addToDevices(sql: Sql, devices: [string, DeviceChange][]): Promise<void> {
  if (devices.length === 0) return;
  devices.sort(([a], [b]) => (a < b ? -1 : 1));
  const changes = devices.map(([, change]) => change);
  await sql.query(
    `insert into device as v (id, passed, final_items, final_fuel, refuted_items)
     select * from unnest($1::text[], $2::bigint[], $3::bigint[], $4::numeric[], $5::bigint[])
     on conflict (id) do update set
       passed = v.passed + excluded.passed,
       final_items = v.final_items + excluded.final_items,
       final_fuel = v.final_fuel + excluded.final_fuel,
       refuted_items = v.refuted_items + excluded.refuted_items`,
    [
      devices.map(([id]) => id),
      changes.map((change) => change.passed),
      changes.map((change) => change.finalItems),
      changes.map((change) => change.finalFuel),
      changes.map((change) => change.refutedItems),
    ],
  );
}
