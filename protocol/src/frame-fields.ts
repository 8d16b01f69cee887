import { KnownError } from './errors.ts';

/** The types a frame's field can have, as they are checked on arrival. */
interface FieldTypes {
  text: string;
  texts: readonly string[];
  bytes: Uint8Array;
  /** A whole number from 0 to 2^53 − 1. */
  count: number;
  /** A whole number from −2^63 to 2^64 − 1. */
  bigint: bigint;
}
export type Shape = Readonly<Record<string, keyof FieldTypes>>;
export type Fields<S extends Shape> = { readonly [Name in keyof S]: FieldTypes[S[Name]] };

const READERS: { [T in keyof FieldTypes]: (value: unknown) => FieldTypes[T] | undefined } = {
  text: (value) => (typeof value === 'string' ? value : undefined),
  texts: (value) =>
    Array.isArray(value) && value.every((v) => typeof v === 'string') ? (value as string[]) : undefined,
  bytes: (value) => (value instanceof Uint8Array ? value : undefined),
  count: (value) => {
    const number = typeof value === 'bigint' ? Number(value) : value;
    return Number.isSafeInteger(number) && (number as number) >= 0 ? (number as number) : undefined;
  },
  bigint: (value) =>
    typeof value === 'bigint' ? value : Number.isSafeInteger(value) ? BigInt(value as number) : undefined,
};

/** Takes exactly the fields of a shape out of something decoded; throws FRAME_INVALID naming the first bad one. */
export function readFields(shape: Shape, body: unknown): Record<string, unknown> {
  if (body === null || typeof body !== 'object' || Array.isArray(body))
    throw new KnownError('FRAME_INVALID', 'the frame has no fields');
  const fields: Record<string, unknown> = {};
  for (const [name, type] of Object.entries(shape)) {
    const value = READERS[type]((body as Record<string, unknown>)[name]);
    if (value === undefined) throw new KnownError('FRAME_INVALID', `the field ${name} is not ${type}`);
    fields[name] = value;
  }
  return fields;
}
