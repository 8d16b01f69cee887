import { KnownError } from '@manyhands/protocol';
import { ByteReader } from './reader.ts';

export const SECTION = {
  custom: 0,
  type: 1,
  import: 2,
  function: 3,
  table: 4,
  memory: 5,
  global: 6,
  export: 7,
  start: 8,
  element: 9,
  code: 10,
  data: 11,
  dataCount: 12,
} as const;

export const KIND = { function: 0, table: 1, memory: 2, global: 3, tag: 4 } as const;
export const KIND_NAMES = ['function', 'table', 'memory', 'global', 'tag'] as const;

/** A half-open range of bytes. */
export interface Span {
  readonly start: number;
  readonly end: number;
}
export interface FunctionType {
  readonly parameters: readonly number[];
  readonly results: readonly number[];
}
export interface Import {
  readonly module: string;
  readonly name: string;
  readonly kind: number;
  /** The function's type, where the kind is a function. */
  readonly type: number;
}
export interface Export {
  readonly name: string;
  readonly kind: number;
  readonly index: number;
}
export interface Limits {
  readonly flags: number;
  readonly min: number;
  readonly max: number | null;
}
export interface Global {
  readonly type: number;
  readonly mutable: boolean;
}

/** What inspection and rewriting need of a module; function bodies and segments stay bytes. */
export interface ModuleMap {
  readonly bytes: Uint8Array;
  readonly sections: ReadonlyMap<number, Span>;
  readonly customs: readonly { readonly name: string; readonly span: Span }[];
  readonly types: readonly FunctionType[];
  readonly imports: readonly Import[];
  /** Type index of every function, imported ones first. */
  readonly functions: readonly number[];
  readonly memories: readonly Limits[];
  readonly globals: readonly Global[];
  readonly exports: readonly Export[];
  readonly bodies: readonly Span[];
  readonly tables: number;
  /** Functions that element segments and globals refer to, so that indirect calls may reach them. */
  readonly referenced: ReadonlySet<number>;
  readonly start: number | null;
  /** Where the memory that segments fill at instantiation ends, in bytes; null where it takes a computation to tell. */
  readonly dataEnd: number | null;
}

type Draft = {
  -readonly [Key in keyof ModuleMap]: ModuleMap[Key] extends readonly (infer E)[] ? E[] : ModuleMap[Key];
} & { readonly referenced: Set<number> };

/** Maps the sections of a module that has been validated. Throws KERNEL_FEATURE_REFUSED on what it does not know. */
export function mapModule(bytes: Uint8Array): ModuleMap {
  const sections = new Map<number, Span>();
  const referenced = new Set<number>();
  const draft: Draft = {
    bytes,
    sections,
    tables: 0,
    referenced,
    customs: [],
    types: [],
    imports: [],
    functions: [],
    memories: [],
    globals: [],
    exports: [],
    bodies: [],
    start: null,
    dataEnd: 0,
  };
  const reader = new ByteReader(bytes, 8);
  while (reader.at < reader.end) {
    const id = reader.byte();
    const length = reader.u32();
    const span = { start: reader.at, end: reader.at + length };
    reader.skip(length);
    readSection(draft, id, new ByteReader(bytes, span.start, span.end));
    if (id !== SECTION.custom) sections.set(id, span);
  }
  return draft;
}

function readSection(draft: Draft, id: number, reader: ByteReader): void {
  switch (id) {
    case SECTION.custom: {
      const span = { start: reader.at, end: reader.end };
      draft.customs.push({ name: reader.name(), span });
      return;
    }
    case SECTION.type:
      each(reader, () => draft.types.push(readType(reader)));
      return;
    case SECTION.import:
      each(reader, () => readImport(draft, reader));
      return;
    case SECTION.function:
      each(reader, () => draft.functions.push(reader.u32()));
      return;
    case SECTION.memory:
      each(reader, () => draft.memories.push(readLimits(reader)));
      return;
    case SECTION.global:
      each(reader, () => readGlobal(draft, reader));
      return;
    case SECTION.export:
      each(reader, () =>
        draft.exports.push({ name: reader.name(), kind: reader.byte(), index: reader.u32() }),
      );
      return;
    case SECTION.start:
      draft.start = reader.u32();
      return;
    case SECTION.code:
      each(reader, () => readBody(draft, reader));
      return;
    case SECTION.data:
      draft.dataEnd = readDataEnd(reader);
      return;
    case SECTION.table:
      draft.tables += reader.u32();
      return;
    case SECTION.element:
      each(reader, () => readElements(draft, reader));
      return;
    case SECTION.dataCount:
      return;
    default:
      throw new KnownError(
        'KERNEL_FEATURE_REFUSED',
        `the module has a section ${id} (${id === 13 ? 'exceptions' : 'an unknown proposal'})`,
      );
  }
}

function each(reader: ByteReader, read: () => void): void {
  for (let left = reader.u32(); left > 0; left--) read();
}

function readType(reader: ByteReader): FunctionType {
  if (reader.byte() !== 0x60)
    throw new KnownError(
      'KERNEL_FEATURE_REFUSED',
      'the module uses types of garbage collection; compile it without',
    );
  const list = (): number[] => Array.from({ length: reader.u32() }, () => readValueType(reader));
  return { parameters: list(), results: list() };
}

