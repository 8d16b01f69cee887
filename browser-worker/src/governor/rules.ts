import { type DayWindow, MINUTES_OF_DAY } from '../hours.ts';

/** When this machine may compute, as its contributor chose. How much it may use at most is part of the consent. */
export interface Rules {
  /** `charging`: only while plugged in and charged above a level; `level`: also unplugged, above the level. */
  readonly battery: 'charging' | 'level' | 'ignore';
  /** The least charge to work at, from 0 to 0.95. */
  readonly batteryAbove: number;
  /** Connections that are metered, or on which the visitor asked sites to save data. */
  readonly metered: 'rest' | 'ignore';
  /** Whether work rests while the page is in the background. */
  readonly hidden: 'rest' | 'ignore';
  /** Whether work rests while somebody uses the machine. */
  readonly inUse: 'rest' | 'ignore';
  /** When it may work, or null: always. */
  readonly hours: DayWindow | null;
  readonly pause: Pause;
}

export type Pause =
  | { readonly kind: 'none' }
  /** Until a time in milliseconds since 1970. */
  | { readonly kind: 'until'; readonly at: number }
  /** Until the page is opened again; never stored. */
  | { readonly kind: 'restart' };

export const DEFAULT_RULES: Rules = {
  battery: 'charging',
  batteryAbove: 0.5,
  metered: 'rest',
  hidden: 'ignore',
  inUse: 'ignore',
  hours: null,
  pause: { kind: 'none' },
};

/** On the card of a site: a page that its visitor has turned away from computes nothing, unless that is chosen. */
export const CARD_RULES: Rules = { ...DEFAULT_RULES, hidden: 'rest' };

/** The longest timed pause that is believed, in milliseconds: a machine must not rest for ever because of a wrong clock. */
export const LONGEST_PAUSE_MS = 24 * 3_600_000;
const MOST_CHARGE = 0.95;

/** Rules from whatever was stored or sent: each that is not valid is the default one. Never throws. */
export function checkedRules(value: unknown): Rules {
  const given = fieldsOf(value);
  return {
    battery: oneOf(['charging', 'level', 'ignore'], given.battery, DEFAULT_RULES.battery),
    batteryAbove: isWithin(given.batteryAbove, 0, MOST_CHARGE)
      ? given.batteryAbove
      : DEFAULT_RULES.batteryAbove,
    metered: oneOf(['rest', 'ignore'], given.metered, DEFAULT_RULES.metered),
    hidden: oneOf(['rest', 'ignore'], given.hidden, DEFAULT_RULES.hidden),
    inUse: oneOf(['rest', 'ignore'], given.inUse, DEFAULT_RULES.inUse),
    hours: checkedHours(given.hours),
    pause: checkedPause(given.pause),
  };
}

/** Rules from a stored text, or the usual ones where there is none. */
export function rulesFromText(text: string, usual: Rules = DEFAULT_RULES): Rules {
  try {
    return text === '' ? usual : checkedRules(JSON.parse(text));
  } catch {
    return usual;
  }
}

/** What is stored of rules. */
export const textOfRules = (rules: Rules): string =>
  JSON.stringify(rules.pause.kind === 'restart' ? { ...rules, pause: { kind: 'none' } } : rules);

function checkedHours(value: unknown): DayWindow | null {
  const { from, to } = fieldsOf(value);
  return isMinute(from) && isMinute(to) && from !== to ? { from, to } : null;
}

function checkedPause(value: unknown): Pause {
  const { kind, at } = fieldsOf(value);
  if (kind === 'restart') return { kind };
  if (kind === 'until' && isWithin(at, 0, Number.MAX_SAFE_INTEGER)) return { kind, at };
  return DEFAULT_RULES.pause;
}

const fieldsOf = (value: unknown): Record<string, unknown> =>
  typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};

const oneOf = <T extends string>(allowed: readonly T[], value: unknown, otherwise: T): T =>
  allowed.find((one) => one === value) ?? otherwise;

const isWithin = (value: unknown, least: number, most: number): value is number =>
  typeof value === 'number' && value >= least && value <= most;

const isMinute = (value: unknown): value is number =>
  Number.isInteger(value) && isWithin(value, 0, MINUTES_OF_DAY - 1);
