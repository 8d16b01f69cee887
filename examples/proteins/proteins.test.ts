import { openExample } from '@manyhands/examples-common/kernel';
import fc from 'fast-check';
import { beforeAll, expect, test } from 'vitest';
import { collectionOf, example } from './example.ts';
import { FREQUENCIES, toFasta, UNGAPPED_LAMBDA } from './generate.ts';
import { pairScore, search } from './reference.ts';

const PROTEINS = collectionOf('small').proteins.slice(0, 43);
/** Lengths around and across the eight lanes, letters of all kinds, an empty protein, and relatives of each other. */
const ODD = ['', 'W', 'wWwW', 'ACDEFGHIKLMNPQRSTVWYBZXUO*', PROTEINS[0].slice(90, 180), ...PROTEINS];

const openOver = (proteins: readonly string[]) =>
  openExample({ ...example, datasets: { database: async () => toFasta(proteins) } }, 'small');
let open: Awaited<ReturnType<typeof openOver>>;
beforeAll(async () => {
  open = await openOver(ODD);
}, 60_000);

test('whole searches give what the reference gives', () => {
  for (const query of collectionOf('small').queries.slice(0, 2))
    expect(open.compute([query, 30])).toEqual(search(ODD, query, 30));
});

test('any query gives what the reference gives', { timeout: 60_000 }, () => {
  const letters = fc.constantFrom(...'AAWWWCDEFGHIKLMNPQRSTVWYXw*é');
  const query = fc.array(letters, { maxLength: 30 }).map((residues) => residues.join(''));
  fc.assert(
    fc.property(query, fc.integer({ min: 0, max: 40 }), (residues, least) => {
      expect(open.compute([residues, least])).toEqual(search(ODD, residues, least));
    }),
    { numRuns: 30 },
  );
});

test('the longest query reaches its own best score without overflow, and a longer one is refused', async () => {
  const longest = 'W'.repeat(2900);
  const tryptophan = await openOver([longest]);
  expect(tryptophan.compute([longest, 1]).scores).toEqual(Int32Array.of(11 * 2900));
  expect(() => tryptophan.compute([`${longest}W`, 1])).toThrow('longer than 2900');
});

test('the matrix has the λ that is published for it, without gaps', () => {
  const sum = FREQUENCIES.flatMap((p, a) =>
    FREQUENCIES.map((q, b) => p * q * Math.exp(UNGAPPED_LAMBDA * pairScore(a, b))),
  ).reduce((all, one) => all + one);
  expect(sum).toBeCloseTo(1, 3);
});

test('the small job finds the relatives, and chance as theory has it', { timeout: 60_000 }, async () => {
  const whole = await openExample(example, 'small');
  const rows = whole.items.map((item) => whole.compute(item));
  expect(await example.check(rows, 'small')).toHaveLength(3);
  expect(new TextDecoder().decode((await example.picture(rows, 'small')).bytes)).toMatch(/^<svg/);
  const lost = rows.map((row, q) => (q === 5 ? { ...rows[4], histogram: row.histogram } : row));
  await expect(example.check(lost, 'small')).rejects.toThrow('relatives found');
});
