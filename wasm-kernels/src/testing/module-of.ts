/** Hand-made modules for tests, byte for byte as written: an assembler would rearrange what is counted. */
import { ByteWriter } from '../binary/writer.ts';

export const I32 = 0x7f;
export const I64 = 0x7e;
export const F32 = 0x7d;
export const F64 = 0x7c;

export interface TestFunction {
  /** Exported under this name, if any. */
  readonly name?: string;
  readonly parameters?: readonly number[];
  readonly results?: readonly number[];
  readonly locals?: readonly number[];
  /** Instructions without the final `end`. */
  readonly code: readonly number[];
}

export interface TestModule {
  readonly functions: readonly TestFunction[];
  /** Pages, exported as `memory`. */
  readonly memory?: readonly [min: number, max?: number];
  /** Mutable i32 globals with these first values, exported by name. */
  readonly globals?: Readonly<Record<string, number>>;
  /** Passive data segments. */
  readonly passive?: readonly string[];
  /** Indices of the functions that a table holds. */
  readonly table?: readonly number[];
}

/** The bytes of a module; nothing checks that it is valid. */
export function moduleOf({
  functions,
  memory,
  globals = {},
  passive = [],
  table = [],
}: TestModule): Uint8Array {
  const values = Object.values(globals);
  const exported = [
    ...functions.flatMap(({ name }, index) => (name === undefined ? [] : [{ name, kind: 0, index }])),
    ...(memory ? [{ name: 'memory', kind: 2, index: 0 }] : []),
    ...Object.keys(globals).map((name, index) => ({ name, kind: 3, index })),
  ];
  return new ByteWriter()
    .byte(0x00, 0x61, 0x73, 0x6d, 1, 0, 0, 0)
    .raw(section(1, functions, writeType))
    .raw(section(3, functions, (out, _, index) => out.u32(index)))
    .raw(section(4, table.length > 0 ? [table] : [], (out) => out.byte(0x70, 0).u32(table.length)))
    .raw(section(5, memory ? [memory] : [], writeLimits))
    .raw(section(6, values, (out, value) => out.byte(I32, 1, 0x41).s64(BigInt(value)).byte(0x0b)))
    .raw(section(7, exported, (out, { name, kind, index }) => out.name(name).byte(kind).u32(index)))
    .raw(section(9, table.length > 0 ? [table] : [], writeElements))
    .raw(passive.length > 0 ? Uint8Array.of(12, 1, passive.length) : new Uint8Array())
    .raw(section(10, functions, writeBody))
    .raw(section(11, passive, (out, text) => out.byte(1).name(text)))
    .take();
}

type Write<Entry> = (out: ByteWriter, entry: Entry, index: number) => unknown;

function section<Entry>(id: number, entries: readonly Entry[], write: Write<Entry>): Uint8Array {
  if (entries.length === 0) return new Uint8Array();
  const payload = new ByteWriter().u32(entries.length);
  entries.forEach((entry, index) => {
    write(payload, entry, index);
  });
  return new ByteWriter().byte(id).u32(payload.length).raw(payload.take()).take();
}

function writeType(out: ByteWriter, { parameters = [], results = [] }: TestFunction): void {
  out
    .byte(0x60)
    .u32(parameters.length)
    .byte(...parameters);
  out.u32(results.length).byte(...results);
}

function writeLimits(out: ByteWriter, [min, max]: readonly [number, number?]): void {
  out.byte(max === undefined ? 0 : 1).u32(min);
  if (max !== undefined) out.u32(max);
}

function writeBody(out: ByteWriter, { locals = [], code }: TestFunction): void {
  const body = new ByteWriter().u32(locals.length);
  for (const type of locals) body.u32(1).byte(type);
  const bytes = body.byte(...code, 0x0b).take();
  out.u32(bytes.length).raw(bytes);
}

/** Into table 0, from its beginning. */
function writeElements(out: ByteWriter, functions: readonly number[]): void {
  out.byte(0, 0x41, 0, 0x0b).u32(functions.length);
  for (const index of functions) out.u32(index);
}

/** `i32.const value`. */
export const i32 = (value: number): number[] => [0x41, ...new ByteWriter().s64(BigInt(value)).take()];
export const get = (local: number): number[] => [0x20, local];
export const set = (local: number): number[] => [0x21, local];
