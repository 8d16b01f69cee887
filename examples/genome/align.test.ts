import fc from 'fast-check';
import { beforeAll, expect, test } from 'vitest';
import { type Aligner, buildAligner, readGenome, readReads } from './input.ts';
import { align, parseFasta } from './reference.ts';

let build: Awaited<ReturnType<typeof buildAligner>>;
beforeAll(async () => {
  build = await buildAligner();
}, 60_000);

const fasta = (bases: string): Uint8Array =>
  new TextEncoder().encode(`>test\n${bases.replace(/.{1,60}/g, '$&\n')}`);
const over = (bases: string): Aligner => build.over(fasta(bases));

test('100 reads of phage lambda align as the reference says', { timeout: 120_000 }, () => {
  const genome = readGenome();
  const bases = parseFasta(new TextDecoder().decode(genome));
  const aligner = build.over(genome);
  const reads = readReads().filter((_, i) => i % 20 === 0);
  expect(reads).toHaveLength(100);
  for (const read of reads) expect(aligner.align(read)).toEqual(align(bases, read));
  expect(aligner.kernel.isClean()).toBe(true);
});

/** Few letters, so that equal scores abound; lengths around and across the kernel's eight lanes. */
const sequence = (maxLength: number): fc.Arbitrary<string> =>
  fc
    .array(fc.constantFrom('A', 'A', 'A', 'C', 'G', 'T', 'N'), { maxLength })
    .map((letters) => letters.join(''));

test('any read on any genome aligns as the reference says, ties included', { timeout: 60_000 }, () => {
  fc.assert(
    fc.property(sequence(200), sequence(40), (genome, read) => {
      expect(over(genome).align(read)).toEqual(align(genome, read));
    }),
    { numRuns: 150 },
  );
});

test('a read cut out of the genome is found where it was cut, also across lanes and on the other strand', () => {
  const bases = parseFasta(new TextDecoder().decode(readGenome())).slice(0, 4000);
  const aligner = over(bases);
  for (let at = 0; at + 90 <= bases.length; at += 487) {
    const read = bases.slice(at, at + 90);
    expect(aligner.align(read)).toEqual({ score: 180, position: at, strand: '+' });
    const complement = { A: 'T', C: 'G', G: 'C', T: 'A' } as Record<string, string>;
    const reversed = Array.from(read, (base) => complement[base])
      .reverse()
      .join('');
    expect(aligner.align(reversed)).toEqual({ score: 180, position: at, strand: '-' });
  }
});

test('a read with a long gap is still one alignment', () => {
  const bases = parseFasta(new TextDecoder().decode(readGenome())).slice(0, 2000);
  const read = bases.slice(700, 800) + bases.slice(860, 960);
  const expected = align(bases, read);
  expect(expected).toEqual({ score: 400 - 5 - 2 * 60, position: 700, strand: '+' });
  expect(over(bases).align(read)).toEqual(expected);
});

test('reads without a base to match score nothing', () => {
  expect(over('ACGT').align('')).toEqual({ score: 0, position: -1, strand: '+' });
  expect(over('ACGT').align('NNNN')).toEqual({ score: 0, position: -1, strand: '+' });
  expect(over('').align('ACGT')).toEqual({ score: 0, position: -1, strand: '+' });
});
