import type { Estimate, Progress } from '@manyhands/sdk';
import { formatTokens } from '@manyhands/sdk';
import { colors } from './colors.ts';
import type { Screen } from './screen.ts';

const BAR = 28;

/** A job's state in three lines: the bar with what it waits for, its items, and what checking and paying came to. */
export function progressLines(progress: Progress, released: number): string[] {
  const { items, final, held } = progress;
  const share = items === 0 ? 0 : final / items;
  const left = progress.secondsLeft === null ? '' : ` · ${duration(progress.secondsLeft)} left`;
  return [
    `${bar(final, held, items)} ${(100 * share).toFixed(1).padStart(5)} %${left}${reason(progress)}`,
    [
      `${count(final + held)}/${count(items)} done`,
      `${count(held)} on hold`,
      `${count(final)} final`,
      `${count(released)} in file`,
      `${progress.seats} seats`,
    ].join(' · '),
    [
      `${count(progress.audits)} audits (${progress.refuted} refuted)`,
      `${fuel(progress.fuel)} fuel`,
      ...(progress.spent === null ? [] : [`${formatTokens(BigInt(progress.spent))} HAND`]),
    ].join(' · '),
  ];
}

const reason = (progress: Progress): string =>
  progress.reason === null ? '' : colors.yellow(` · ${progress.reason.sentence}`);

function bar(final: number, held: number, items: number): string {
  const cells = (n: number): number => (items === 0 ? 0 : Math.floor((BAR * n) / items));
  const full = cells(final);
  const half = cells(final + held) - full;
  return colors.green('█'.repeat(full)) + '▒'.repeat(half) + '·'.repeat(BAR - full - half);
}

export const count = (n: number): string => n.toLocaleString('en-US');

/** 12,345,678,901 → `12.35 G`. */
export function fuel(units: string): string {
  const value = Number(units);
  const [divisor, prefix] = value >= 1e12 ? [1e12, 'T'] : value >= 1e9 ? [1e9, 'G'] : [1e6, 'M'];
  return `${(value / divisor).toFixed(2)} ${prefix}`;
}

/** 75 → `1 min 15 s`. */
export function duration(seconds: number): string {
  const whole = Math.max(0, Math.round(seconds));
  if (whole < 60) return `${whole} s`;
  if (whole < 3600) return `${Math.floor(whole / 60)} min ${whole % 60} s`;
  return `${Math.floor(whole / 3600)} h ${Math.floor((whole % 3600) / 60)} min`;
}

/** What the trial run promises, before anything is paid. */
export function showEstimate(screen: Screen, estimate: Estimate): void {
  const { items, coreSeconds, cost, seconds, audits, bound } = estimate;
  const price = cost === null ? 'free' : `about ${formatTokens(BigInt(cost))} HAND`;
  const time =
    seconds === null ? 'nobody is connected yet' : `about ${duration(seconds)} with who is here now`;
  screen.line(
    `${count(items)} items, ${duration(coreSeconds)} of one reference core · ${price} · ${time} · ` +
      `about ${count(audits)} audits, which bound wrong items at ${(100 * bound).toPrecision(2)} %`,
  );
}
