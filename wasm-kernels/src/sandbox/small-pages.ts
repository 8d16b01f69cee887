const PAGE_BYTES = 65_536;

/** Pages of a small memory for items that write so many bytes: with some room for those that were not sampled. */
export const smallPagesFor = (touchedBytes: number): number =>
  Math.ceil((1.25 * touchedBytes) / PAGE_BYTES) + 1;
