import { LEDGER_UNITS_PER_TOKEN_UNIT } from '@manyhands/protocol';
import { type Room, roomsUnder, tightest } from '../../domain/spending.ts';
import type { Sql } from '../db.ts';
import { lockExit } from './lock-exit.ts';
import { lockLimits, type Spender } from './lock-limits.ts';
import { sumUse } from './sum-use.ts';

/**
 * What may still be set aside by the limits of an account, and by the vouchers of a channel on its way out, which takes no more of them
 * [VO3]; null: nothing limits it. What it rests on is locked until the transaction ends.
 */
export async function roomFor(sql: Sql, spender: Spender): Promise<Room | null> {
  const rooms: Room[] = [];
  for (const limit of await lockLimits(sql, spender))
    rooms.push(...roomsUnder(limit, await sumUse(sql, spender.account, limit)));
  const { channel } = spender;
  const exit = channel === null ? null : await lockExit(sql, channel);
  if (channel !== null && exit !== null) {
    const free = exit.vouchered * LEDGER_UNITS_PER_TOKEN_UNIT - exit.taken;
    rooms.push({ kind: 'channel', subject: channel, of: 'exit', free });
  }
  return tightest(rooms);
}
