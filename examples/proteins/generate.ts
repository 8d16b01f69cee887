/** Proteins by chance, with relatives of the queries hidden among them. */
import { philox } from '@manyhands/examples-common/philox';
import { LETTERS, pairScore } from './reference.ts';

/** Frequencies of amino acids in ten thousandths of a per cent (Robinson & Robinson, PNAS 88 (1991) 8880), for {@link LETTERS}. */
export const FREQUENCIES = [
  7805, 5129, 4487, 5364, 1925, 4264, 6295, 7377, 2199, 5142, 9019, 5744, 2243, 3856, 5203, 7120, 5841, 1330,
  3216, 6441,
].map((count) => count / 100_000);

/** λ of BLOSUM62 without gaps: the solution of Σ p_a p_b e^(λ s_ab) = 1. */
export const UNGAPPED_LAMBDA = 0.3176;

export interface Plan {
  readonly queries: number;
  readonly queryLength: number;
  readonly proteins: number;
  readonly proteinLength: number;
  /** Relatives of each query in the database. */
  readonly relatives: number;
}

export interface Collection {
  readonly queries: readonly string[];
  readonly proteins: readonly string[];
  /** For each query the places of its relatives in the database, ascending. */
  readonly relatives: readonly (readonly number[])[];
}

type Random = () => number;

function randomOf(stream: number): Random {
  let draw = 0;
  return () => {
    const words = Uint32Array.of(draw++, 0, 0, 0);
    philox(words, stream, 0x70726f74);
    return (words[0] + 0.5) / 2 ** 32;
  };
}

/** Adds up weights, so that a number below their sum names one of them. */
const cumulative = (weights: readonly number[]): number[] => {
  let sum = 0;
  return weights.map((weight) => {
    sum += weight;
    return sum;
  });
};

function pick(sums: readonly number[], random: Random): number {
  const at = random() * sums[sums.length - 1];
  return sums.findIndex((sum) => at < sum);
}

const BACKGROUND = cumulative(FREQUENCIES);
/** What a residue has become in a relative, at the distance that BLOSUM62 is made for. */
const SUBSTITUTES = Array.from(LETTERS, (_, a) =>
  cumulative(FREQUENCIES.map((p, b) => p * Math.exp(UNGAPPED_LAMBDA * pairScore(a, b)))),
);

const randomProtein = (length: number, random: Random): string =>
  Array.from({ length }, () => LETTERS[pick(BACKGROUND, random)]).join('');

const SHORTEST_PART = 150;
/** Of residues, lost or followed by a new one. */
const GAP_RATE = 0.01;

/** A protein in which a part of the query, substituted and with gaps, stands among residues by chance. */
function relativeOf(query: string, length: number, random: Random): string {
  const size = SHORTEST_PART + Math.floor(random() * (query.length - SHORTEST_PART));
  const begin = Math.floor(random() * (query.length - size));
  const part = Array.from(query.slice(begin, begin + size), (residue) => evolved(residue, random)).join('');
  const before = Math.floor(random() * Math.max(0, length - part.length));
  const after = Math.max(0, length - part.length - before);
  return randomProtein(before, random) + part + randomProtein(after, random);
}

function evolved(residue: string, random: Random): string {
  const chance = random();
  if (chance < GAP_RATE / 2) return '';
  const substitute = LETTERS[pick(SUBSTITUTES[LETTERS.indexOf(residue)], random)];
  return chance < GAP_RATE ? substitute + LETTERS[pick(BACKGROUND, random)] : substitute;
}

/** The same collection for the same plan. */
export function generate(plan: Plan): Collection {
  const random = randomOf(plan.proteins);
  const queries = Array.from({ length: plan.queries }, () => randomProtein(plan.queryLength, random));
  const proteins = Array.from({ length: plan.proteins }, () => randomProtein(plan.proteinLength, random));
  const apart = Math.floor(plan.proteins / (plan.queries * plan.relatives));
  const relatives = queries.map((query, q) =>
    Array.from({ length: plan.relatives }, (_, r) => {
      const place = (q * plan.relatives + r) * apart;
      proteins[place] = relativeOf(query, plan.proteinLength, random);
      return place;
    }),
  );
  return { queries, proteins, relatives };
}

/** Proteins as a FASTA file, numbered from 0. */
export const toFasta = (proteins: readonly string[]): Uint8Array =>
  new TextEncoder().encode(
    proteins.map((protein, i) => `>protein ${i}\n${protein.replace(/.{1,60}/g, '$&\n')}`).join(''),
  );
