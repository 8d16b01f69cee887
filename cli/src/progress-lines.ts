import type { Policy } from '@manyhands/protocol';
import type { Estimate, Progress } from '@manyhands/sdk';
import { formatTokens } from '@manyhands/sdk';
import { colors } from './colors.ts';
import type { Screen } from './screen.ts';

const BAR = 28;

/**
 * A job's state in three lines: the bar with what it waits for, its items, and what checking and paying came to. `released`:
 * rows on disk, null where none are written.
 */
export function progressLines(progress: Progress, released: number | null): string[] {
  const { items, final, held } = progress;
  const share = items === 0 ? 0 : final / items;
  const left = progress.secondsLeft === null ? '' : ` · ${duration(progress.secondsLeft)} left`;
  return [
    `${bar(final, held, items)} ${(100 * share).toFixed(1).padStart(5)} %${left}${reason(progress)}`,
    [
      `${count(final + held)}/${count(items)} done`,
      `${count(held)} on hold`,
      `${count(final)} final`,
      ...(progress.failed > 0 ? [colors.red(`${count(progress.failed)} failed`)] : []),
      ...writtenOf(progress, released),
      `${progress.seats} seats`,
    ].join(' · '),
    [
      `${count(progress.audits)} audits (${progress.refuted} refuted)`,
      `${fuel(progress.fuel)} fuel`,
      ...(progress.spent === null ? [] : [`${formatTokens(BigInt(progress.spent))} HAND`]),
    ].join(' · '),
  ];
}

const writtenOf = ({ folded }: Progress, released: number | null): string[] => {
  if (folded !== null) return [`${count(folded)} folded`];
  return released === null ? [] : [`${count(released)} in file`];
};

const reason = (progress: Progress): string =>
  progress.reason === null ? '' : colors.yellow(` · ${progress.reason.sentence}`);

export function bar(final: number, held: number, items: number): string {
  const cells = (n: number): number => (items === 0 ? 0 : Math.floor((BAR * n) / items));
  const full = cells(final);
  const half = cells(final + held) - full;
  return colors.green('█'.repeat(full)) + '▒'.repeat(half) + '·'.repeat(BAR - full - half);
}

export const count = (n: number): string => n.toLocaleString('en-US');

/** 12,345,678,901 → `12.35 G`. */
export function fuel(units: string): string {
  const value = Number(units);
  const scale = SCALES.find(([divisor]) => value >= divisor);
  return scale === undefined ? String(value) : `${(value / scale[0]).toFixed(2)} ${scale[1]}`;
}

const SCALES = [
  [1e12, 'T'],
  [1e9, 'G'],
  [1e6, 'M'],
  [1e3, 'k'],
] as const;

/** 75 → `1 min 15 s`. */
export function duration(seconds: number): string {
  const whole = Math.max(0, Math.round(seconds));
  if (whole < 60) return `${whole} s`;
  if (whole < 3600) return `${Math.floor(whole / 60)} min ${whole % 60} s`;
  return `${Math.floor(whole / 3600)} h ${Math.floor((whole % 3600) / 60)} min`;
}

/** What the trial run promises, before anything is paid: cost, time, and what checking costs and proves. */
export function showEstimate(screen: Screen, estimate: Estimate): void {
  const { items, coreSeconds, cost, seconds, alternatives } = estimate;
  const price = cost === null ? 'free' : `about ${formatTokens(BigInt(cost))} HAND`;
  const time =
    seconds === null ? 'nobody is connected yet' : `about ${duration(seconds)} with who is here now`;
  screen.line(`${count(items)} items, ${duration(coreSeconds)} of one reference core · ${price} · ${time}`);
  screen.line(`  checked by ${assurance(estimate)}`);
  for (const line of priceLines(estimate)) screen.line(line);
  for (const { item, failure, printed } of estimate.trial ?? []) {
    if (failure !== null) screen.line(colors.yellow(`  item ${item}, which was tried, fails: ${failure}`));
    for (const line of printed) screen.line(`  ${item} | ${line}`);
  }
  for (const other of alternatives)
    screen.line(colors.dim(`  or ${nameOf(other.policy)}: ${assurance(other)}`));
}

/** Who shares in a paid job's price, and what is set aside for its checks; nothing of a free one. */
function priceLines({ cost, shares = [], verificationPpm }: Estimate): string[] {
  if (cost === null) return [];
  const parts = shares.map(({ role, payee, ppm }) =>
    [SHARE_WORDS[role], priceShareWords(ppm), ...(payee === null ? [] : [`(${payee})`])].join(' '),
  );
  const rest = 1e6 - shares.reduce((sum, { ppm }) => sum + ppm, 0);
  return [
    `  of the price ${[...parts, `whoever computes ${priceShareWords(rest)}`].join(', ')}`,
    ...(verificationPpm === undefined
      ? []
      : [`  set aside for checks: up to ${priceShareWords(verificationPpm)} on top of each item at its cap`]),
  ];
}

const SHARE_WORDS = { fee: 'operator', author: 'author', data: 'dataset’s owner' } as const;

/** Millionths to the last one: a price is never rounded. */
export const priceShareWords = (ppm: number): string => `${ppm / 10_000} %`;

type Promised = Pick<Estimate, 'executionsPerItem' | 'audits' | 'bound' | 'confidencePpm' | 'colludingPpm'>;

/** “1.04 executions an item, about 40 audits: at most 0.1 % wrong (confidence 95 %, …)” */
const assurance = ({ executionsPerItem, audits, bound, confidencePpm, colludingPpm }: Promised): string =>
  `${executionsPerItem.toFixed(2)} executions an item, about ${count(audits)} audits: at most ${percent(bound)} wrong ` +
  `(confidence ${percent(confidencePpm / 1e6)}, if up to ${percent(colludingPpm / 1e6)} of checks collude)`;

const nameOf = (policy: Policy): string =>
  policy.kind === 'quorum' ? `quorum:${policy.executions}/${policy.equal}` : policy.kind;

export const percent = (share: number): string => `${Number((100 * share).toPrecision(2))} %`;
