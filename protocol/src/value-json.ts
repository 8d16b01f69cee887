import type { Value } from './schema.ts';
import { elementsOf } from './values.ts';

/** JSON that says a value exactly: integers of 64 bits and numbers that JSON lacks are strings, −0 keeps its sign. */
export function valueJson(value: Value): string {
  if (typeof value === 'bigint') return `"${value}"`;
  if (typeof value === 'number')
    return Number.isFinite(value) ? (Object.is(value, -0) ? '-0' : String(value)) : `"${value}"`;
  if (!ArrayBuffer.isView(value)) return JSON.stringify(value);
  return `[${elementsOf(value).map(valueJson).join(',')}]`;
}
