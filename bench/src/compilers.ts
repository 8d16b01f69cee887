import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { compileKernel } from '@manyhands/wasm-kernels';

const KERNELS = new URL('../kernels/', import.meta.url).pathname;
const WASM_FLAGS = [
  ...['--target=wasm32', '-nostdlib', '-fno-builtin-memset', '-fno-builtin-memcpy'],
  ...['-Wl,--no-entry', '-Wl,--initial-memory=2097152', '-Wl,--max-memory=2097152'],
];
/** How C kernels are compiled: as clang's users do, and with vectors. */
export const C_BUILDS = { scalar: ['-O2'], simd: ['-O3', '-msimd128'] } as const;
export type CBuild = keyof typeof C_BUILDS;

export const C_KERNELS = namesOf('c', '.c');
export const ASSEMBLYSCRIPT_KERNELS = namesOf('as', '.ts');

function namesOf(folder: string, ending: string): string[] {
  return readdirSync(join(KERNELS, folder))
    .filter((file) => file.endsWith(ending))
    .map((file) => file.slice(0, -ending.length))
    .sort();
}

/** Whether clang can build WebAssembly here, else what to install. */
export function clangMissing(): string | null {
  const works =
    spawnSync('clang', ['--version']).status === 0 && spawnSync('wasm-ld', ['--version']).status === 0;
  return works ? null : 'the C kernels need clang and lld (apt-get install clang lld)';
}

/** Compiles a C kernel to a module. */
export const compileC = (name: string, build: CBuild): Uint8Array =>
  inFolder((folder) => {
    const out = join(folder, 'kernel.wasm');
    run('clang', [...WASM_FLAGS, ...C_BUILDS[build], '-o', out, join(KERNELS, 'c', `${name}.c`)]);
    return new Uint8Array(readFileSync(out));
  });

export async function compileAssemblyScript(name: string): Promise<Uint8Array> {
  return (await compileKernel(readFileSync(join(KERNELS, 'as', `${name}.ts`), 'utf8'))).wasm;
}

/** Runs a program in a folder that is gone afterwards. */
export function inFolder<T>(use: (folder: string) => T): T {
  const folder = mkdtempSync(join(tmpdir(), 'manyhands-bench-'));
  try {
    return use(folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

export function run(program: string, args: readonly string[]): string {
  const { status, stdout, stderr, error } = spawnSync(program, args, {
    encoding: 'utf8',
    maxBuffer: 1 << 28,
  });
  if (error) throw error;
  if (status !== 0) throw new Error(`${program} failed: ${stderr || stdout}`);
  return stdout;
}

export const kernelPath = (name: string): string => {
  const path = join(KERNELS, 'c', `${name}.c`);
  if (!existsSync(path)) throw new Error(`no kernel ${name}`);
  return path;
};
