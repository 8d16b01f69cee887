import type { Fence, SliceId } from '@manyhands/protocol';
import type { SliceMarks } from '../../dispatch/slice-marks.ts';

/**
 * The marks of slices that this process works. Only what is committed is in here: a transaction takes marks out, and
 * whoever ran it puts them back once it has ended well. What is not here is read from the slice's segments again.
 */
export class SliceMemory {
  readonly #slices = new Map<SliceId, { readonly fence: Fence; readonly marks: SliceMarks }>();

  take(id: SliceId, fence: Fence): SliceMarks | null {
    const known = this.#slices.get(id);
    this.#slices.delete(id);
    return known?.fence === fence ? known.marks : null;
  }

  keep(id: SliceId, fence: Fence, marks: SliceMarks): void {
    this.#slices.set(id, { fence, marks });
  }

  clear(): void {
    this.#slices.clear();
  }
}
