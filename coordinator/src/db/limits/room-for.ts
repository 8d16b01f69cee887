import { type Room, roomsUnder, tightest } from '../../domain/spending.ts';
import type { Sql } from '../db.ts';
import { lockLimits, type Spender } from './lock-limits.ts';
import { sumUse } from './sum-use.ts';

/** What may still be set aside by the limits of an account; null: there is none. The limits are locked until the transaction ends. */
export async function roomFor(sql: Sql, spender: Spender): Promise<Room | null> {
  const rooms: Room[] = [];
  for (const limit of await lockLimits(sql, spender))
    rooms.push(...roomsUnder(limit, await sumUse(sql, spender.account, limit)));
  return tightest(rooms);
}
