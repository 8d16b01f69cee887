import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';

const FOLDER = new URL(import.meta.url.includes('/dist/') ? '../' : './', import.meta.url);
const open = (name: string): Uint8Array => new Uint8Array(readFileSync(new URL(name, FOLDER)));

/** The graph as `manyhands graph run` takes it. */
export const GRAPH = new URL('graph.json', FOLDER);

/** The text of a kernel, and of what all three share. */
export const kernelText = (name: string): string => new TextDecoder().decode(open(`assembly/${name}.ts`));

/** The genome's FASTA file, and its bases. */
export const readGenome = (): Uint8Array => open('../genome/lambda_virus.fa');
export const genomeBases = (): string =>
  new TextDecoder()
    .decode(readGenome())
    .split('\n')
    .filter((line) => !line.startsWith('>'))
    .join('')
    .replace(/\s/g, '');

/** The bases of all 2,000 reads, in the order of the file. */
export const readReads = (): string[] =>
  gunzipSync(open('../genome/reads_2000.fq.gz'))
    .toString('latin1')
    .split('\n')
    .filter((_, line) => line % 4 === 1);
