/** WASI commands: which modules they are, and what columns they say they have. */
import { type KernelSchema, KnownError } from '@manyhands/protocol';
import { type Import, KIND, type ModuleMap, mapModule, SECTION } from '../binary/module.ts';
import { ByteReader } from '../binary/reader.ts';
import { ByteWriter } from '../binary/writer.ts';
import { EXPORTS } from '../runtime/build.ts';
import { DEFAULT_WASI, type WasiFacts, wasiFacts, wasiSchema } from '../runtime/wasi/facts.ts';
import { WASI_MODULE, wasiSignature } from '../runtime/wasi/signatures.ts';

/** `bytes`: memory, alloc, run. `wasi`: a command, with `_start`. */
export type AbiKind = 'bytes' | 'wasi';

/** The custom section in which a command says what columns it has; without it, it has the usual ones. */
export const COLUMNS_SECTION = 'manyhands.wasi';
/** Bytes of it. */
const LONGEST_COLUMNS = 100_000;

/** Which ABI a module speaks. */
export function abiKindOf({ exports }: ModuleMap): AbiKind {
  const has = (name: string): boolean =>
    exports.some((entry) => entry.name === name && entry.kind === KIND.function);
  return has('_start') && !(has(EXPORTS.alloc) && has(EXPORTS.run)) ? 'wasi' : 'bytes';
}

/** Whether an import is a function of WASI preview-1, in name and type. */
export function isWasiImport({ types }: ModuleMap, { module, name, kind, type }: Import): boolean {
  const wanted = module === WASI_MODULE && kind === KIND.function ? wasiSignature(name) : undefined;
  if (wanted === undefined) return false;
  const { parameters, results } = types[type];
  return same(parameters, wanted.parameters) && same(results, wanted.results);
}

/** What to tell the author of a module that imports a kind of WASI which does not fit. */
export function wasiHint(module: ModuleMap, entry: Import): string | undefined {
  if (!entry.module.startsWith('wasi')) return undefined;
  if (isWasiImport(module, entry))
    return 'only commands may use WASI: export “_start”, or neither “alloc” nor “run”';
  return `of WASI, commands may import the functions of ${WASI_MODULE}, and threads and sockets are no part of it`;
}

/** Throws KERNEL_SIGNATURE unless `_start` takes and gives nothing. */
export function checkStart({ exports, functions, types }: ModuleMap): void {
  const start = exports.find(({ name, kind }) => name === '_start' && kind === KIND.function);
  const type = start && types[functions[start.index]];
  if (type?.parameters.length !== 0 || type.results.length !== 0)
    throw new KnownError('KERNEL_SIGNATURE', 'the command must export _start()');
}

const same = (a: readonly number[], b: readonly number[]): boolean =>
  a.length === b.length && a.every((type, i) => type === b[i]);

/** What a build must know to run a module's items; null for one that is no command. Throws KERNEL_SIGNATURE. */
export function wasiFactsOf(module: ModuleMap): WasiFacts | null {
  if (abiKindOf(module) !== 'wasi') return null;
  const section = module.customs.find(({ name }) => name === COLUMNS_SECTION);
  if (section === undefined) return DEFAULT_WASI;
  const reader = new ByteReader(module.bytes, section.span.start, section.span.end);
  reader.name();
  if (reader.end - reader.at > LONGEST_COLUMNS) throw unreadable('it is too long');
  // Through the schema, so that a section of anybody's making is checked like one of ours.
  return wasiFacts(wasiSchema(parsed(module.bytes.subarray(reader.at, reader.end))));
}

/** The columns that a command says it has, or the usual ones; null for a module of another ABI. */
export function schemaOf(wasm: Uint8Array): KernelSchema | null {
  const facts = wasiFactsOf(mapModule(wasm));
  return facts === null ? null : wasiSchema(facts);
}

/**
 * A command with these columns: its bytes as they are where that is what it says, else with a section that says so.
 * The columns are part of the kernel, and so of its hash. Throws KERNEL_SIGNATURE.
 */
export function withColumns(wasm: Uint8Array, schema: KernelSchema): Uint8Array {
  const facts = wasiFacts(schema);
  const said = JSON.stringify(facts);
  if (JSON.stringify(wasiFactsOf(mapModule(wasm))) === said) return wasm;
  const payload = new ByteWriter().name(COLUMNS_SECTION).raw(new TextEncoder().encode(said)).take();
  return new ByteWriter()
    .raw(withoutColumns(wasm))
    .byte(SECTION.custom)
    .u32(payload.length)
    .raw(payload)
    .take();
}

function withoutColumns(wasm: Uint8Array): Uint8Array {
  const out = new ByteWriter().raw(wasm.subarray(0, 8));
  const reader = new ByteReader(wasm, 8);
  while (reader.at < reader.end) {
    const from = reader.at;
    const id = reader.byte();
    const length = reader.u32();
    const custom = id === SECTION.custom ? new ByteReader(wasm, reader.at, reader.at + length).name() : '';
    reader.skip(length);
    if (custom !== COLUMNS_SECTION) out.raw(wasm.subarray(from, reader.at));
  }
  return out.take();
}

function parsed(json: Uint8Array): WasiFacts {
  try {
    const { inputs, outputs, text, files } = JSON.parse(new TextDecoder().decode(json));
    const lists: unknown[] = [inputs, outputs, text, files];
    if (lists.every((list) => Array.isArray(list) && list.every((name) => typeof name === 'string')))
      return { inputs, outputs, text, files };
  } catch (cause) {
    throw unreadable((cause as Error).message);
  }
  throw unreadable('it is not four lists of names');
}

const unreadable = (why: string): KnownError =>
  new KnownError('KERNEL_SIGNATURE', `the module's section ${COLUMNS_SECTION} cannot be read: ${why}`);
