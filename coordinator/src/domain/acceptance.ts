/** What a contributor chose to be given. */
export interface Acceptance {
  /** Categories of jobs; null: all. */
  readonly categories: ReadonlySet<string> | null;
  /** Jobs that come first, whatever their category, by id; may be none. */
  readonly jobs: ReadonlySet<string>;
  /** Whether other jobs of the categories may follow these. */
  readonly others: boolean;
}

/** What is looked at of a job. */
export interface Offered {
  readonly id: string;
  readonly category?: string;
}

/** From the words of a frame; null: everything, in any order. A list of none leaves all open. */
export function acceptanceOf(
  categories: readonly string[],
  jobs: readonly string[],
  others: boolean,
): Acceptance | null {
  if (categories.length === 0 && jobs.length === 0) return null;
  return {
    categories: categories.length === 0 ? null : new Set(categories),
    jobs: new Set(jobs),
    others: others || jobs.length === 0,
  };
}

/** Whether a job was chosen by itself. */
export const isChosen = (acceptance: Acceptance | null, { id }: Offered): boolean =>
  acceptance?.jobs.has(id) === true;

/** Whether items of a job may be given at all [CT1, CT2]. */
export function isAccepted(acceptance: Acceptance | null, job: Offered): boolean {
  if (acceptance === null || isChosen(acceptance, job)) return true;
  const { categories, others } = acceptance;
  return others && (categories === null || categories.has(job.category ?? 'other'));
}
