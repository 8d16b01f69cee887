import { createRequire } from 'node:module';
import { instrumentPartly, type PartlyOptions } from '@manyhands/wasm-kernels/testing';
import {
  ASSEMBLYSCRIPT_KERNELS,
  C_KERNELS,
  clangMissing,
  compileAssemblyScript,
  compileC,
} from '../compilers.ts';
import type { KernelToTime, Variant } from './measure.ts';

const { meterWASM } = createRequire(import.meta.url)('wasm-metering') as {
  meterWASM: (module: Buffer, options: object) => Uint8Array;
};

/** What is compared. `served` is all that a build has, watching of stores included; `peer` is npm's wasm-metering. */
export const VARIANTS = [
  'plain',
  'control',
  'naive',
  'fuel',
  'strict',
  'lazy',
  'absent',
  'served',
  'peer',
] as const;
export type VariantName = (typeof VARIANTS)[number];

/** C kernels that compute in loops over numbers, those that branch and look up, and the one that only calls. */
const NUMERIC = [
  'matmul',
  'fft',
  'nbody',
  'mandel',
  'sha256',
  'spectral',
  'smithwat',
  'sieve',
  'mcpi',
  'life',
  'stencil',
];
const RECURSIVE = ['fib'];
/** Memory that AssemblyScript kernels need, in pages of 64 KiB; all of it is put back before each run. */
const ROW_PAGES = 64;
export type Group = 'c numeric' | 'c irregular' | 'c recursive' | 'assemblyscript';

export interface KernelOfBench extends KernelToTime {
  readonly group: Group;
}

/** All kernels with their variants; without clang only the AssemblyScript ones. */
export async function kernelsToTime(filter: RegExp, build: 'scalar' | 'simd'): Promise<KernelOfBench[]> {
  const c = clangMissing() === null ? C_KERNELS.filter((name) => filter.test(`c:${name}`)) : [];
  const as = ASSEMBLYSCRIPT_KERNELS.filter((name) => filter.test(`as:${name}`));
  const kernels = c.map((name): KernelOfBench => {
    const plain = compileC(name, build);
    return { name: `c:${name}`, group: groupOf(name), calls: 'number', variants: variantsOf(plain, plain) };
  });
  for (const name of as) {
    const kernel = await compileAssemblyScript(name);
    // Untouched but for the functions that put globals back: it has to run many times, too.
    const plain = instrumentPartly(kernel, { fuel: 'none', nan: 'none', pages: ROW_PAGES });
    kernels.push({
      name: `as:${name}`,
      group: 'assemblyscript',
      calls: 'row',
      variants: variantsOf(kernel, plain, ROW_PAGES),
    });
  }
  return kernels;
}

const groupOf = (name: string): Group =>
  RECURSIVE.includes(name) ? 'c recursive' : NUMERIC.includes(name) ? 'c numeric' : 'c irregular';

function variantsOf(kernel: Uint8Array, plain: Uint8Array, pages?: number): Variant[] {
  const part = (options: PartlyOptions): Uint8Array => instrumentPartly(kernel, { ...options, pages });
  const modules: Record<VariantName, Uint8Array | null> = {
    plain,
    control: plain,
    naive: part({ fuel: 'simple', nan: 'none' }),
    fuel: part({ fuel: 'scheme', nan: 'none' }),
    strict: part({ fuel: 'scheme', nan: 'strict', depth: true }),
    lazy: part({ fuel: 'scheme', nan: 'lazy', depth: true }),
    absent: part({ fuel: 'scheme', nan: 'absent', depth: true }),
    served: part({ fuel: 'scheme', nan: 'strict', depth: true, stores: true }),
    peer: byPeer(kernel),
  };
  return VARIANTS.flatMap((name) => {
    const module = modules[name];
    return module === null
      ? []
      : [
          {
            name,
            module: Buffer.from(module).toString('base64'),
            mayFail: name === 'lazy' || name === 'absent',
          },
        ];
  });
}

/** What npm's wasm-metering makes of a module, or null where it cannot parse it. */
function byPeer(kernel: Uint8Array): Uint8Array | null {
  try {
    const metered = meterWASM(Buffer.from(kernel), { meterType: 'i32' });
    return WebAssembly.validate(metered as BufferSource) ? metered : null;
  } catch {
    return null;
  }
}
