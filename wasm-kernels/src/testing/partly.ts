/** Builds with only some of their parts, to see what each of them costs. */
import { type ModuleMap, mapModule, readLocals } from '../binary/module.ts';
import { callGraphOf } from '../instrument/call-graph.ts';
import { callsOf } from '../instrument/calls.ts';
import { REWRITER_VERSION } from '../instrument/instrument.ts';
import type { Meter } from '../instrument/metering.ts';
import { nanFacts } from '../instrument/nan.ts';
import { rewriteModule } from '../instrument/rewrite.ts';
import type { NaNMode } from '../runtime/build.ts';
import { planSimply } from './simple-metering.ts';

export interface PartlyOptions {
  /** `scheme`: as builds count; `simple`: at every straight stretch of code. */
  readonly fuel: 'none' | 'simple' | 'scheme';
  readonly nan: 'none' | NaNMode;
  readonly depth?: boolean;
  /** Whether stores are watched. */
  readonly stores?: boolean;
  /** Memory in pages of 64 KiB; without it the module's own, which really grows. */
  readonly pages?: number;
}

const MUCH_FUEL = 1n << 62n;
/** What 32 bits can address. */
const MOST_PAGES = 65_536;

/**
 * Rewrites a module that need not be a kernel: whatever it imports, it is counted. For measurements and tests only. Its
 * fuel begins so high that a host which knows of none never runs out of it.
 */
export function instrumentPartly(bytes: Uint8Array, options: PartlyOptions): Uint8Array {
  const module = mapModule(bytes);
  const { fuel, nan, depth = false, stores = false, pages } = options;
  const meter = fuel === 'scheme' ? null : (global: number): Meter => meterOf(module, fuel, global);
  return rewriteModule(module, {
    facts: {
      rewriter: REWRITER_VERSION,
      pages: pages ?? MOST_PAGES,
      reset: 'restore',
      nan: nan === 'none' ? 'strict' : nan,
      openFloats: nan === 'lazy' ? nanFacts(module).lazyBytes : null,
      smallPages: null,
      hooked: false,
    },
    calls: callsOf(module, callGraphOf(module)),
    memory: pages === undefined ? 'own' : 'fixed',
    careful: null,
    parts: { meter, nan: nan !== 'none', depth, stores, startFuel: MUCH_FUEL },
  });
}

function meterOf(module: ModuleMap, fuel: 'none' | 'simple', global: number): Meter {
  const { bytes, bodies, functions } = module;
  const imported = functions.length - bodies.length;
  return {
    order: bodies.map((_, i) => imported + i),
    plan(index, scratch) {
      const { [index - imported]: body } = bodies;
      const { end: start } = readLocals(bytes, body);
      return fuel === 'none' ? [] : planSimply(bytes, start, body.end, global, scratch);
    },
  };
}
