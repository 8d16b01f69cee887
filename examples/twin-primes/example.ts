/** Primes and twin primes below powers of ten, as the network counts them. */
import { confirm, type Example, type Finding, type Size, textBeside } from '@manyhands/examples-common';
import { chart, type Panel } from '@manyhands/examples-common/svg';
import type { Count } from './reference.ts';

/** Primes below 10^n, n = 1, 2, …: OEIS A006880. */
const PRIMES_BELOW = [4, 25, 168, 1229, 9592, 78_498, 664_579, 5_761_455, 50_847_534, 455_052_511];
/** Pairs of twin primes (p, p + 2) with p below 10^n: OEIS A007508. */
const TWINS_BELOW = [2, 8, 35, 205, 1224, 8169, 58_980, 440_312, 3_424_506, 27_412_679];
/** Brun's constant as Thomas Nicely estimated it from all twin primes below 1.6·10^15. */
const BRUN = 1.902_160_582_4;
/** C2 of Hardy and Littlewood: the product of p(p − 2)/(p − 1)² over odd primes. */
const TWIN_CONSTANT = 0.660_161_815_846_869_6;

/** Every decade up to 10^decades in ranges of at most `width`. */
const PLANS: Readonly<Record<Size, { readonly decades: number; readonly width: number }>> = {
  small: { decades: 8, width: 5_000_000 },
  full: { decades: 10, width: 50_000_000 },
};

interface Range {
  readonly first: number;
  readonly end: number;
}

function rangesOf(size: Size): Range[] {
  const { decades, width } = PLANS[size];
  return Array.from({ length: decades }, (_, n) => decade(n, width)).flat();
}

/** From 10^n (0 for the first) to 10^(n + 1). */
function decade(n: number, width: number): Range[] {
  const start = n === 0 ? 0 : 10 ** n;
  const end = 10 ** (n + 1);
  const count = Math.ceil((end - start) / width);
  return Array.from({ length: count }, (_, i) => ({
    first: start + i * width,
    end: Math.min(end, start + (i + 1) * width),
  }));
}

/** Everything below the end of each range. */
function runningTotals(
  rows: readonly Count[],
  size: Size,
): { readonly end: number; readonly below: Count }[] {
  let below: Count = { primes: 0n, twins: 0n, reciprocals: 0 };
  return rangesOf(size).map(({ end }, i) => {
    const { primes, twins, reciprocals } = rows[i];
    below = {
      primes: below.primes + primes,
      twins: below.twins + twins,
      reciprocals: below.reciprocals + reciprocals,
    };
    return { end, below };
  });
}

/** What Hardy and Littlewood's conjecture adds for the twin primes beyond `end`. */
const extrapolated = (sum: number, end: number): number => sum + (4 * TWIN_CONSTANT) / Math.log(end);

async function check(rows: readonly Count[], size: Size): Promise<Finding[]> {
  const totals = runningTotals(rows, size);
  const { decades } = PLANS[size];
  const findings = Array.from({ length: decades }, (_, n) => {
    const below = totals.find(({ end }) => end === 10 ** (n + 1))?.below;
    const found = `${below?.primes} primes, ${below?.twins} pairs of twins`;
    const expected = `${PRIMES_BELOW[n]} primes, ${TWINS_BELOW[n]} pairs of twins`;
    return confirm({ what: `below 10^${n + 1}`, expected, found }, found === expected);
  });
  return [...findings, brunFinding(totals[totals.length - 1])];
}

/** The error of the extrapolation is of the order of the root of the last prime, divided by it and its logarithm. */
function brunFinding({ end, below }: { end: number; below: Count }): Finding {
  const estimate = extrapolated(below.reciprocals, end);
  const tolerance = 4 / Math.sqrt(end) / Math.log(end);
  return confirm(
    {
      what: `Brun's constant, from the sum ${below.reciprocals.toFixed(9)} and Hardy and Littlewood's conjecture`,
      expected: `${BRUN} ± ${tolerance.toPrecision(1)}`,
      found: estimate.toFixed(7),
    },
    Math.abs(estimate - BRUN) < tolerance,
  );
}

async function picture(rows: readonly Count[], size: Size): ReturnType<Example['picture']> {
  const { decades } = PLANS[size];
  const totals = runningTotals(rows, size);
  const ticks = Array.from({ length: decades }, (_, i) => i + 1);
  const at = (value: (end: number, below: Count) => number): [number, number][] =>
    totals.map(({ end, below }) => [Math.log10(end), value(end, below)]);
  const panel: Panel = {
    title: 'Sum of 1/p + 1/(p + 2) over twin primes (blue), with the rest extrapolated (red)',
    x: { label: 'twin primes below', from: 1, to: decades, ticks, text: (n) => `10^${n}` },
    y: { label: 'sum', from: 0.8, to: 2.2, ticks: [0.8, 1, 1.2, 1.4, 1.6, 1.8, 2, 2.2] },
    series: [
      {
        kind: 'line',
        color: '#bbb',
        points: [
          [1, BRUN],
          [decades, BRUN],
        ],
      },
      { kind: 'line', color: '#246', points: at((_, below) => below.reciprocals) },
      { kind: 'line', color: '#a32', points: at((end, below) => extrapolated(below.reciprocals, end)) },
    ],
  };
  return { name: 'twin-primes.svg', bytes: chart([panel]) };
}

export const example: Example<Count> = {
  name: 'twin-primes',
  title: 'Twin primes below powers of ten, and Brun’s constant',
  kernel: textBeside(import.meta.url, 'assembly/index.ts'),
  inputs: async (size) =>
    `first,end\n${rangesOf(size)
      .map(({ first, end }) => `${first},${end}`)
      .join('\n')}\n`,
  check,
  picture,
};
