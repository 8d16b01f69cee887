/** Values of columns as text: in CSV cells, on a command line. */
import {
  ARRAY_KINDS,
  type ArrayType,
  type Column,
  checkInteger,
  isArray,
  refuseValue,
  type ScalarType,
  type Value,
} from './schema.ts';

/** A value as it stands in a CSV cell or JSON, checked against its column. Arrays are numbers separated by spaces. */
export function parseValue(column: Column, text: string): Value {
  if (text === '' && column.optional) return null;
  if (column.type === 'string') return text;
  if (isArray(column.type)) return parseArray(column, column.type, text);
  return parseScalar(column, column.type, text.trim());
}

function parseScalar(column: Column, type: ScalarType, text: string): Value {
  if (type === 'bool') {
    if (/^(true|1)$/i.test(text)) return true;
    if (/^(false|0)$/i.test(text)) return false;
    return refuseValue(column, `“${text.slice(0, 40)}” is neither true nor false`);
  }
  if (type === 'f32' || type === 'f64') {
    if (!/^([+-]?(\d+\.?\d*([eE][+-]?\d+)?|\.\d+([eE][+-]?\d+)?|Infinity)|NaN)$/.test(text))
      return refuseValue(column, `“${text.slice(0, 40)}” is not a number`);
    return type === 'f32' ? Math.fround(Number(text)) : Number(text);
  }
  if (!/^[+-]?\d{1,20}$/.test(text))
    return refuseValue(column, `“${text.slice(0, 40)}” is not a whole number`);
  return checkInteger(column, type, BigInt(text));
}

function parseArray(column: Column, type: ArrayType, text: string): Value {
  const { of, element: scalar } = ARRAY_KINDS[type];
  const element: Column = { ...column, type: scalar, optional: false };
  const cells = text.trim() === '' ? [] : text.trim().split(/\s+/);
  const values = cells.map((cell) => parseScalar(element, scalar, cell));
  return arrayOf(of, values);
}

/** How a value stands in a CSV cell; {@link parseValue} reads it back unchanged. */
export function formatValue(value: Value): string {
  if (value === null) return '';
  if (!ArrayBuffer.isView(value)) return Object.is(value, -0) ? '-0' : String(value);
  return elementsOf(value).map(formatValue).join(' ');
}

/** The elements of a column's array. TypeScript's views cannot be iterated, but whatever a column holds can. */
export const elementsOf = (array: ArrayBufferView): (number | bigint)[] =>
  Array.from(array as unknown as Iterable<number | bigint>);

/** A column's array of such elements. Each kind takes only its own numbers, of which the union of all kinds tells nothing. */
export const arrayOf = (kind: unknown, elements: readonly Value[]): ArrayBufferView =>
  (kind as { from(elements: readonly Value[]): ArrayBufferView }).from(elements);
