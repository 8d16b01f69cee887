import {
  type Axis,
  axisLength,
  type Column,
  checkRange,
  encodeRowAt,
  KnownError,
  LIMITS,
  namingRow,
  parseValue,
  rangeRows,
  type Value,
} from '@manyhands/protocol';
import type { GridAxis, Inputs, Stride } from './inputs.ts';

/** Rows that are made at once. */
const BATCH = 4096;

/**
 * The axes of a range or grid in the order of the kernel's columns, where whole numbers in equal steps are all there is;
 * null for other inputs.
 */
export function axesOf(inputs: Inputs, columns: readonly Column[]): Axis[] | null {
  if (inputs.kind === 'range') return [axisFrom(inputs)];
  if (inputs.kind !== 'grid') return null;
  const axes = gridAxes(inputs.axes, columns).map((axis, i) =>
    isStride(axis) ? axisFrom(axis) : strideOf(axis, columns[i]),
  );
  return axes.every((axis) => axis !== null) ? axes : null;
}

/** Rows of a grid with values listed one by one, some at a time. Throws TABLE_INVALID or ROW_INVALID. */
export function* gridRows(
  axes: Readonly<Record<string, GridAxis>>,
  columns: readonly Column[],
): Generator<Uint8Array[]> {
  const given = gridAxes(axes, columns).map((axis, i) => valuesOn(axis, columns[i]));
  const count = given.reduce((all, { length }) => all * length, 1);
  if (count > LIMITS.itemsPerJob)
    throw new KnownError(
      'TABLE_INVALID',
      `the grid has ${count} rows; one with listed values may have ${LIMITS.itemsPerJob} (ranges alone ${LIMITS.itemsPerRange})`,
    );
  for (let at = 0; at < count; at += BATCH)
    yield Array.from({ length: Math.min(BATCH, count - at) }, (_, i) => {
      const values = rowAt(given, at + i);
      return encodeRowAt({ row: at + i + 1 }, columns, values);
    });
}

/** Rows of a range, some at a time. */
export function* rangeBatches(range: readonly Axis[], columns: readonly Column[]): Generator<Uint8Array[]> {
  const count = checkRange(range, columns);
  const { row } = rangeRows(range, columns);
  for (let at = 0; at < count; at += BATCH)
    yield Array.from({ length: Math.min(BATCH, count - at) }, (_, i) => row(at + i));
}

/** Each column's axis; throws TABLE_INVALID where a name is missing or strange. */
function gridAxes(axes: Readonly<Record<string, GridAxis>>, columns: readonly Column[]): GridAxis[] {
  const stray = Object.keys(axes).find((name) => columns.every((column) => column.name !== name));
  if (stray !== undefined)
    throw new KnownError(
      'TABLE_INVALID',
      `the kernel has no column “${stray}”; it has ${columns.map(({ name }) => `“${name}”`).join(', ')}`,
    );
  return columns.map(({ name }) => {
    if (!Object.hasOwn(axes, name))
      throw new KnownError('TABLE_INVALID', `the grid has no axis for the column “${name}”`);
    return axes[name];
  });
}

const isStride = (axis: GridAxis): axis is Stride => !Array.isArray(axis);

function axisFrom({ from, to, step = 1 }: Stride): Axis {
  for (const number of [from, to, step])
    if (typeof number !== 'bigint' && !Number.isSafeInteger(number))
      throw new KnownError('TABLE_INVALID', `${number} is no whole number; beyond 2^53 write bigints`);
  return { from: BigInt(from), to: BigInt(to), step: BigInt(step) };
}

/** Listed whole numbers in equal steps are a stride, which costs nothing to send: `1,2,3`. */
function strideOf(listed: readonly unknown[], { type }: Column): Axis | null {
  if (type === 'string' || listed.length === 0) return null;
  const texts = listed.map(String);
  if (!texts.every((text) => /^-?\d{1,20}$/.test(text))) return null;
  const numbers = texts.map(BigInt);
  const step = numbers.length === 1 ? 1n : numbers[1] - numbers[0];
  const isEven = step !== 0n && numbers.every((number, i) => number === numbers[0] + BigInt(i) * step);
  return isEven ? { from: numbers[0], to: numbers[0] + BigInt(numbers.length) * step, step } : null;
}

/** An axis as values of its column. */
function valuesOn(axis: GridAxis, column: Column): readonly Value[] {
  if (isStride(axis)) return strideValues(axisFrom(axis), column);
  if (axis.length === 0) throw new KnownError('TABLE_INVALID', `the axis “${column.name}” has no values`);
  return axis.map((value, i) => namingRow({ row: i + 1 }, () => parseValue(column, String(value))));
}

function strideValues(axis: Axis, column: Column): readonly Value[] {
  const length = checkRange([axis], [column]);
  if (length > LIMITS.itemsPerJob)
    throw new KnownError(
      'TABLE_INVALID',
      `the axis “${column.name}” has ${axisLength(axis)} numbers; beside listed values it may have ${LIMITS.itemsPerJob}`,
    );
  const isWide = column.type === 'i64' || column.type === 'u64';
  return Array.from({ length }, (_, i) => {
    const value = axis.from + BigInt(i) * axis.step;
    return isWide ? value : Number(value);
  });
}

/** The row at a place of the grid; the last axis runs fastest. */
function rowAt(axes: readonly (readonly Value[])[], at: number): Value[] {
  const values: Value[] = [];
  let rest = at;
  for (let i = axes.length - 1; i >= 0; i--) {
    values[i] = axes[i][rest % axes[i].length];
    rest = Math.floor(rest / axes[i].length);
  }
  return values;
}
