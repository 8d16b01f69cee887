import { SMALLEST_SHARE, type Use } from '../consent.ts';
import { AT_EASE, type Ease, ease } from './ease.ts';
import { endsAtOnce, type Halt, type HaltCode, haltOf } from './halt.ts';
import { loadOf } from './load.ts';
import type { Clock, Readings } from './readings.ts';
import type { Rules } from './rules.ts';

/** How much of what was chosen runs: all, less because the probe or the processor's pressure says so, or none for a moment. */
interface Going {
  readonly code: 'RUNNING' | 'BUSY' | 'PRESSURE' | 'RESUMING';
}

/** What may run now, and why not more. Seats, none while it rests, and the share of each one's time, from 0.05 to 1. */
export type GovernorState = Limit & (Going | Halt);
export type GovernorCode = GovernorState['code'];

/** The most that may run: of what the consent allows, what was chosen. */
export type Limit = Use;

export interface Circumstances {
  readonly limit: Limit;
  readonly rules: Rules;
  readonly readings: Readings;
  /** How many times slower than at its best the probe runs, or null before it is known. */
  readonly slowdown: number | null;
  readonly cores: number;
  readonly clock: Clock;
}

/** What has to be remembered from one decision to the next. */
export interface Past {
  readonly ease: Ease;
  readonly rest: Rest | null;
}

/** A rest, and since when its reason is gone, in ms since 1970, or null while it is not. */
interface Rest {
  readonly code: HaltCode;
  readonly overSince: number | null;
}

export const NO_PAST: Past = { ease: AT_EASE, rest: null };

/** How long the reason of a rest must be gone before work goes on, in milliseconds: plugs and networks come and go. */
export const SETTLE_MS = 10_000;

/** Decides what may run now. Pure: the same circumstances and past give the same state. */
export function govern(around: Circumstances, past: Past): { state: GovernorState; past: Past } {
  const { limit, rules, readings, clock } = around;
  const halt = haltOf(rules, readings, clock, past.rest?.code);
  const rest: Rest | null = halt ? { code: halt.code, overSince: null } : ending(past.rest, clock.now);
  if (rest === null) {
    const next = ease(past.ease, loadNow(around, past.ease), clock.now);
    return { state: running(limit, next), past: { ease: next, rest } };
  }
  const idle = { threads: 0, share: limit.share };
  return { state: { ...(halt ?? RESUMING), ...idle }, past: { ease: past.ease, rest } };
}

const RESUMING: Going = { code: 'RESUMING' };

/** What is left of a rest without a reason. */
function ending(rest: Rest | null, now: number): Rest | null {
  if (rest === null || endsAtOnce(rest.code)) return null;
  const overSince = rest.overSince ?? now;
  return now - overSince >= SETTLE_MS ? null : { ...rest, overSince };
}

function loadNow({ limit, readings, slowdown, cores }: Circumstances, { level }: Ease) {
  const own = limit.threads * limit.share * level;
  return loadOf(slowdown, readings.hidden ? null : readings.pressure, { own, cores });
}

function running(limit: Limit, { level, by }: Ease): GovernorState {
  if (level === 1) return { code: 'RUNNING', ...limit };
  return { code: by === 'probe' ? 'BUSY' : 'PRESSURE', ...easedLimit(limit, level) };
}

/** Fewer threads rather than a smaller share of each: that frees whole cores for others. */
export function easedLimit({ threads, share }: Limit, level: number): Limit {
  const fewer = Math.max(1, Math.ceil(threads * level));
  return { threads: fewer, share: Math.max(SMALLEST_SHARE, (threads * share * level) / fewer) };
}
