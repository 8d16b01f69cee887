/** The Mersenne primes up to an exponent, as the network finds them. */
import {
  confirm,
  type Example,
  type Finding,
  type ResultRow,
  type Size,
  textBeside,
} from '@manyhands/examples-common';
import { chart, type Panel } from '@manyhands/examples-common/svg';
import { oddPrimes } from './reference.ts';

/** Exponents of Mersenne primes below 5,000, without the even one, 2: OEIS A000043. */
export const PUBLISHED = [
  3, 5, 7, 13, 17, 19, 31, 61, 89, 107, 127, 521, 607, 1279, 2203, 2281, 3217, 4253, 4423,
];
const LARGEST: Readonly<Record<Size, number>> = { small: 1300, full: 5000 };
const EULER = 0.577_215_664_901_532_9;

/** The exponents found, ascending. */
function found(rows: readonly ResultRow[], size: Size): number[] {
  return oddPrimes(LARGEST[size]).filter((_, i) => rows[i].prime === true);
}

async function check(rows: readonly ResultRow[], size: Size): Promise<Finding[]> {
  const exponents = found(rows, size).join(', ');
  const expected = PUBLISHED.filter((p) => p <= LARGEST[size]).join(', ');
  const residues = rows.filter((row) => (row.residue === 0n) !== row.prime).length;
  return [
    confirm(
      { what: `2^p − 1 is prime for odd p ≤ ${LARGEST[size]}`, expected, found: exponents },
      exponents === expected,
    ),
    confirm({ what: 'residues that contradict', expected: '0', found: `${residues}` }, residues === 0),
  ];
}

/** How many exponents of Mersenne primes Wagstaff's conjecture expects up to p. */
const wagstaff = (p: number): number => Math.exp(EULER) * Math.log2(p);

async function picture(rows: readonly ResultRow[], size: Size): ReturnType<Example['picture']> {
  const exponents = [2, ...found(rows, size)];
  const top = Math.ceil(Math.log2(LARGEST[size]));
  const panel: Panel = {
    title: 'Mersenne primes found, and how many Wagstaff’s conjecture expects',
    x: {
      label: 'exponent',
      from: 0,
      to: top,
      ticks: Array.from({ length: top + 1 }, (_, i) => i),
      text: (tick) => String(2 ** tick),
    },
    y: { label: 'primes up to it', from: 0, to: 25, ticks: [0, 5, 10, 15, 20, 25] },
    series: [
      {
        kind: 'line',
        color: '#bbb',
        points: [
          [0, 0],
          [top, wagstaff(2 ** top)],
        ],
      },
      { kind: 'dots', color: '#a32', points: exponents.map((p, i) => [Math.log2(p), i + 1, 0]) },
    ],
  };
  return { name: 'mersenne.svg', bytes: chart([panel]) };
}

export const example: Example = {
  name: 'mersenne',
  title: 'Mersenne primes by the Lucas–Lehmer test',
  kernel: textBeside(import.meta.url, 'assembly/index.ts'),
  inputs: async (size) => `p\n${oddPrimes(LARGEST[size]).join('\n')}\n`,
  check,
  picture,
};
