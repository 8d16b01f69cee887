import { parentPort, workerData } from 'node:worker_threads';
import { buildAligner, readGenome, readReads } from './input.ts';
import { type Alignment, align, parseFasta } from './reference.ts';

/** Which reads a worker compares: `first`, `first + step`, … */
export interface Share {
  readonly first: number;
  readonly step: number;
}

export interface Finding {
  readonly read: number;
  readonly equal: boolean;
  readonly kernel: Alignment;
  readonly reference: Alignment;
}

const { first, step } = workerData as Share;
const genome = readGenome();
const bases = parseFasta(new TextDecoder().decode(genome));
const aligner = (await buildAligner()).over(genome);
const reads = readReads();
for (let read = first; read < reads.length; read += step) {
  const kernel = aligner.align(reads[read]);
  const reference = align(bases, reads[read]);
  const equal = JSON.stringify(kernel) === JSON.stringify(reference);
  parentPort?.postMessage({ read, equal, kernel, reference } satisfies Finding);
}
