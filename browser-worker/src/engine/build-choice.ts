import { sliceMs } from '../seat/pace.ts';
import type { Assignment } from './assignment.ts';

/** An item longer than this many slices of a seat's pace is worth a hook, which costs a few per cent. */
const LONG_SLICES = 2;
const KERNELS_REMEMBERED = 64;

/**
 * Which of a kernel's two builds runs on this device. Both give the same answers; in a hooked one a seat can rest and
 * stop inside an item. So kernels with long items get it from the next order on, and where only it can be stopped, all.
 */
export class BuildChoice {
  readonly #onlyHooked: boolean;
  /** Hashes of kernels that had long items, oldest first. */
  readonly #long = new Set<string>();

  constructor(onlyHooked: boolean) {
    this.#onlyHooked = onlyHooked;
  }

  /** The hash of the build to run. */
  of({ kernel, build, hooked }: Assignment): string {
    return this.#onlyHooked || this.#long.has(kernel) ? hooked : build;
  }

  /** Takes note of an item that took `ms` milliseconds on a seat of this share of time. */
  learn({ kernel }: Assignment, ms: number, share: number): void {
    if (ms <= LONG_SLICES * sliceMs(share)) return;
    this.#long.add(kernel);
    if (this.#long.size > KERNELS_REMEMBERED) this.#long.delete(this.#long.values().next().value as string);
  }
}
