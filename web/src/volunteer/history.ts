/** What this device did, day by day. Pure: the page keeps it as a text. */

/** The device's totals at the end of a day, as the coordinator had them on its books. */
export interface Day {
  /** Days since 1970, in the visitor's own time. */
  readonly day: number;
  readonly items: number;
  /** Decimal digits: instructions, final. */
  readonly fuel: string;
  /** Decimal digits: token units, final. */
  readonly earned: string;
}

/** What was added in one day. */
export interface Done {
  readonly day: number;
  readonly items: number;
  readonly fuel: bigint;
  readonly earned: bigint;
}

const LONGEST_DAYS = 366;
const DAY_MS = 86_400_000;

/** The day of a moment (milliseconds since 1970), `offsetMinutes` as `Date.getTimezoneOffset` has it. */
export const dayOf = (ms: number, offsetMinutes: number): number =>
  Math.floor((ms - offsetMinutes * 60_000) / DAY_MS);

/** A kept text's days, the oldest first; a damaged text is no history. */
export function parseHistory(text: string): readonly Day[] {
  try {
    const days: unknown = JSON.parse(text);
    return Array.isArray(days) ? days.filter(isDay).slice(-LONGEST_DAYS) : [];
  } catch {
    return [];
  }
}

function isDay(value: unknown): value is Day {
  const { day, items, fuel, earned } = (value ?? {}) as Partial<Record<keyof Day, unknown>>;
  const isDigits = (text: unknown): boolean => typeof text === 'string' && /^\d{1,38}$/.test(text);
  return Number.isSafeInteger(day) && Number.isSafeInteger(items) && isDigits(fuel) && isDigits(earned);
}

/** With today's totals in place of older ones of today. A clock that went back changes nothing. */
export function withToday(days: readonly Day[], today: Day): readonly Day[] {
  const last = days.at(-1);
  if (last !== undefined && last.day > today.day) return days;
  const before = last?.day === today.day ? days.slice(0, -1) : days;
  return [...before, today].slice(-LONGEST_DAYS);
}

/** What each of the last `count` days up to `today` added, the oldest first. Totals that fell were another device's. */
export function doneByDay(days: readonly Day[], today: number, count: number): readonly Done[] {
  return Array.from({ length: count }, (_, i) => {
    const day = today - count + 1 + i;
    const at = days.findIndex((each) => each.day === day);
    if (at < 0) return { day, items: 0, fuel: 0n, earned: 0n };
    const [now, before] = [days[at], days[at - 1]];
    const fresh = before === undefined || before.items > now.items || BigInt(before.fuel) > BigInt(now.fuel);
    return {
      day,
      items: now.items - (fresh ? 0 : before.items),
      fuel: BigInt(now.fuel) - (fresh ? 0n : BigInt(before.fuel)),
      earned: atLeastNothing(BigInt(now.earned) - (fresh ? 0n : BigInt(before.earned))),
    };
  });
}

const atLeastNothing = (amount: bigint): bigint => (amount < 0n ? 0n : amount);
