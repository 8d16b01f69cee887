import { type Column, decodeRow, equalBytes, type ItemResult } from '@manyhands/protocol';
import type { Kernel } from '@manyhands/wasm-kernels/runtime';
import type { Evidence } from './evidence.ts';
import type { ItemVerdict, Shown } from './messages.ts';

/** Of items that do not match, shown in full. */
const MOST_SHOWN = 20;

export interface Outcome {
  readonly matching: number;
  readonly shown: readonly ItemVerdict[];
}

/** Runs every item and compares it with what is stored; `asked` is shown whatever comes out, others where they differ. */
export function recompute(
  kernel: Kernel,
  { certificate, first, inputs, stored, fuelCap }: Evidence,
  asked: number,
  progress: (done: number) => void,
): Outcome {
  const shown: ItemVerdict[] = [];
  let matching = 0;
  inputs.forEach((input, i) => {
    const item = first + i;
    const recomputed = kernel.runItem(input, fuelCap);
    const matches = isSame(stored[i], recomputed);
    if (matches) matching++;
    if (item === asked || (!matches && shown.length < MOST_SHOWN)) {
      const [was, is] = [stored[i], recomputed].map((result) => show(certificate.outputs, result));
      shown.push({ item, matches, stored: was, recomputed: is });
    }
    progress(i + 1);
  });
  return { matching, shown };
}

/** Status, fuel and every byte. */
const isSame = (a: ItemResult, b: ItemResult): boolean =>
  a.status === b.status && a.fuel === b.fuel && equalBytes(a.output, b.output);

/** A copy: a kernel's output is a view of memory that the next item uses again. */
function show(columns: readonly Column[], { status, fuel, output }: ItemResult): Shown {
  return { status, fuel, output: output.slice(), values: valuesOf(columns, output) };
}

/** Null where the bytes are no row of these columns: what a coordinator says may be anything. */
function valuesOf(columns: readonly Column[], output: Uint8Array): Shown['values'] {
  try {
    const values = decodeRow(columns, output);
    return columns.map(({ name }, i) => ({ name, value: values[i] }));
  } catch {
    return null;
  }
}
