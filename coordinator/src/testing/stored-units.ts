import type { Db } from '../db/db.ts';
import { readLog } from '../db/journal/read-segments.ts';
import type { LoggedUnit, SliceSpan } from '../dispatch/slice-log.ts';

/** Every attempt at every unit that a database holds, slice by slice in the order of items. */
export async function storedUnits(db: Db): Promise<LoggedUnit[]> {
  const slices = await db.query<SliceSpan>('select id, first, count from slice order by job, first');
  const units: LoggedUnit[] = [];
  for (const slice of slices)
    units.push(...[...(await readLog(db, slice)).attempts()].sort((a, b) => a.first - b.first));
  return units;
}
