import type { AuditRecord } from './audit-record.ts';
import type { Stratum } from './bound.ts';

/** What a certificate says of the draws of the accepted answers; anyone gets it from the audit records. */
export interface Draws {
  /** Ascending by rate. */
  readonly strata: readonly Stratum[];
  /** Items drawn, each counted once. */
  readonly drawn: number;
  /** Items of units that had a final look. */
  readonly looked: number;
}

/** Sums the draws of a job's accepted answers up, record by record. */
export class DrawSum {
  readonly #finalPpm: number;
  readonly #items = new Map<number, number>();
  #drawn = 0;
  #looked = 0;

  /** `finalPpm`: the rate of the final looks, 0 where there are none. */
  constructor(finalPpm: number) {
    this.#finalPpm = finalPpm;
  }

  add(record: AuditRecord): void {
    const rate = drawnRate(record, this.#finalPpm);
    this.#items.set(rate, (this.#items.get(rate) ?? 0) + record.items);
    this.#drawn += new Set(record.rounds.flatMap(({ positions }) => [...positions])).size;
    if (hasFinalLook(record, this.#finalPpm)) this.#looked += record.items;
  }

  draws(): Draws {
    const strata = [...this.#items].map(([ratePpm, items]) => ({ ratePpm, items }));
    return {
      strata: strata.sort((a, b) => a.ratePpm - b.ratePpm),
      drawn: this.#drawn,
      looked: this.#looked,
    };
  }
}

export function sumDraws(records: Iterable<AuditRecord>, finalPpm: number): Draws {
  const sum = new DrawSum(finalPpm);
  for (const record of records) sum.add(record);
  return sum.draws();
}

/** The last round of a unit is its final look, if it had more than the draw at the answer. */
const hasFinalLook = ({ rounds }: AuditRecord, finalPpm: number): boolean =>
  finalPpm > 0 && rounds.some(({ round }) => round > 0);

/**
 * The chance that an item of this answer was drawn in some round, in millionths, rounded down. Round 0 draws at the
 * answer's rate, a final look at `finalPpm`; an exit check draws as many items as it did. Where there was one, two
 * digits are kept, so that a job has few strata.
 */
export function drawnRate(record: AuditRecord, finalPpm: number): number {
  const later = record.rounds.filter(({ round }) => round > 0).sort((a, b) => a.round - b.round);
  const look = hasFinalLook(record, finalPpm) ? later.pop() : undefined;
  const atOnce = 1 - (1 - record.ratePpm / 1e6) * (look === undefined ? 1 : 1 - finalPpm / 1e6);
  if (later.length === 0) return Math.floor(1e6 * atOnce + 1e-6);
  const missed = later.reduce(
    (chance, { positions }) => chance * (1 - positions.length / record.items),
    1 - atOnce,
  );
  const exact = Math.floor((1 - missed) * 1e6 + 1e-6);
  const grain = 10 ** Math.max(0, Math.floor(Math.log10(Math.max(1, exact))) - 1);
  return Math.max(Math.floor(1e6 * atOnce + 1e-6), Math.floor(exact / grain) * grain);
}
