/** Genome alignment, as the network runs it. */
import { confirm, type Example, type Finding, type Size, textBeside } from '@manyhands/examples-common';
import { chart, type Panel } from '@manyhands/examples-common/svg';
import { readGenome, readReads } from './input.ts';
import { type Alignment, align, parseFasta } from './reference.ts';

/** Every so many reads of the file are aligned, and every so many of those compared with the reference. */
const PLANS: Readonly<Record<Size, { readonly every: number; readonly compared: number }>> = {
  small: { every: 20, compared: 10 },
  full: { every: 1, compared: 40 },
};
/** Bases a point of the picture. */
const STRETCH = 250;

const readsOf = (size: Size): string[] => readReads().filter((_, i) => i % PLANS[size].every === 0);

const genomeBases = (): string => parseFasta(new TextDecoder().decode(readGenome()));

const isEqual = (found: Alignment, expected: Alignment): boolean =>
  found.score === expected.score && found.position === expected.position && found.strand === expected.strand;

function check(rows: readonly Alignment[], size: Size): Finding[] {
  const reads = readsOf(size);
  const bases = genomeBases();
  const compared = rows.map((_, i) => i).filter((i) => i % PLANS[size].compared === 0);
  const different = compared.filter((i) => !isEqual(rows[i], align(bases, reads[i])));
  const placed = rows.filter(({ position }) => position >= 0 && position < bases.length).length;
  return [
    confirm(
      {
        what: 'reads aligned as the reference says',
        expected: `all ${compared.length} compared`,
        found: different.length === 0 ? `${compared.length}` : `not these: ${different.join(', ')}`,
      },
      different.length === 0,
    ),
    confirm(
      { what: 'reads placed on the genome', expected: `all ${reads.length}`, found: `${placed}` },
      placed === reads.length && rows.length === reads.length,
    ),
  ];
}

/** How many reads lie over each stretch of the genome, on average over its bases. */
function panel(rows: readonly Alignment[], size: Size): Panel {
  const reads = readsOf(size);
  const { length } = genomeBases();
  const depth = new Float64Array(Math.ceil(length / STRETCH));
  rows.forEach(({ position }, i) => {
    for (let at = position; at < Math.min(position + reads[i].length, length); at++)
      depth[Math.floor(at / STRETCH)]++;
  });
  // The last stretch is shorter.
  depth.forEach((count, i) => {
    depth[i] = count / Math.min(STRETCH, length - i * STRETCH);
  });
  const highest = Math.ceil(Math.max(...depth) / 4) * 4;
  return {
    title: `${reads.length} reads on the genome of phage lambda`,
    x: {
      label: 'position in thousands of bases',
      from: 0,
      to: length,
      ticks: [0, 10_000, 20_000, 30_000, 40_000],
      text: (tick) => String(tick / 1000),
    },
    y: {
      label: 'reads over a base',
      from: 0,
      to: highest,
      ticks: [0, highest / 4, highest / 2, (3 * highest) / 4, highest],
    },
    series: [
      {
        kind: 'line',
        color: '#2c3e50',
        points: Array.from(depth, (value, i) => [Math.min((i + 0.5) * STRETCH, length), value] as const),
      },
    ],
  };
}

export const example: Example<Alignment> = {
  name: 'genome',
  title: 'Align sequencing reads to the genome of phage lambda',
  kernel: textBeside(import.meta.url, 'align.ts'),
  datasets: { genome: async () => readGenome() },
  inputs: async (size) => `read\n${readsOf(size).join('\n')}\n`,
  check: async (rows, size) => check(rows, size),
  picture: async (rows, size) => ({
    name: 'coverage.svg',
    bytes: chart([panel(rows, size)]),
  }),
};
