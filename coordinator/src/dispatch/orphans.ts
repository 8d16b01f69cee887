import type { AnswerFrame } from '@manyhands/protocol';
import type { Sealed } from './sealing.ts';
import type { Session } from './state.ts';

const MOST_ORPHANS = 4_096;
const MOST_ORPHAN_BYTES = 64 * 1024 * 1024;

export interface Orphan {
  readonly session: Session;
  readonly frame: AnswerFrame;
  readonly sealed: Sealed;
  readonly at: number;
}

/** Answers that wait for their slice, by its id. */
export class Orphans {
  readonly #bySlice = new Map<number, Orphan[]>();
  #count = 0;
  #bytes = 0;

  /** Whether there was room. */
  add(orphan: Orphan): boolean {
    const bytes = sizeOf(orphan);
    if (this.#count >= MOST_ORPHANS || this.#bytes + bytes > MOST_ORPHAN_BYTES) return false;
    const others = this.#bySlice.get(orphan.sealed.slice);
    if (others) others.push(orphan);
    else this.#bySlice.set(orphan.sealed.slice, [orphan]);
    this.#count++;
    this.#bytes += bytes;
    return true;
  }

  take(slice: number): readonly Orphan[] {
    const orphans = this.#bySlice.get(slice) ?? [];
    this.#bySlice.delete(slice);
    this.#count -= orphans.length;
    for (const orphan of orphans) this.#bytes -= sizeOf(orphan);
    return orphans;
  }

  /** All that came before a time. */
  takeBefore(at: number): Orphan[] {
    const old: Orphan[] = [];
    for (const [slice, orphans] of this.#bySlice) if (orphans[0].at < at) old.push(...this.take(slice));
    return old;
  }
}

const sizeOf = ({ frame }: Orphan): number => frame.outputs.length + 13 * frame.statuses.length;
