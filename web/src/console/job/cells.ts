/** Results as a page shows them: cells of a table, and numbers to plot. */
import { type Column, elementsOf, isScalar, type Value } from '@manyhands/protocol';
import type { Row } from '@manyhands/sdk';

const LONGEST = 60;

/** One value as text, cut where it is long. */
export function cellWords(value: Value): string {
  const text = ArrayBuffer.isView(value)
    ? `[${elementsOf(value).slice(0, LONGEST).join(', ')}]`
    : String(value);
  return text.length > LONGEST ? `${text.slice(0, LONGEST)}…` : text;
}

/** Of a job's outputs those that can be plotted. */
export const plottable = (outputs: readonly Column[]): readonly string[] =>
  outputs.filter(({ type }) => isScalar(type)).map(({ name }) => name);

/** What can be plotted of any job: where an item is in the job, and its fuel. No kernel's column begins with a colon. */
export const ITEM = ':item';
export const FUEL = ':fuel';

/** A row's number in a column, or NaN where it has none. */
export function numberIn(row: Row, column: string): number {
  if (column === ITEM) return row.index;
  if (column === FUEL) return Number(row.fuel);
  const value = row.values?.[column];
  return value === undefined || value === null ? Number.NaN : Number(value);
}

export interface Bin {
  readonly low: number;
  readonly high: number;
  readonly count: number;
}

/** How often numbers fall into equally wide bins, as many as their square root up to 40. What is no finite number is left out. */
export function binned(numbers: readonly number[]): Bin[] {
  const finite = numbers.filter(Number.isFinite);
  if (finite.length === 0) return [];
  let [low, high] = [finite[0], finite[0]];
  for (const each of finite) [low, high] = [Math.min(low, each), Math.max(high, each)];
  if (low === high) return [{ low, high: low + 1, count: finite.length }];
  const bins = Math.max(4, Math.min(40, Math.ceil(Math.sqrt(finite.length))));
  const width = (high - low) / bins;
  const counts = new Array<number>(bins).fill(0);
  for (const each of finite) counts[Math.min(bins - 1, Math.floor((each - low) / width))]++;
  return counts.map((count, i) => ({ low: low + i * width, high: low + (i + 1) * width, count }));
}
