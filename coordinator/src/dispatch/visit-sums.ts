/** What commits add to visits to sites: a part of a tally. */
import { type Credit, type VisitId, visitOf } from '../domain/site-shares.ts';
import type { PaidTo, Visited } from './journal.ts';
import type { PackReader, PackWriter } from './packing.ts';

/** By how much a visit's record changes: fuel, and ledger units by who gets them. */
export interface VisitChange {
  finalFuel: bigint;
  refutedFuel: bigint;
  site: bigint;
  visitor: bigint;
  cause: bigint;
}

const FIELDS = [
  'finalFuel',
  'refutedFuel',
  'site',
  'visitor',
  'cause',
] as const satisfies (keyof VisitChange)[];

/** Null where no site asked for the work. */
export function visitedBy(paid: PaidTo, fuel: bigint): Visited | null {
  const visit = visitOf(paid);
  return visit === null ? null : { visit, fuel };
}

export class VisitSums {
  readonly #changes = new Map<VisitId, VisitChange>();

  get size(): number {
    return this.#changes.size;
  }

  [Symbol.iterator](): IterableIterator<[VisitId, VisitChange]> {
    return this.#changes.entries();
  }

  of(visit: VisitId): VisitChange {
    const known = this.#changes.get(visit);
    if (known !== undefined) return known;
    const fresh = { finalFuel: 0n, refutedFuel: 0n, site: 0n, visitor: 0n, cause: 0n };
    this.#changes.set(visit, fresh);
    return fresh;
  }

  finish(visit: VisitId | null | undefined, fuel: bigint): void {
    if (visit) this.of(visit).finalFuel += fuel;
  }

  /** What was earned stays earned; the fuel does not count any more. */
  refute(visited: Visited | null | undefined, was: 'held' | 'final'): void {
    if (!visited) return;
    const change = this.of(visited.visit);
    change.refutedFuel += visited.fuel;
    if (was === 'final') change.finalFuel -= visited.fuel;
  }

  credit(credits: readonly Credit[]): void {
    for (const { visit, site, visitor, cause } of credits) {
      const change = this.of(visit);
      change.site += site;
      change.visitor += visitor;
      change.cause += cause;
    }
  }

  pack(to: PackWriter): void {
    to.count(this.#changes.size);
    for (const [visit, change] of this.#changes) {
      to.count(visit);
      for (const field of FIELDS) to.signedAmount(change[field]);
    }
  }

  addPacked(from: PackReader): void {
    for (let left = from.records(); left > 0; left--) {
      const change = this.of(from.count() as VisitId);
      for (const field of FIELDS) change[field] += from.signedAmount();
    }
  }
}
