/**
 * Source maps of compiled kernels. The compiler runs a second time with names and lines, and Binaryen's command line repeats
 * on that module what {@link inlineSmall} does, since its library cannot read a source map. The map is good only if
 * both ways gave the same code, byte for byte; that is checked. So a kernel is never compiled otherwise for being looked into.
 */
import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { equalBytes, type Hash } from '@manyhands/protocol';
import { mapModule } from '../binary/module.ts';
import type { SourceMapText } from '../debug/kernel-map.ts';
import { functionNames, NAME_SECTION } from '../instrument/names.ts';
import { compileHere, compileWithNames, type Named } from './compile.ts';
import type { KernelFiles } from './files.ts';
import { INLINED_SIZE } from './inline.ts';

const TIMEOUT = 60_000;
/** What AssemblyScript and {@link inlineSmall} leave set in Binaryen's library when the latter optimises. */
const FLAGS = [
  '-g',
  '-O3',
  '--low-memory-unused',
  '--fast-math',
  '--zero-filled-memory',
  `--always-inline-max-function-size=${INLINED_SIZE}`,
  '--flexible-inline-max-function-size=70',
  '--one-caller-inline-max-function-size=200',
  '--inline-functions-with-loops',
  '--generate-stack-ir',
  '--optimize-stack-ir',
  '--pass-arg=partial-inlining-ifs@4',
  ...[
    'mutable-globals',
    'sign-ext',
    'nontrapping-float-to-int',
    'bulk-memory',
    'bulk-memory-opt',
    'simd',
  ].map((feature) => `--enable-${feature}`),
];

/** What helps to look into a kernel that was compiled from source; none of it is part of the kernel. */
export interface KernelSymbols {
  /** Of the module that the source compiles to; null where only stacks are wanted. */
  readonly kernel: Hash | null;
  /** The source map of that module; null where it cannot be had, or only stacks are wanted. */
  readonly map: string | null;
  /** The same source without any optimisation, where a stack has every call and line as it was written. */
  readonly plain: Named;
}

/** `stacks` of items that trapped; or all `lines`, of profiles and of items that were exhausted, which takes several times as long. */
export type Wanted = 'stacks' | 'lines';

/** Throws what {@link compileHere} throws. */
export async function symbolsOf(source: string | KernelFiles, wanted: Wanted): Promise<KernelSymbols> {
  const named = await compileWithNames(source, 'plain');
  const plain = { wasm: named.wasm, map: withFunctions(named.map, named.wasm) };
  if (wanted === 'stacks') return { kernel: null, map: null, plain };
  const { wasm, hash } = await compileHere(source);
  return { kernel: hash, map: await mapFor(wasm, source), plain };
}

/** The source map of the module that `source` compiles to; null if it cannot be had. Throws what {@link compileHere} throws. */
export async function sourceMapOf(source: string | KernelFiles): Promise<string | null> {
  return mapFor((await compileHere(source)).wasm, source);
}

async function mapFor(wasm: Uint8Array, source: string | KernelFiles): Promise<string | null> {
  const inlined = await inlineKeepingLines(await compileWithNames(source, 'optimised'));
  return haveSameCode(wasm, inlined.wasm) ? withFunctions(inlined.map, inlined.wasm) : null;
}

async function inlineKeepingLines({ wasm, map }: Named): Promise<Named> {
  const folder = await mkdtemp(join(tmpdir(), 'manyhands-map-'));
  const file = (name: string): string => join(folder, name);
  try {
    await writeFile(file('in.wasm'), wasm);
    await writeFile(file('in.map'), map);
    const maps = ['--input-source-map', file('in.map'), '--output-source-map', file('out.map')];
    const command = [OPTIMISER, file('in.wasm'), ...maps, '--output', file('out.wasm'), ...FLAGS];
    await promisify(execFile)(process.execPath, command, { timeout: TIMEOUT, env: {} });
    return {
      wasm: new Uint8Array(await readFile(file('out.wasm'))),
      map: await readFile(file('out.map'), 'utf8'),
    };
  } finally {
    await rm(folder, { recursive: true });
  }
}

const OPTIMISER = join(
  dirname(createRequire(import.meta.url).resolve('binaryen/package.json')),
  'bin/wasm-opt',
);

/** All sections but custom ones, which hold names and the like. */
function haveSameCode(a: Uint8Array, b: Uint8Array): boolean {
  const [one, other] = [mapModule(a), mapModule(b)];
  if (one.sections.size !== other.sections.size) return false;
  return [...one.sections].every(([id, { start, end }]) => {
    const span = other.sections.get(id);
    return span !== undefined && equalBytes(a.subarray(start, end), b.subarray(span.start, span.end));
  });
}

/** The map with the names of functions, and nothing that depends on the machine. */
function withFunctions(text: string, wasm: Uint8Array): string {
  const { sources, sourcesContent, names, mappings } = JSON.parse(text) as SourceMapText;
  const module = mapModule(wasm);
  const section = module.customs.find(({ name }) => name === NAME_SECTION);
  const known = section === undefined ? new Map<number, string>() : functionNames(wasm, section.span);
  const functions = module.functions.map((_, index) => known.get(index) ?? '');
  const map: SourceMapText = { version: 3, sources, sourcesContent, names, mappings, x_functions: functions };
  return JSON.stringify(map);
}
