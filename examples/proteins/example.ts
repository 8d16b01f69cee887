/** A protein search against a database with known relatives, as the network runs it. */
import { confirm, type Example, type Finding, type Size, textBeside } from '@manyhands/examples-common';
import { chart, type Panel } from '@manyhands/examples-common/svg';
import { type Collection, generate, type Plan, toFasta } from './generate.ts';
import type { Hits } from './reference.ts';
import { expectValue, fittedLambda, LAMBDA, scoreFor, searchSpace } from './statistics.ts';

const PLANS: Readonly<Record<Size, Plan>> = {
  small: { queries: 12, queryLength: 250, proteins: 480, proteinLength: 350, relatives: 4 },
  full: { queries: 64, queryLength: 250, proteins: 4096, proteinLength: 350, relatives: 4 },
};
/** A hit is what chance gives at most one of in so many searches. */
const FALSE_HITS_PER_QUERY = 1;
/** What the relatives must reach: chance gives one in 10,000 searches. */
const CERTAIN = 1e-4;
/** The published λ is for infinitely long proteins; in those of 350 residues it is up to so much larger. */
const LAMBDA_TOLERANCE = 0.08;

const made = new Map<Size, Collection>();

/** What the database is made of; the same each time. */
export function collectionOf(size: Size): Collection {
  const known = made.get(size) ?? generate(PLANS[size]);
  made.set(size, known);
  return known;
}

const spaceOf = (size: Size): number => searchSpace(PLANS[size]);
const leastScore = (size: Size): number => scoreFor(FALSE_HITS_PER_QUERY, spaceOf(size));

/** Best scores of all that is no relative, over all queries. */
function chanceHistogram(rows: readonly Hits[], size: Size): Uint32Array {
  const { relatives } = collectionOf(size);
  const total = new Uint32Array(256);
  rows.forEach(({ places, scores, histogram }, q) => {
    histogram.forEach((count, score) => {
      total[score] += count;
    });
    places.forEach((place, i) => {
      if (relatives[q].includes(place)) total[Math.min(scores[i], 255)]--;
    });
  });
  return total;
}

function relativesFinding(rows: readonly Hits[], size: Size): Finding {
  const { relatives } = collectionOf(size);
  const space = spaceOf(size);
  const found = rows.flatMap((row, q) => {
    const { places, scores } = row;
    return Array.from(places)
      .map((place, i) => ({ place, expect: expectValue(scores[i], space) }))
      .filter(({ place, expect }) => relatives[q].includes(place) && expect <= CERTAIN);
  }).length;
  const all = relatives.flat().length;
  return confirm(
    { what: `relatives found with E ≤ ${CERTAIN}`, expected: `${all}`, found: `${found}` },
    found === all,
  );
}

/** Scores are whole numbers, so that the lowest hit's exact E is what is expected, a little below the one asked for. */
function falseHitsFinding(rows: readonly Hits[], size: Size): Finding {
  const least = leastScore(size);
  const expected = rows.length * expectValue(least, spaceOf(size));
  const found = chanceHistogram(rows, size)
    .slice(least)
    .reduce((sum, count) => sum + count, 0);
  // Poisson's error, and a tenth for the published constants, which have two digits.
  const tolerance = 4 * Math.sqrt(expected) + 0.1 * expected;
  return confirm(
    {
      what: `hits by chance with scores from ${least}, in ${rows.length} searches`,
      expected: `${expected.toFixed(1)} ± ${tolerance.toFixed(1)}`,
      found: `${found}`,
    },
    Math.abs(found - expected) <= tolerance,
  );
}

function lambdaFinding(rows: readonly Hits[], size: Size): Finding {
  const histogram = chanceHistogram(rows, size);
  const count = histogram.reduce((sum, n) => sum + n, 0);
  const lambda = fittedLambda(histogram);
  // The relative error of a maximum-likelihood λ is 0.78/√n.
  const tolerance = LAMBDA * (LAMBDA_TOLERANCE + (4 * 0.78) / Math.sqrt(count));
  return confirm(
    {
      what: `λ of the extreme-value law, fitted to ${count} scores by chance`,
      expected: `${LAMBDA} ± ${tolerance.toFixed(3)}`,
      found: lambda.toFixed(4),
    },
    Math.abs(lambda - LAMBDA) <= tolerance,
  );
}

async function picture(rows: readonly Hits[], size: Size): ReturnType<Example['picture']> {
  const histogram = chanceHistogram(rows, size);
  const { proteins } = PLANS[size];
  const space = spaceOf(size) / proteins;
  const atLeast = Array.from(histogram, (_, s) => histogram.slice(s).reduce((sum, n) => sum + n, 0));
  const pairs = atLeast[0];
  const top = Math.floor(Math.log10(pairs));
  const observed = atLeast.flatMap((n, s): [number, number, number][] =>
    n > 0 && n < pairs ? [[s, Math.log10(n / pairs), 0]] : [],
  );
  const predicted = observed.map(([s]): [number, number] => [
    s,
    Math.log10(-Math.expm1(-expectValue(s, space))),
  ]);
  const panel: Panel = {
    title: 'Scores by chance (dots) and the extreme-value law with BLAST’s constants (line)',
    x: {
      label: 'score of the best local alignment',
      from: 20,
      to: 90,
      ticks: [20, 30, 40, 50, 60, 70, 80, 90],
    },
    y: {
      label: 'share of proteins that reach it',
      from: -top - 1,
      to: 0,
      ticks: Array.from({ length: top + 2 }, (_, i) => -i),
      text: (tick) => `10^${tick}`,
    },
    series: [
      { kind: 'line', color: '#a32', points: predicted.filter(([, y]) => y >= -top - 1) },
      { kind: 'dots', color: '#246', points: observed },
    ],
  };
  return { name: 'proteins.svg', bytes: chart([panel]) };
}

export const example: Example<Hits> = {
  name: 'proteins',
  title: 'Relatives of proteins in a database, and the statistics of chance',
  kernel: textBeside(import.meta.url, 'assembly/index.ts'),
  datasets: { database: async (size) => toFasta(collectionOf(size).proteins) },
  inputs: async (size) =>
    `query,least\n${collectionOf(size)
      .queries.map((query) => `${query},${leastScore(size)}`)
      .join('\n')}\n`,
  check: async (rows, size) => [
    relativesFinding(rows, size),
    falseHitsFinding(rows, size),
    lambdaFinding(rows, size),
  ],
  picture,
};
