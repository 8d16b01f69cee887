/** What `manyhands work` is set to: by its options, by a file, or not at all. */
import { ALWAYS, parseDays, parseHours, type Schedule, SEAT_MB } from '@manyhands/browser-worker/server';
import { InvalidArgumentError } from 'commander';
import { UsageError } from '../exit-codes.ts';
import { homeFolder } from '../home.ts';
import {
  categoryList,
  coordinatorUrl,
  coreShare,
  DEFAULT_COORDINATOR,
  hostAndPort,
  jobIds,
  payee,
  usage,
  wholeNumber,
} from '../options.ts';

const some = usage((text: string): string => {
  if (text === '') throw new Error('a name is needed, not an empty text');
  return text;
});

/** Each setting by its name in the file, with the check that its option on the command line has too. */
export const CHECKS = {
  coordinator: coordinatorUrl,
  threads: wholeNumber(1, 256),
  account: payee,
  share: coreShare,
  hours: usage(parseHours),
  days: usage(parseDays),
  drainSeconds: wholeNumber(0, 86_400),
  seatMb: wholeNumber(64, 65_536),
  state: some,
  metrics: hostAndPort,
  joinKeyFile: some,
  categories: categoryList,
  job: jobIds,
};
type Name = keyof typeof CHECKS;

/** What somebody said. */
export type Given = { readonly [K in Name]?: ReturnType<(typeof CHECKS)[K]> };

export interface Settings extends Omit<Given, 'hours' | 'days'> {
  readonly coordinator: string;
  readonly share: number;
  readonly drainSeconds: number;
  readonly seatMb: number;
  readonly state: string;
  readonly schedule: Schedule;
}

/** What a file says of itself is below what the command line says. */
export function settingsOf(file: Given, commandLine: Given): Settings {
  const { hours, days, drainSeconds = 30, ...given } = { ...file, ...commandLine };
  const shortest = Math.min(
    ...(hours ?? ALWAYS.windows).map(({ from, to }) => (to - from + 1440) % 1440 || 1440),
  );
  if (shortest * 60 <= drainSeconds)
    throw new UsageError(
      `hours of ${shortest} minutes end before anything begins: ${drainSeconds} s of them are kept for ending in time (drainSeconds)`,
    );
  return {
    coordinator: DEFAULT_COORDINATOR,
    share: 1,
    drainSeconds,
    seatMb: SEAT_MB,
    state: homeFolder(),
    ...given,
    schedule: { windows: hours ?? ALWAYS.windows, days: days ?? ALWAYS.days },
  };
}

/** Settings that a running process cannot take up. */
const FIXED = ['coordinator', 'state', 'metrics', 'joinKeyFile'] as const;

/** What of `changed` can be taken up at once, and the names of what waits for a restart. */
export function reloaded(present: Settings, changed: Settings): { settings: Settings; waiting: string[] } {
  const { coordinator, state, metrics, joinKeyFile } = present;
  const waiting = FIXED.filter((name) => JSON.stringify(present[name]) !== JSON.stringify(changed[name]));
  return { settings: { ...changed, coordinator, state, metrics, joinKeyFile }, waiting };
}

/** Reads one JSON object of settings. Throws a UsageError that names file, line and key, and says what to write. */
export function parseConfig(text: string, file: string): Given {
  const value = parseJson(text, file);
  if (value === null || typeof value !== 'object' || Array.isArray(value))
    throw new UsageError(
      `${file}: one JSON object is needed, such as {"threads": 4, "hours": "22:00-06:00"}`,
    );
  const lines = linesOfKeys(text);
  const fail = (key: string, problem: string): never => {
    throw new UsageError(`${file}:${lines.get(key)?.at(-1) ?? 1}: “${key}” ${problem}`);
  };
  return Object.fromEntries(
    Object.entries(value).map(([key, setting]) => {
      if (!Object.hasOwn(CHECKS, key))
        fail(key, `is no setting; there are ${Object.keys(CHECKS).join(', ')}`);
      if ((lines.get(key)?.length ?? 0) > 1)
        fail(key, `is there twice, first in line ${lines.get(key)?.[0]}; keep one`);
      if (typeof setting !== 'string' && typeof setting !== 'number')
        fail(key, `is neither a text nor a number; delete the line to leave it open`);
      return [key, checked(key as Name, String(setting), fail)];
    }),
  );
}

function checked(key: Name, text: string, fail: (key: string, problem: string) => never): unknown {
  try {
    return CHECKS[key](text);
  } catch (error) {
    if (!(error instanceof InvalidArgumentError)) throw error;
    return fail(key, `is “${text}”: ${error.message}`);
  }
}

function parseJson(text: string, file: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    const { message } = error as SyntaxError;
    const position = /at position (\d+)/.exec(message)?.[1];
    const line = position === undefined ? '' : `:${lineOf(text, Number(position))}`;
    throw new UsageError(`${file}${line}: this is no JSON: ${message}`);
  }
}

const lineOf = (text: string, position: number): number => text.slice(0, position).split('\n').length;

/** Settings are texts and numbers, so each text before a colon is a key. */
function linesOfKeys(text: string): Map<string, number[]> {
  const lines = new Map<string, number[]>();
  for (const { 1: quoted, 2: colon, index } of text.matchAll(/("(?:[^"\\]|\\.)*")(\s*:)?/g)) {
    if (colon === undefined) continue;
    const key = JSON.parse(quoted) as string;
    lines.set(key, [...(lines.get(key) ?? []), lineOf(text, index)]);
  }
  return lines;
}
