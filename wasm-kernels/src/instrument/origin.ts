/** Which byte of the kernel a byte of its build comes from, for stack traces. */
import type { ModuleMap } from '../binary/module.ts';

interface Run {
  readonly at: number;
  readonly length: number;
  readonly from: number;
  /** All of it stands for the one instruction at `from`. */
  readonly whole: boolean;
}

/** Where the bytes of something new come from: runs of what was there before, in ascending order of `at`. */
export class Runs {
  readonly #runs: Run[] = [];

  /** `length` bytes from `at` on are those from `from` on. */
  copied(at: number, from: number, length: number): void {
    if (length > 0) this.#runs.push({ at, length, from, whole: false });
  }

  /** `length` bytes from `at` on replace the instruction at `from`. */
  replaced(at: number, from: number, length: number): void {
    this.#runs.push({ at, length, from, whole: true });
  }

  /** What was put in belongs to the instruction that follows it. */
  originOf(offset: number): number {
    let [low, high] = [0, this.#runs.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.#runs[middle].at <= offset) low = middle + 1;
      else high = middle;
    }
    const run = this.#runs[low - 1];
    if (run !== undefined && offset < run.at + run.length)
      return run.whole ? run.from : run.from + offset - run.at;
    return this.#runs[low]?.from ?? (run === undefined ? 0 : run.from + run.length);
  }
}

/** A place in a module: a function's index, and a byte of the module. */
export interface CodePlace {
  readonly index: number;
  readonly offset: number;
}

/** Gathers, while a module is rewritten, where its functions' code comes from. */
export class Origins {
  /** By function: from an offset in its new body to one in the kernel. */
  readonly #bodies = new Map<number, (offset: number) => number>();
  /** By the index of an inner function, that of the one it works for. */
  readonly #workFor = new Map<number, number>();

  add(index: number, originOf: (offset: number) => number): void {
    this.#bodies.set(index, originOf);
  }

  addInner(inner: ReadonlyMap<number, number>): void {
    for (const [index, work] of inner) this.#workFor.set(work, index);
  }

  /** The kernel's place behind one of the build; null for what only the build has, such as a passage to an inner function. */
  find(build: ModuleMap, { index, offset }: CodePlace): CodePlace | null {
    const imported = build.functions.length - build.bodies.length;
    const body = build.bodies[index - imported];
    const own = this.#workFor.get(index) ?? index;
    const originOf = this.#bodies.get(own);
    const isPassage = own === index && [...this.#workFor.values()].includes(index);
    if (body === undefined || originOf === undefined || isPassage) return null;
    return { index: own, offset: originOf(offset - body.start) };
  }
}
