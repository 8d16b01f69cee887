import { type Column, KnownError, LIMITS, type Value } from '@manyhands/protocol';
import type { Job } from './job.ts';
import type { Row } from './rows.ts';
import type { Inputs, Stride } from './tables/inputs.ts';

/** Numbers in steps, or any values in a list. */
export type SweepAxis = Stride | readonly Value[];

/** What a point of some axes is, by their names. */
export type PointOf<A extends Readonly<Record<string, SweepAxis>>> = {
  readonly [K in keyof A]: A[K] extends readonly (infer V)[] ? V : number | bigint;
};

/** One item of a sweep or map: what went in, and what came out by column name, null unless `status` is `ok`. */
export interface Computed<I, O> {
  readonly index: number;
  readonly input: I;
  readonly status: Row['status'];
  readonly output: O | null;
  /** In instructions. */
  readonly fuel: bigint;
}

/** Whole numbers from `from` towards, but without, `to`, in steps of 1 or `step`. */
export const range = (from: number | bigint, to: number | bigint, step?: number | bigint): Stride => ({
  from,
  to,
  ...(step !== undefined && { step }),
});

/** Inputs, and which of them an item is. */
export interface Points<I> {
  readonly inputs: Inputs;
  at(index: number): I;
}

/**
 * Final results beside their inputs, in order. The job is started by whoever asks first, {@link job} or the first row, and
 * once.
 */
export class Computation<I, O> implements AsyncIterable<Computed<I, O>> {
  readonly #begin: () => Promise<{ readonly job: Job; readonly points: Points<I> }>;
  #begun: ReturnType<Computation<I, O>['begun']> | null = null;

  constructor(begin: () => Promise<{ readonly job: Job; readonly points: Points<I> }>) {
    this.#begin = begin;
  }

  /** The job behind it, to pause, cancel or have its certificate. */
  async job(): Promise<Job> {
    return (await this.begun()).job;
  }

  async *[Symbol.asyncIterator](): AsyncGenerator<Computed<I, O>> {
    const { job, points } = await this.begun();
    for await (const { index, status, fuel, values } of job.results())
      yield { index, input: points.at(index), status, output: values as O | null, fuel };
  }

  /** All of it at once. */
  async all(): Promise<Computed<I, O>[]> {
    const all: Computed<I, O>[] = [];
    for await (const each of this) all.push(each);
    return all;
  }

  private begun(): Promise<{ readonly job: Job; readonly points: Points<I> }> {
    this.#begun ??= this.#begin();
    return this.#begun;
  }
}

/**
 * Every combination of some axes; the kernel's last column runs fastest. Where all are strides nothing is uploaded, whatever
 * their number. Throws TABLE_INVALID where axes and columns do not match, or lists make too many rows.
 */
export function pointsOf(
  axes: Readonly<Record<string, SweepAxis>>,
  columns: readonly Column[],
): Points<Record<string, Value>> {
  const order = columns.map(({ name }) => axisOf(axes, name));
  const stray = Object.keys(axes).find((name) => columns.every((column) => column.name !== name));
  if (stray !== undefined) throw new KnownError('TABLE_INVALID', `the kernel has no column “${stray}”`);
  const lengths = order.map(lengthOf);
  const at = (index: number): Record<string, Value> => {
    const point: Record<string, Value> = {};
    let rest = index;
    for (let i = order.length - 1; i >= 0; i--) {
      point[columns[i].name] = memberOf(order[i], rest % lengths[i]);
      rest = Math.floor(rest / lengths[i]);
    }
    return point;
  };
  if (order.every(isStride))
    return { inputs: { kind: 'grid', axes: axes as Readonly<Record<string, Stride>> }, at };
  return { inputs: { kind: 'rows', rows: rowsAt(at, countOf(lengths)) }, at };
}

function axisOf(axes: Readonly<Record<string, SweepAxis>>, name: string): SweepAxis {
  if (Object.hasOwn(axes, name)) return axes[name];
  throw new KnownError('TABLE_INVALID', `the sweep has no axis for the column “${name}”`);
}

const isStride = (axis: SweepAxis): axis is Stride => !Array.isArray(axis);

function lengthOf(axis: SweepAxis): number {
  if (!isStride(axis)) return axis.length;
  const [from, to, step] = [axis.from, axis.to, axis.step ?? 1].map(BigInt);
  if (step === 0n) throw new KnownError('TABLE_INVALID', 'a range with a step of 0 never ends');
  const way = step > 0n ? to - from : from - to;
  const stride = step > 0n ? step : -step;
  return way <= 0n ? 0 : Number((way + stride - 1n) / stride);
}

function memberOf(axis: SweepAxis, at: number): Value {
  if (!isStride(axis)) return axis[at];
  const { from, step = 1 } = axis;
  if (typeof from === 'number' && typeof step === 'number') return from + at * step;
  return BigInt(from) + BigInt(at) * BigInt(step);
}

function countOf(lengths: readonly number[]): number {
  const count = lengths.reduce((product, length) => product * length, 1);
  if (count > LIMITS.itemsPerJob)
    throw new KnownError(
      'TABLE_INVALID',
      `axes that are lists make a table, of up to ${LIMITS.itemsPerJob} rows, not ${count}: use ranges, or split the sweep`,
    );
  return count;
}

function* rowsAt(at: (index: number) => object, count: number): Generator<object> {
  for (let index = 0; index < count; index++) yield at(index);
}

/** Inputs one after the other: objects by column name, arrays in the kernel's order, or bare values for its only column. */
export function pointsOfList<I>(list: readonly I[]): Points<I> {
  const rows = list.map((each) => (isRow(each) ? each : [each]));
  return { inputs: { kind: 'rows', rows }, at: (index) => list[index] };
}

const isRow = (input: unknown): input is object =>
  typeof input === 'object' && input !== null && !ArrayBuffer.isView(input);
