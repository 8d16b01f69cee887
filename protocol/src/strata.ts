import type { AuditRecord } from './audit-record.ts';
import type { Stratum } from './bound.ts';
import { FINAL_LOOK } from './draw.ts';

/** What a certificate says of the draws of the accepted answers; anyone gets it from the audit records. */
export interface Draws {
  /** Ascending by the rate at the answer, then by the chance to be drawn at all. */
  readonly strata: readonly Stratum[];
  /** Items drawn, each counted once. */
  readonly drawn: number;
}

/** Sums the draws of a job's accepted answers up, record by record. */
export class DrawSum {
  readonly #finalPpm: number;
  readonly #strata = new Map<string, { answerPpm: number; ratePpm: number; items: number }>();
  #drawn = 0;

  /** `finalPpm`: the rate of the final looks, 0 where there are none. */
  constructor(finalPpm: number) {
    this.#finalPpm = finalPpm;
  }

  add(record: AuditRecord): void {
    const { ratePpm: answerPpm, items } = record;
    const ratePpm = drawnRate(record, this.#finalPpm);
    const key = `${answerPpm} ${ratePpm}`;
    const stratum = this.#strata.get(key) ?? { answerPpm, ratePpm, items: 0 };
    stratum.items += items;
    this.#strata.set(key, stratum);
    this.#drawn += new Set(record.rounds.flatMap(({ positions }) => [...positions])).size;
  }

  draws(): Draws {
    const strata = [...this.#strata.values()];
    return {
      strata: strata.sort((a, b) => a.answerPpm - b.answerPpm || a.ratePpm - b.ratePpm),
      drawn: this.#drawn,
    };
  }
}

export function sumDraws(records: Iterable<AuditRecord>, finalPpm: number): Draws {
  const sum = new DrawSum(finalPpm);
  for (const record of records) sum.add(record);
  return sum.draws();
}

/**
 * The chance that an item of this answer was drawn in some round, in millionths, rounded down; 0 for an answer of the
 * referee. Round 0 draws at the answer's rate, a final look at `finalPpm`; an exit check draws as many items as it did.
 * Where there was one, two digits are kept, so that a job has few strata.
 */
export function drawnRate(record: AuditRecord, finalPpm: number): number {
  if (record.ratePpm === 0) return 0;
  const missed = (1 - record.ratePpm / 1e6) * (1 - finalPpm / 1e6);
  const sure = ppmOf(1 - missed);
  const exits = record.rounds.filter(({ round }) => round > 0 && round !== FINAL_LOOK);
  if (exits.length === 0) return sure;
  const all = exits.reduce((chance, { positions }) => chance * (1 - positions.length / record.items), missed);
  const exact = ppmOf(1 - all);
  const grain = 10 ** Math.max(0, Math.floor(Math.log10(Math.max(1, exact))) - 1);
  return Math.max(sure, Math.floor(exact / grain) * grain);
}

/** Rounded down, but for what floating point makes of a whole number. */
const ppmOf = (chance: number): number => Math.floor(1e6 * chance + 1e-6);