/** i32, i64, f32, f64, v128, funcref, externref. */
const VALUE_TYPES: readonly number[] = [0x7f, 0x7e, 0x7d, 0x7c, 0x7b, 0x70, 0x6f];

function readValueType(reader: ByteReader): number {
  const type = reader.byte();
  if (!VALUE_TYPES.includes(type))
    throw new KnownError(
      'KERNEL_FEATURE_REFUSED',
      `the module uses the value type 0x${type.toString(16)}, which is not supported`,
    );
  return type;
}

function readImport(draft: Draft, reader: ByteReader): void {
  const [module, name, kind] = [reader.name(), reader.name(), reader.byte()];
  const type = kind === KIND.function ? reader.u32() : -1;
  if (kind === KIND.function) draft.functions.push(type);
  else if (kind === KIND.table) {
    readValueType(reader);
    readLimits(reader);
    draft.tables++;
  } else if (kind === KIND.memory) draft.memories.push(readLimits(reader));
  else if (kind === KIND.global)
    draft.globals.push({ type: readValueType(reader), mutable: reader.byte() === 1 });
  else
    throw new KnownError(
      'KERNEL_FEATURE_REFUSED',
      `the module imports a ${KIND_NAMES[kind] ?? 'thing'} “${module}.${name}”`,
    );
  draft.imports.push({ module, name, kind, type });
}

/** Only plain limits: flag 2 is a shared memory, 4 a 64-bit one. */
function readLimits(reader: ByteReader): Limits {
  const flags = reader.byte();
  if (flags > 1)
    throw new KnownError(
      'KERNEL_FEATURE_REFUSED',
      flags & 2 ? 'the memory is shared between threads' : 'the memory has 64-bit addresses',
    );
  return { flags, min: reader.u32(), max: flags & 1 ? reader.u32() : null };
}

function readGlobal(draft: Draft, reader: ByteReader): void {
  draft.globals.push({ type: readValueType(reader), mutable: reader.byte() === 1 });
  skipConstant(reader, draft.referenced);
}

/** Bits of an element segment's kind. */
const ELEMENTS = { notActive: 1, explicit: 2, expressions: 4 } as const;

function readElements(draft: Draft, reader: ByteReader): void {
  const kind = reader.u32();
  if ((kind & ELEMENTS.notActive) === 0) {
    if (kind & ELEMENTS.explicit) reader.u32();
    skipConstant(reader);
  }
  if (kind & (ELEMENTS.notActive | ELEMENTS.explicit)) reader.byte();
  each(reader, () => {
    if (kind & ELEMENTS.expressions) skipConstant(reader, draft.referenced);
    else draft.referenced.add(reader.u32());
  });
}

function readBody(draft: Draft, reader: ByteReader): void {
  const length = reader.u32();
  draft.bodies.push({ start: reader.at, end: reader.at + length });
  reader.skip(length);
}

const PASSIVE = 1;
const WITH_MEMORY_INDEX = 2;

function readDataEnd(reader: ByteReader): number | null {
  let end: number | null = 0;
  each(reader, () => {
    const kind = reader.u32();
    if (kind === WITH_MEMORY_INDEX) reader.u32();
    const offset = kind === PASSIVE ? null : readOffset(reader);
    const length = reader.u32();
    reader.skip(length);
    if (kind === PASSIVE) return;
    end = end === null || offset === null ? null : Math.max(end, offset + length);
  });
  return end;
}

/** An address that is one constant, else null. */
function readOffset(reader: ByteReader): number | null {
  const { at } = reader;
  if (reader.byte() === 0x41) {
    const value = reader.s32() >>> 0;
    if (reader.byte() === 0x0b) return value;
  }
  reader.at = at;
  skipConstant(reader);
  return null;
}

/** Passes over a constant expression, extended ones included; notes the functions that it refers to. */
function skipConstant(reader: ByteReader, referenced?: Set<number>): void {
  for (;;) {
    const op = reader.byte();
    if (op === 0x0b) return;
    if (op === 0xd2) {
      const index = reader.u32();
      referenced?.add(index);
    } else if (op === 0x41 || op === 0x42 || op === 0x23 || op === 0xd0) reader.skipLeb();
    else if (op === 0x43) reader.skip(4);
    else if (op === 0x44) reader.skip(8);
    else if (op === 0xfd && reader.u32() === 12) reader.skip(16);
    else if (![0x6a, 0x6b, 0x6c, 0x7c, 0x7d, 0x7e].includes(op))
      throw new KnownError('KERNEL_FEATURE_REFUSED', 'a global has an initial value of an unknown kind');
  }
}

/** How many locals a body declares, in how many groups, and where the groups stand. */
export function readLocals(
  bytes: Uint8Array,
  body: Span,
): { groups: number; total: number; start: number; end: number } {
  const reader = new ByteReader(bytes, body.start, body.end);
  const groups = reader.u32();
  const { at: start } = reader;
  let total = 0;
  for (let left = groups; left > 0; left--) {
    total += reader.u32();
    reader.byte();
  }
  return { groups, total, start, end: reader.at };
}
