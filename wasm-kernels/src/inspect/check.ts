import { KnownError } from '@manyhands/protocol';
import { CodeCursor } from '../binary/code.ts';
import { KIND, type ModuleMap, mapModule, readLocals, SECTION } from '../binary/module.ts';
import { type Feature, featureOf, OP } from '../binary/opcodes.ts';
import { type Calls, callsOf, refuseDeepCalls } from '../instrument/calls.ts';
import type { Reset } from '../runtime/build.ts';
import { refuseTooMuch, refuseWideTypes } from './bounds.ts';
import { refuseExports, refuseImports, refuseSecondMemory, tablesOf } from './refusals.ts';

/** A module that can be instrumented, and what was learnt of it on the way. */
export interface Checked {
  readonly module: ModuleMap;
  readonly features: readonly Feature[];
  readonly calls: Calls;
  readonly reset: Reset;
}

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
 * Whether a module can be instrumented, in bounded time and memory whatever the bytes. Throws KERNEL_TOO_LARGE,
 * KERNEL_INVALID, KERNEL_IMPORT_REFUSED or KERNEL_FEATURE_REFUSED.
 */
export function checkModule(bytes: Uint8Array): Checked {
  refuseTooMuch(bytes);
  if (!WebAssembly.validate(bytes as BufferSource)) throw invalid(bytes);
  const module = mapModule(bytes);
  refuseWideTypes(module);
  refuseImports(module);
  refuseExports(module);
  refuseSecondMemory(module);
  tablesOf(module);
  const { features, restorable } = scanCode(module);
  const calls = callsOf(module);
  refuseDeepCalls(calls);
  return { module, features, calls, reset: restorable && module.dataEnd !== null ? 'restore' : 'instance' };
}

/** An engine without a proposal calls its modules invalid; one that we can name makes the better message. */
function invalid(bytes: Uint8Array): KnownError {
  try {
    const module = mapModule(bytes);
    refuseSecondMemory(module);
    tablesOf(module);
    scanCode(module);
  } catch (error) {
    if (error instanceof KnownError && error.code === 'KERNEL_FEATURE_REFUSED') return error;
  }
  return new KnownError('KERNEL_INVALID', 'the bytes are not a valid WebAssembly module');
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
