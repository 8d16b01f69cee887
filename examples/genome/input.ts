import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { decodeRow, encodeRow } from '@manyhands/protocol';
import { compileKernel, instantiate, instrument, type Kernel } from '@manyhands/wasm-kernels';
import type { Alignment } from './reference.ts';

/** This folder, seen from the source as well as from dist/. */
const FOLDER = new URL(import.meta.url.includes('/dist/') ? '../' : './', import.meta.url);
const open = (name: string): Uint8Array => new Uint8Array(readFileSync(new URL(name, FOLDER)));

/** The genome's FASTA file: the job's dataset. */
export const readGenome = (): Uint8Array => open('lambda_virus.fa');

/** The bases of all 2,000 reads, in the order of the FASTQ file (four lines a read, the second holds the bases). */
export function readReads(): string[] {
  const text = gunzipSync(open('reads_2000.fq.gz')).toString('latin1');
  return text.split('\n').filter((_, line) => line % 4 === 1);
}

/** The kernel as contributors run it, instrumented. */
export interface Aligner {
  readonly kernel: Kernel;
  align(read: string): Alignment;
}

/** Compiles `align.ts` and instruments it. */
export async function buildAligner(): Promise<{ bytes: Uint8Array; over(genome: Uint8Array): Aligner }> {
  const { wasm, schema } = await compileKernel(new TextDecoder().decode(open('align.ts')));
  const { bytes } = instrument(wasm);
  const module = await WebAssembly.compile(bytes as BufferSource);
  return { bytes, over: (genome) => alignerOver(module, schema.inputs, schema.outputs, genome) };
}

type Columns = Parameters<typeof encodeRow>[0];

/** Far more than the longest read of the file costs (4·10^8). */
const FUEL_CAP = 10_000_000_000n;

function alignerOver(
  module: WebAssembly.Module,
  inputs: Columns,
  outputs: Columns,
  genome: Uint8Array,
): Aligner {
  const kernel = instantiate(module, { datasets: [genome] });
  return {
    kernel,
    align(read) {
      const result = kernel.runItem(encodeRow(inputs, [read]), FUEL_CAP);
      if (result.status !== 0) throw new Error(`the kernel failed: ${kernel.lastFailure}`);
      const [score, position, strand] = decodeRow(outputs, result.output);
      return { score, position, strand } as Alignment;
    },
  };
}
