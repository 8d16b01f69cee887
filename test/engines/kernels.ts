/** All kernels that engines are compared on, as files in a folder with a plan beside them. */
import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { encodeRow, hashOf, type KernelSchema, toHex } from '@manyhands/protocol';
import { compileHere, type InstrumentOptions, instrument } from '@manyhands/wasm-kernels/compile';
import { instantiate } from '@manyhands/wasm-kernels/runtime';
import { generateModule } from '@manyhands/wasm-kernels/testing';
import type { Inputs, Plan, PlannedKernel } from './plan.ts';
import { SOURCES } from './sources.ts';

const ROOT = new URL(import.meta.url.includes('/dist/') ? '../../../../' : '../../', import.meta.url)
  .pathname;
/** Enough for every kernel here, and quick to start afresh. */
const MEMORY_PAGES = 64;
const CAP_BITS = 17;

export interface PlanOptions {
  readonly folder: string;
  /** Items of each kernel. */
  readonly inputs: number;
  readonly seed: number;
  /** `quick` leaves out examples, C and what takes long. */
  readonly extent: 'quick' | 'full';
}

/** A kernel before it is instrumented. */
interface Source {
  readonly name: string;
  readonly wasm: Uint8Array;
  readonly inputs: Inputs;
  readonly items: number;
  readonly memoryPages?: number;
  readonly capBits?: number;
  readonly datasets?: readonly Uint8Array[];
  readonly options?: InstrumentOptions;
}

/** Builds the kernels into the folder and writes `plan.json`. */
export async function writePlan(options: PlanOptions): Promise<Plan> {
  const sources = [
    ...(await written(options)),
    ...generated(options),
    ...(options.extent === 'full' ? [...(await examples(options)), ...(await fromBench(options))] : []),
  ];
  const kernels = sources.map((source) => write(options.folder, source));
  const plan: Plan = { kernels, seed: options.seed };
  writeFileSync(join(options.folder, 'plan.json'), JSON.stringify(plan));
  return plan;
}

/** Files are named by what is in them, so that the plan alone says whether two plans are the same. */
function write(folder: string, source: Source): PlannedKernel {
  const { name, wasm, inputs, items, memoryPages = MEMORY_PAGES, capBits = CAP_BITS, datasets = [] } = source;
  const file = (bytes: Uint8Array): string => {
    const hash = hashOf(bytes);
    writeFileSync(join(folder, hash), bytes);
    return hash;
  };
  return {
    name,
    build: file(instrument(wasm, { memoryPages, ...source.options }).bytes),
    hooked: file(instrument(wasm, { memoryPages, hooked: true }).bytes),
    datasets: datasets.map(file),
    inputs,
    items,
    capBits,
  };
}

async function written({ inputs, extent }: PlanOptions): Promise<Source[]> {
  const sources: Source[] = [];
  for (const [name, text] of Object.entries(SOURCES)) {
    const { wasm, schema } = await compileHere(text);
    const rows: Inputs = { kind: 'rows', columns: schema.inputs };
    sources.push({ name, wasm, inputs: rows, items: inputs });
    if (name === 'nans') {
      const lazy: InstrumentOptions = { nan: 'lazy', smallPages: 2 };
      sources.push({ name: 'nans, lazily', wasm, inputs: rows, items: inputs, options: lazy });
    }
    if (extent === 'full' || name === 'sort') sources.push(everyCap(name, wasm, schema));
  }
  return sources;
}

const ORDINARY: Readonly<Record<string, unknown>> = { string: 'a number of words', bool: true };

/** One ordinary input of a kernel, with each cap up to beyond what it takes. */
function everyCap(name: string, wasm: Uint8Array, { inputs }: KernelSchema): Source {
  const row = encodeRow(
    inputs,
    inputs.map(({ type }) => {
      if (type in ORDINARY) return ORDINARY[type] as string;
      if (type.endsWith('Array')) return Int32Array.from([5, -3, 9, 0, 7, 7, -20, 4]);
      return type.endsWith('64') && !type.startsWith('f') ? 11n : 11;
    }),
  );
  const kernel = instantiate(
    new WebAssembly.Module(instrument(wasm, { memoryPages: MEMORY_PAGES }).bytes as BufferSource),
    {
      datasets: [],
    },
  );
  const { status, fuel } = kernel.runItem(row, 1n << 30n);
  if (status !== 0) throw new Error(`${name} ends with ${kernel.lastFailure} on the input made for it`);
  return {
    name: `${name}, every cap`,
    wasm,
    inputs: { kind: 'everyCap', hex: toHex(row) },
    items: Number(fuel) + 3,
  };
}

