/** Modules that could be valid and still cannot be kernels, each with its reason. */
import { KnownError } from '@manyhands/protocol';
import { type Import, KIND, KIND_NAMES, type ModuleMap, SECTION } from '../binary/module.ts';
import { ByteReader } from '../binary/reader.ts';
import { isPrinting, PRINTING } from '../runtime/printing.ts';
import { abiKindOf, isWasiImport, wasiHint } from './wasi.ts';

const ABORT = 'env.abort';
const ABORT_PARAMETERS = 4;
/** Names of what the rewriter adds. */
const RESERVED = /^__(fuel$|mh)/;

const HINTS: Readonly<Record<string, string>> = {
  'env.seed': 'random numbers differ from run to run: derive them from the input',
  'env.Date.now': 'a clock differs from run to run: pass the time as an input',
  'env.trace': 'it prints text and numbers: trace(message, n, …), console.log(message)',
  'env.console.time': 'a clock differs from run to run; `manyhands dev --profile` tells what costs most',
};

/** Throws KERNEL_IMPORT_REFUSED at the first import that a host does not give. */
export function refuseImports(module: ModuleMap): void {
  const isCommand = abiKindOf(module) === 'wasi';
  for (const entry of module.imports) {
    if (isAbort(module, entry) || prints(module, entry) || (isCommand && isWasiImport(module, entry)))
      continue;
    const name = nameOf(entry);
    const hint =
      HINTS[name] ??
      wasiHint(module, entry) ??
      (/console/i.test(name) ? HINTS['env.trace'] : 'a kernel computes from its input and nothing else');
    throw new KnownError(
      'KERNEL_IMPORT_REFUSED',
      `the kernel imports ${KIND_NAMES[entry.kind]} ${name}: ${hint}`,
      { details: { import: name, hint } },
    );
  }
}

/** As `module.name`. */
export const nameOf = ({ module, name }: Import): string => `${module}.${name}`;

/** What it prints is heard where it is tried out, and nowhere else. */
function prints({ types }: ModuleMap, entry: Import): boolean {
  if (!isPrinting(entry) || entry.kind !== KIND.function) return false;
  const { parameters, results } = types[entry.type];
  const wanted = PRINTING[entry.name];
  return (
    results.length === 0 &&
    wanted.length === parameters.length &&
    wanted.every((type, i) => type === parameters[i])
  );
}

function isAbort({ types }: ModuleMap, entry: Import): boolean {
  if (nameOf(entry) !== ABORT || entry.kind !== KIND.function) return false;
  const { parameters, results } = types[entry.type];
  return (
    parameters.length === ABORT_PARAMETERS &&
    parameters.every((each) => each === 0x7f) &&
    results.length === 0
  );
}

/** Throws KERNEL_FEATURE_REFUSED where an export has a name that builds use. */
export function refuseExports(module: ModuleMap): void {
  for (const { name } of module.exports)
    if (RESERVED.test(name))
      throw new KnownError(
        'KERNEL_FEATURE_REFUSED',
        `the kernel exports “${name}”, a name that is reserved; rename it`,
      );
}

/** Throws KERNEL_FEATURE_REFUSED. */
export function refuseSecondMemory(module: ModuleMap): void {
  if (module.memories.length > 1)
    throw new KnownError('KERNEL_FEATURE_REFUSED', 'the kernel has several memories; only one is supported');
}

export interface Range {
  readonly min: number;
  readonly max: number | null;
}

/** funcref and externref. */
const REFERENCES: readonly number[] = [0x70, 0x6f];

/**
 * The tables that a module declares. Throws KERNEL_FEATURE_REFUSED for one with other entries, a first value, 64-bit
 * indices or threads: what such tables hold is not followed.
 */
export function tablesOf({ bytes, sections }: ModuleMap): Range[] {
  const span = sections.get(SECTION.table);
  if (span === undefined) return [];
  const reader = new ByteReader(bytes, span.start, span.end);
  return Array.from({ length: reader.u32() }, () => {
    const type = reader.byte();
    const flags = reader.byte();
    if (!REFERENCES.includes(type) || flags > 1)
      throw new KnownError(
        'KERNEL_FEATURE_REFUSED',
        'the kernel has a table of a kind that is not supported; only plain tables of functions are',
      );
    return { min: reader.u32(), max: flags === 1 ? reader.u32() : null };
  });
}
