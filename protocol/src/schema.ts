/**
 * The kernel ABI's types: what goes in and out of a kernel, derived from its exported function.
 * As bytes: row-codec.ts. As text: values.ts.
 */
import { KnownError } from './errors.ts';

/** Every scalar a column can have, with its bytes. */
export const SCALAR_BYTES = {
  i8: 1,
  u8: 1,
  i16: 2,
  u16: 2,
  i32: 4,
  u32: 4,
  i64: 8,
  u64: 8,
  f32: 4,
  f64: 8,
  bool: 1,
} as const;

/** Every typed array a column can have: how JavaScript makes one, and the scalar it holds. */
export const ARRAY_KINDS = {
  Int8Array: { of: Int8Array, element: 'i8' },
  Uint8Array: { of: Uint8Array, element: 'u8' },
  Int16Array: { of: Int16Array, element: 'i16' },
  Uint16Array: { of: Uint16Array, element: 'u16' },
  Int32Array: { of: Int32Array, element: 'i32' },
  Uint32Array: { of: Uint32Array, element: 'u32' },
  BigInt64Array: { of: BigInt64Array, element: 'i64' },
  BigUint64Array: { of: BigUint64Array, element: 'u64' },
  Float32Array: { of: Float32Array, element: 'f32' },
  Float64Array: { of: Float64Array, element: 'f64' },
} as const;

export type ScalarType = keyof typeof SCALAR_BYTES;
export type ArrayType = keyof typeof ARRAY_KINDS;
export type ColumnType = ScalarType | ArrayType | 'string';
export const SCALARS = Object.keys(SCALAR_BYTES) as ScalarType[];
export const ARRAYS = Object.keys(ARRAY_KINDS) as ArrayType[];

/** One column of a kernel's input or output. */
export interface Column {
  readonly name: string;
  readonly type: ColumnType;
  /** Whether the value may be absent (`T | null` in the kernel). */
  readonly optional: boolean;
  /** The kernel author's documentation, or an empty string. */
  readonly doc: string;
}

/** What a kernel takes and gives. Its datasets are bytes that all items share. */
export interface KernelSchema {
  /** The exported function's name. */
  readonly name: string;
  readonly doc: string;
  readonly inputs: readonly Column[];
  readonly outputs: readonly Column[];
  readonly datasets: readonly { readonly name: string; readonly doc: string }[];
}

/**
 * A kernel's source of several files by relative path, and the one that exports the kernel's function. Files of packages
 * that are imported by name lie under `node_modules/`.
 */
export interface KernelFiles {
  readonly entry: string;
  /** Which of the entry's exported functions is the kernel; needed only where there are several. */
  readonly export?: string;
  readonly files: Readonly<Record<string, string>>;
}

/** Source as the text that is kept and hashed: a project is the JSON of its files. */
export const sourceText = (source: string | KernelFiles): string =>
  typeof source === 'string' ? source : JSON.stringify(source);

/** The source that {@link sourceText} made this text of: no program is an object of JSON with these two keys. */
export function sourceOf(text: string): string | KernelFiles {
  try {
    const { entry, files, export: chosen } = JSON.parse(text);
    const isProject = typeof entry === 'string' && typeof files === 'object' && files !== null;
    if (isProject && Object.values(files).every((file) => typeof file === 'string'))
      return typeof chosen === 'string' ? { entry, export: chosen, files } : { entry, files };
  } catch {}
  return text;
}

/** A value of a column: integers of 64 bits are bigints, everything narrower a number. */
export type Value = number | bigint | boolean | string | ArrayBufferView | null;

export const isScalar = (type: ColumnType): type is ScalarType => type in SCALAR_BYTES;
export const isArray = (type: ColumnType): type is ArrayType => type in ARRAY_KINDS;

/** Refuses a value of a column with ROW_INVALID. */
export const refuseValue = (column: Column, why: string): never => {
  throw new KnownError('ROW_INVALID', `column ${column.name} (${column.type}): ${why}`);
};

const INTEGER_RANGE: Partial<Record<ScalarType, readonly [bigint, bigint]>> = Object.fromEntries(
  (['i8', 'i16', 'i32', 'i64'] as const).flatMap((signed) => {
    const bits = BigInt(signed.slice(1));
    const half = 1n << (bits - 1n);
    return [
      [signed, [-half, half - 1n]],
      [`u${bits}`, [0n, 2n * half - 1n]],
    ];
  }),
);

/** A whole number in its column's range, as the column's values are: a bigint at 64 bits, else a number. */
export function checkInteger(column: Column, type: ScalarType, value: bigint): Value {
  const [low, high] = INTEGER_RANGE[type] ?? [0n, 0n];
  if (value < low || value > high) return refuseValue(column, `${value} is not between ${low} and ${high}`);
  return type.endsWith('64') ? value : Number(value);
}