/** Random modules: loops, calls, traps and vectors that nobody would write; fast builds of some. */
function generated({ inputs, seed, extent }: PlanOptions): Source[] {
  const count = extent === 'full' ? 60 : 16;
  return Array.from({ length: count }, (_, i) => {
    const { bytes, pages } = generateModule(seed * 1000 + i, { size: 120 });
    const options: InstrumentOptions[] = [
      {},
      { nan: 'lazy' },
      { smallPages: 1 },
      { nan: 'lazy', smallPages: 1 },
      { nan: 'absent' },
    ];
    return {
      name: `generated ${seed * 1000 + i}`,
      wasm: bytes,
      inputs: { kind: 'numbers' },
      items: Math.max(50, Math.ceil(inputs / 4)),
      memoryPages: pages,
      options: options[i % options.length],
    };
  });
}

/** As far as an example's module needs to be known here. */
interface Example {
  readonly kernel: string | { readonly entry: string; readonly files: Readonly<Record<string, string>> };
  readonly memoryPages?: number;
  readonly datasets?: Readonly<Record<string, (size: 'small') => Promise<Uint8Array>>>;
}

async function examples({ inputs }: PlanOptions): Promise<Source[]> {
  const sources: Source[] = [];
  for (const name of readdirSync(join(ROOT, 'examples')).sort()) {
    const file = join(ROOT, 'examples', name, 'dist/example.js');
    if (name === 'common' || !existsSync(file)) continue;
    const { example } = (await import(file)) as { example: Example };
    const { wasm, schema } = await compileHere(example.kernel);
    const datasets = await Promise.all(
      schema.datasets.map(({ name: dataset }) => example.datasets?.[dataset]?.('small') ?? new Uint8Array()),
    );
    sources.push({
      name: `example ${name}`,
      wasm,
      inputs: { kind: 'rows', columns: schema.inputs },
      items: Math.ceil(inputs / 20),
      memoryPages: example.memoryPages ?? 1024,
      capBits: 20,
      datasets,
    });
  }
  return sources;
}

const BENCH = join(ROOT, 'bench/kernels');
const HEAVY_BITS = 24;

/** The kernels whose speed is measured: AssemblyScript as it is, C with a bytes ABI around it. */
async function fromBench({ inputs }: PlanOptions): Promise<Source[]> {
  const items = Math.max(20, Math.ceil(inputs / 500));
  const names = (folder: string, ending: string): string[] =>
    existsSync(join(BENCH, folder))
      ? readdirSync(join(BENCH, folder)).filter((file) => file.endsWith(ending))
      : [];
  const sources: Source[] = [];
  for (const file of names('as', '.ts')) {
    const { wasm, schema } = await compileHere(readFileSync(join(BENCH, 'as', file), 'utf8'));
    const columns = { kind: 'rows', columns: schema.inputs } as const;
    sources.push({
      name: `as ${file}`,
      wasm,
      inputs: columns,
      items,
      memoryPages: 1024,
      capBits: HEAVY_BITS,
    });
  }
  for (const file of names('c', '.c')) {
    const wasm = compileC(join(BENCH, 'c', file));
    if (wasm !== null)
      sources.push({
        name: `c ${file}`,
        wasm,
        inputs: { kind: 'numbers' },
        items,
        memoryPages: 1024,
        capBits: HEAVY_BITS,
      });
  }
  return sources;
}

const C_FLAGS = '--target=wasm32 -O2 -msimd128 -nostdlib -Wl,--no-entry -Wl,--export-memory -x c -'.split(
  ' ',
);

/** A C kernel whose rounds are the first byte of the input; null where there is no compiler. */
function compileC(file: string): Uint8Array | null {
  const program = `
    #include "kernel.h"
    #undef KERNEL
    #define KERNEL
    #define run rounds
    #include "${file}"
    #undef run
    static u32 place[64];
    __attribute__((export_name("alloc"))) void *alloc(u32 length) { return length <= sizeof place ? place : (void *)-1; }
    __attribute__((export_name("run"))) u64 run(u32 *input, u32 length) {
      (void)length;
      place[0] = (u32)rounds(*input & 3);
      return (u64)(u32)place << 32 | 4;
    }`;
  const args = [...C_FLAGS.slice(0, -3), `-I${join(BENCH, 'c')}`, '-o', '-', ...C_FLAGS.slice(-3)];
  const { status, stdout } = spawnSync('clang', args, { input: program, maxBuffer: 1 << 26 });
  return status === 0 && stdout.length > 0 ? new Uint8Array(stdout) : null;
}
