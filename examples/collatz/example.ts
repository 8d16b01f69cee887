/** Records of the Collatz walk, as the network finds them. */
import { confirm, type Example, type Finding, type Size, textBeside } from '@manyhands/examples-common';
import { type Axis, chart, type Panel } from '@manyhands/examples-common/svg';
import { DELAY_RECORDS, PATH_RECORDS, WIDE_RECORDS } from './published.ts';
import type { Records } from './reference.ts';

/** Walks from 1 to `last` in ranges of `width`. */
const PLANS: Readonly<Record<Size, { readonly last: number; readonly width: number }>> = {
  small: { last: 1_000_000, width: 62_500 },
  full: { last: 100_000_000, width: 500_000 },
};

/** Besides the plan: a few starts around each record whose peak exceeds 64 bits. */
const AROUND = 500n;

function table(size: Size): string {
  const { last, width } = PLANS[size];
  const ranges = Array.from({ length: last / width }, (_, i) => `${i * width + 1},${(i + 1) * width}`);
  const wide = WIDE_RECORDS.map(([start]) => `${start - AROUND},${start + AROUND}`);
  return `first,last\n${[...ranges, ...wide].join('\n')}\n`;
}

/** The kernel's columns: starts with their steps, and starts with the upper and lower halves of their peaks. */
export interface Columns {
  readonly longest: BigUint64Array;
  readonly steps: Uint32Array;
  readonly highest: BigUint64Array;
  readonly peakHigh: BigUint64Array;
  readonly peakLow: BigUint64Array;
}

/** One item's records, as the reference gives them. */
export function recordsIn({ longest, steps, highest, peakHigh, peakLow }: Columns): Records {
  return {
    longest: Array.from(longest, (start, i) => ({ start, steps: steps[i] })),
    highest: Array.from(highest, (start, i) => ({ start, peak: (peakHigh[i] << 64n) | peakLow[i] })),
  };
}

/** Those whose value beats all before. */
function beating<T>(all: readonly T[], measure: (one: T) => number | bigint): T[] {
  const kept: T[] = [];
  for (const one of all) {
    const best = kept.at(-1);
    if (best === undefined || measure(one) > measure(best)) kept.push(one);
  }
  return kept;
}

/** Records of consecutive ranges together. */
export const merge = (parts: readonly Records[]): Records => ({
  longest: beating(
    parts.flatMap((part) => part.longest),
    (one) => one.steps,
  ),
  highest: beating(
    parts.flatMap((part) => part.highest),
    (one) => one.peak,
  ),
});

const asText = (pairs: readonly (readonly [bigint, number | bigint])[]): string =>
  pairs.map(([start, value]) => `${start}:${value}`).join(' ');

function compare(
  what: string,
  found: readonly (readonly [bigint, number | bigint])[],
  published: readonly (readonly [bigint, number | bigint])[],
): Finding {
  const differing = published.find((pair, i) => asText([pair]) !== asText(found.slice(i, i + 1)));
  const holds = differing === undefined && found.length === published.length;
  const expected = differing ? asText([differing]) : `${published.length} records`;
  return confirm({ what, expected, found: holds ? `${found.length} records` : asText(found) }, holds);
}

function totalOf(rows: readonly Columns[], size: Size): Records {
  const { last, width } = PLANS[size];
  return merge(rows.slice(0, last / width).map(recordsIn));
}

async function check(rows: readonly Columns[], size: Size): Promise<Finding[]> {
  const { last, width } = PLANS[size];
  const { longest, highest } = totalOf(rows, size);
  const below = <T>(pairs: readonly (readonly [bigint, T])[]): (readonly [bigint, T])[] =>
    pairs.filter(([start]) => start <= last);
  const wide = rows.slice(last / width).map((row, i) => {
    const [start, peak] = WIDE_RECORDS[i];
    const found = recordsIn(row).highest.at(-1);
    const holds = found?.start === start && found.peak === peak;
    return confirm(
      { what: `peak of ${start}, beyond 64 bits`, expected: `${peak}`, found: `${found?.peak}` },
      holds,
    );
  });
  return [
    compare(
      `delay records up to ${last}`,
      longest.map((one) => [one.start, one.steps]),
      below(DELAY_RECORDS),
    ),
    compare(
      `path records up to ${last}`,
      highest.map((one) => [one.start, one.peak]),
      below(PATH_RECORDS),
    ),
    ...wide,
  ];
}

const log10 = (value: bigint): number => Math.log10(Number(value));
const powerOfTen = (exponent: number): string => `10^${exponent}`;
const evenly = (to: number, step: number): number[] =>
  Array.from({ length: to / step + 1 }, (_, i) => i * step);

async function picture(rows: readonly Columns[], size: Size): ReturnType<Example['picture']> {
  const { longest, highest } = totalOf(rows, size);
  const decades = Math.ceil(Math.log10(PLANS[size].last));
  const x: Axis = { label: 'start', from: 0, to: decades, ticks: evenly(decades, 1), text: powerOfTen };
  const delays: Panel = {
    title: 'Starts whose walk takes more steps than any before',
    x,
    y: { label: 'steps', from: 0, to: 1000, ticks: evenly(1000, 200) },
    series: [{ kind: 'dots', color: '#246', points: longest.map((one) => [log10(one.start), one.steps, 0]) }],
  };
  const peaks: Panel = {
    title: 'Starts whose walk climbs higher than any before, and the square of the start',
    x,
    y: { label: 'highest point', from: 0, to: 16, ticks: evenly(16, 4), text: powerOfTen },
    series: [
      {
        kind: 'line',
        color: '#bbb',
        points: [
          [0, 0],
          [decades, 2 * decades],
        ],
      },
      { kind: 'dots', color: '#a32', points: highest.map((one) => [log10(one.start), log10(one.peak), 0]) },
    ],
  };
  return { name: 'collatz.svg', bytes: chart([delays, peaks]) };
}

export const example: Example<Columns> = {
  name: 'collatz',
  title: 'Records of the Collatz walk',
  kernel: textBeside(import.meta.url, 'assembly/index.ts'),
  inputs: async (size) => table(size),
  check,
  picture,
};
