/** What an account allows itself to spend, by key and by channel. Amounts in ledger units; a day is one of UTC. */

/** Whose spending is limited: all that jobs started under one key cost, or all that is paid from one channel. */
export interface LimitOf {
  readonly kind: 'key' | 'channel';
  /** The key's id, or the channel's at the hub. */
  readonly subject: string;
}

export interface SpendingLimit extends LimitOf {
  /** Null: there is none. */
  readonly perDay: bigint | null;
  readonly total: bigint | null;
  /** What the ledger had charged before today. */
  readonly before: bigint;
}

/** What is spent and bound under a limit. */
export interface Use {
  readonly spent: bigint;
  /** Set aside for slices under way. */
  readonly reserved: bigint;
  /** What running jobs, and stages that are yet to begin, may still cost by their budgets. */
  readonly open: bigint;
}

/** How much more may be set aside under a limit now. */
export interface Room extends LimitOf {
  /** `exit`: the channel is being withdrawn, and its vouchers are all that it pays. */
  readonly of: 'day' | 'total' | 'exit';
  readonly free: bigint;
}

/**
 * What may still be set aside. Whatever is set aside may be charged today, so that no more than the limit is charged on a day, however
 * the day was begun [SP1].
 */
export function roomsUnder({ kind, subject, perDay, total, before }: SpendingLimit, use: Use): Room[] {
  const taken = use.spent + use.reserved;
  const rooms: Room[] = [];
  if (perDay !== null) rooms.push({ kind, subject, of: 'day', free: perDay - (taken - before) });
  if (total !== null) rooms.push({ kind, subject, of: 'total', free: total - taken });
  return rooms;
}

/** The one that leaves the least; null where nothing is limited. */
export const tightest = (rooms: readonly Room[]): Room | null =>
  rooms.reduce<Room | null>((least, room) => (least === null || room.free < least.free ? room : least), null);

/** How much a total is exceeded by where `more` is promised beside what is spent and may still be; 0n: it is not. */
export function excessOver({ total }: SpendingLimit, { spent, open }: Use, more: bigint): bigint {
  const excess = total === null ? 0n : spent + open + more - total;
  return excess > 0n ? excess : 0n;
}
