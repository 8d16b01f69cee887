import { encodeRow, type Hash, pack } from '@manyhands/protocol';
import { compileKernel, instrument } from '@manyhands/wasm-kernels';
import type { Assignment } from '../engine/assignment.ts';

const SOURCE = `
/** Spins n times, plus the first byte of the dataset. */
import { Dataset } from "manyhands";
export function spin(seed: Dataset, n: i32): i32 {
  let x: i32 = n + seed[0];
  for (let i = 0; i < n; i++) x = x * 1103515245 + 12345;
  return x;
}`;

/** A kernel for tests whose items last as long as wanted: about a nanosecond a turn. */
export interface Spin {
  readonly bytes: Uint8Array;
  readonly hash: Hash;
  /** The build with a hook; `assign` names both. */
  readonly hooked: Uint8Array;
  /** The items of an assignment, each so many turns. */
  assign(assignment: string, turns: readonly number[], more?: Partial<Assignment>): Assignment;
}

/** Compiles the test kernel; its one dataset is the byte 7. */
export async function spinKernel(dataset: string): Promise<Spin> {
  const { wasm, hash: kernel } = await compileKernel(SOURCE);
  const { bytes, hash } = instrument(wasm, { memoryPages: 16 });
  const { bytes: hooked, hash: hookedHash } = instrument(wasm, { memoryPages: 16, hooked: true });
  return {
    bytes,
    hash,
    hooked,
    assign: (assignment, turns, more) => {
      const column = { name: 'n', type: 'i32', optional: false, doc: '' } as const;
      const { lengths, bytes: inputs } = pack(turns.map((n) => encodeRow([column], [n])));
      return {
        assignment,
        job: 'f'.repeat(32),
        title: 'Spinning',
        kernel,
        researcher: 'Ada',
        build: hash,
        hooked: hookedHash,
        datasets: [dataset],
        fuelCap: 100_000_000_000n,
        lengths,
        inputs,
        ...more,
      };
    },
  };
}

/** What the kernel gives for so many turns: the same in plain TypeScript. */
export function spun(turns: number): number {
  let x = turns + 7;
  for (let i = 0; i < turns; i++) x = (Math.imul(x, 1103515245) + 12345) | 0;
  return x;
}
