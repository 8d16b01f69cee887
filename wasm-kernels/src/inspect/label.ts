import { type Hash, hashOf, KnownError, LIMITS } from '@manyhands/protocol';
import { CodeCursor } from '../binary/code.ts';
import { KIND, KIND_NAMES, type ModuleMap, mapModule, readLocals, SECTION } from '../binary/module.ts';
import { type Feature, featureOf, OP } from '../binary/opcodes.ts';
import type { Reset } from '../runtime/build.ts';

/** What a module is and needs. */
export interface Label {
  /** SHA-256 of the bytes: the kernel's name. */
  readonly hash: Hash;
  /** Bytes. */
  readonly size: number;
  /** As `module.name`. */
  readonly imports: readonly string[];
  readonly exports: readonly { readonly name: string; readonly kind: string }[];
  readonly features: readonly Feature[];
  /** Declared memory in pages of 64 KiB, or null where there is none. */
  readonly memoryPages: { readonly min: number; readonly max: number | null } | null;
  readonly functions: number;
  /** Whether code runs at instantiation. */
  readonly hasStart: boolean;
  /** How an item gets a fresh state: see {@link Reset}. */
  readonly reset: Reset;
}

const ABORT = 'env.abort';
const ABORT_PARAMETERS = 4;
const RESERVED = /^__(fuel$|mh)/;
/** They change tables or drop segments, which cannot be restored from outside. */
const UNRESTORABLE: ReadonlySet<number> = new Set([
  OP.tableSet,
  OP.tableInit,
  OP.tableCopy,
  OP.tableGrow,
  OP.tableFill,
  OP.dataDrop,
  OP.elemDrop,
]);

/**
 * Labels any module that can be instrumented. Throws KERNEL_TOO_LARGE, KERNEL_INVALID,
 * KERNEL_IMPORT_REFUSED or KERNEL_FEATURE_REFUSED.
 */
export function labelOf(bytes: Uint8Array): Label {
  if (bytes.length > LIMITS.kernelBytes)
    throw new KnownError(
      'KERNEL_TOO_LARGE',
      `the kernel has ${bytes.length} bytes, more than ${LIMITS.kernelBytes}`,
    );
  if (!WebAssembly.validate(bytes as BufferSource)) throw invalid(bytes);
  const module = mapModule(bytes);
  refuseImports(module);
  refuseExports(module);
  refuseSecondMemory(module);
  const { features, restorable } = scanCode(module);
  return {
    hash: hashOf(bytes),
    size: bytes.length,
    imports: module.imports.map((entry) => `${entry.module}.${entry.name}`),
    exports: module.exports.map(({ name, kind }) => ({ name, kind: KIND_NAMES[kind] })),
    features,
    memoryPages:
      module.memories.length === 0 ? null : { min: module.memories[0].min, max: module.memories[0].max },
    functions: module.functions.length,
    hasStart: module.start !== null,
    reset: restorable && module.dataEnd !== null ? 'restore' : 'instance',
  };
}

/** An engine without a proposal calls its modules invalid; one that we can name makes the better message. */
function invalid(bytes: Uint8Array): KnownError {
  try {
    const module = mapModule(bytes);
    refuseSecondMemory(module);
    scanCode(module);
  } catch (error) {
    if (error instanceof KnownError && error.code === 'KERNEL_FEATURE_REFUSED') return error;
  }
  return new KnownError('KERNEL_INVALID', 'the bytes are not a valid WebAssembly module');
}

const HINTS: Readonly<Record<string, string>> = {
  'env.seed': 'Math.random differs from run to run: derive random numbers from the input',
  'env.Date.now': 'a clock differs from run to run: pass the time as an input',
  'env.trace': 'a kernel has no output but its result',
};

function refuseImports(module: ModuleMap): void {
  for (const entry of module.imports) {
    const name = `${entry.module}.${entry.name}`;
    if (name === ABORT && entry.kind === KIND.function && isAbort(module, entry.type)) continue;
    const hint =
      HINTS[name] ??
      (name.includes('console') ? HINTS['env.trace'] : 'a kernel computes from its input and nothing else');
    throw new KnownError(
      'KERNEL_IMPORT_REFUSED',
      `the kernel imports ${KIND_NAMES[entry.kind]} ${name}: ${hint}`,
      {
        details: { import: name, hint },
      },
    );
  }
}

function isAbort(module: ModuleMap, type: number): boolean {
  const { parameters, results } = module.types[type];
  return (
    parameters.length === ABORT_PARAMETERS &&
    parameters.every((each) => each === 0x7f) &&
    results.length === 0
  );
}

function refuseExports(module: ModuleMap): void {
  for (const { name } of module.exports)
    if (RESERVED.test(name))
      throw new KnownError(
        'KERNEL_FEATURE_REFUSED',
        `the kernel exports “${name}”, a name that is reserved; rename it`,
      );
}

function refuseSecondMemory(module: ModuleMap): void {
  if (module.memories.length > 1)
    throw new KnownError('KERNEL_FEATURE_REFUSED', 'the kernel has several memories; only one is supported');
}

function scanCode(module: ModuleMap): { features: Feature[]; restorable: boolean } {
  const features = new Set<Feature>();
  let restorable = true;
  if (module.types.some(({ results }) => results.length > 1)) features.add('multi-value');
  if (module.exports.some(({ kind, index }) => kind === KIND.global && module.globals[index]?.mutable))
    features.add('mutable-globals');
  for (const body of module.bodies) {
    const cursor = new CodeCursor(module.bytes, readLocals(module.bytes, body).end, body.end);
    while (cursor.step()) {
      const feature = featureOf(cursor.op);
      if (feature !== null) features.add(feature);
      if (UNRESTORABLE.has(cursor.op)) restorable = false;
    }
  }
  if (module.sections.has(SECTION.dataCount)) features.add('bulk-memory');
  return { features: [...features].sort(), restorable };
}
