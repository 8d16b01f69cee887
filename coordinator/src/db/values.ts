/** How values are read, by the type's oid in PostgreSQL's catalogue. The same for both forms of the port. */
export const READERS: ReadonlyMap<number, (text: string) => unknown> = new Map<
  number,
  (text: string) => unknown
>([
  [16, (text) => text === 't'],
  [17, bytesOf],
  [20, safeNumber],
  [21, Number],
  [23, Number],
  [114, (text) => JSON.parse(text)],
  [700, Number],
  [701, Number],
  [1184, (text) => new Date(text)],
  [1700, wholeNumber],
  [3802, (text) => JSON.parse(text)],
]);

/** Indexes and ids stay far below 2^53; one beyond is a broken invariant, not a rounded number. */
function safeNumber(text: string): number {
  const value = Number(text);
  if (!Number.isSafeInteger(value))
    throw new RangeError(`${text} does not fit a safe integer: cast it to numeric`);
  return value;
}

/** Every numeric of ours has scale 0. */
function wholeNumber(text: string): bigint {
  if (!/^-?\d+$/.test(text)) throw new RangeError(`${text} is no whole number: cast it to float8 or text`);
  return BigInt(text);
}

/** bytea in its hex form, as a plain array (no Buffer, whose equality and slices differ). */
function bytesOf(text: string): Uint8Array {
  const bytes = new Uint8Array((text.length - 2) / 2);
  bytes.set(Buffer.from(text.slice(2), 'hex'));
  return bytes;
}
