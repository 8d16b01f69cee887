import { type ItemResult, type UpstreamRow, unpackResults } from '@manyhands/protocol';
import type { Db } from '../db/db.ts';
import type { JobRecord } from '../db/jobs/job-record.ts';
import { coveredPart } from '../jobs/coverage.ts';
import { FinalUnits } from '../jobs/final-units.ts';
import type { Inputs } from '../jobs/inputs.ts';

export interface RowSource {
  readonly db: Db;
  readonly inputs: Inputs;
  readonly job: JobRecord;
  /** The first row wanted. */
  readonly from: number;
  readonly needsInputs: boolean;
  /** `covered`: rows of a paid job only as far as vouchers cover them, since a stage's inputs can be read by anybody. */
  readonly reach: 'covered' | 'all';
}

/** A page of final rows. */
interface Page {
  readonly first: number;
  readonly results: readonly ItemResult[];
  readonly input: (index: number) => Uint8Array | null;
}

const NOTHING: Page = { first: 0, results: [], input: () => null };

/**
 * Final rows of one job in the order of their index, a page in memory at a time. What a folded job delivers, its folded row once it
 * is certified, would be read here as well.
 */
export class UpstreamRows {
  readonly #source: RowSource;
  readonly #finals: FinalUnits;
  #page = NOTHING;
  #next: number;
  #unpaid = false;

  constructor(source: RowSource) {
    this.#source = source;
    this.#finals = new FinalUnits(source.db, source.job.id);
    this.#next = source.from;
  }

  /** Whether rows end here for want of a voucher. */
  get isUnpaid(): boolean {
    return this.#unpaid;
  }

  /** Whether the next row is there. */
  async ready(): Promise<boolean> {
    if (this.#next >= this.#page.first + this.#page.results.length) this.#page = await this.#read();
    return this.#page.results.length > 0;
  }

  /** The next row, which must be {@link ready}. */
  take(): UpstreamRow {
    const index = this.#next++;
    const { first, results, input } = this.#page;
    return { index, result: results[index - first], input: input(index) };
  }

  async #read(): Promise<Page> {
    const { db, job, reach } = this.#source;
    const found = await this.#finals.from(this.#next);
    const run = reach === 'covered' ? await coveredPart(db, job, found) : found;
    this.#unpaid = run.units.length < found.units.length;
    const units = await this.#finals.withResults(run);
    if (units.length === 0) return NOTHING;
    const results = units.flatMap((unit) => unpackResults(unit.results));
    const { first } = units[0].log;
    return { first, results, input: await this.#inputs(first, results.length) };
  }

  async #inputs(first: number, count: number): Promise<Page['input']> {
    const { inputs, job, needsInputs } = this.#source;
    if (!needsInputs) return () => null;
    const rows = await inputs.rows(job.id, first, count);
    return (index) => rows.row(index);
  }
}
