/** Compiling C, C++ and Rust with the machine's own compilers. */
import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** What Debian and its relatives call what it takes. */
export const COMPILER_PACKAGES = 'clang lld wasi-libc libclang-rt-dev-wasm32';

const FOLDER = new URL(import.meta.url.includes('/dist/') ? '../' : './', import.meta.url);
const runs = (command: string): boolean => spawnSync(command, ['--version']).status === 0;

/** How to compile a source file to a WASI command, by the end of its name. */
const COMPILERS: Readonly<
  Record<string, { readonly program: string; readonly flags: readonly string[]; readonly library: string }>
> = {
  c: {
    program: 'clang',
    flags: ['--target=wasm32-wasi', '--sysroot=/usr', '-O2', '-Wl,--strip-debug'],
    library: '/usr/lib/wasm32-wasi/libc.a',
  },
  cpp: {
    program: 'clang++',
    flags: ['--target=wasm32-wasi', '--sysroot=/usr', '-O2', '-fno-exceptions', '-Wl,--strip-debug'],
    library: '/usr/lib/wasm32-wasi/libc++.a',
  },
  // Not the first in the path, which may be one without WASI.
  rs: {
    program: '/usr/bin/rustc',
    flags: ['--target=wasm32-wasi', '-O', '-Clinker=rust-lld', '-Cstrip=debuginfo'],
    library: '/usr/lib/rustlib/wasm32-wasi',
  },
};

const compilerOf = (name: string) => COMPILERS[name.slice(name.lastIndexOf('.') + 1)];

/** Whether a file of this name can be compiled to WASI here. */
export function canCompile(name: string): boolean {
  const { program, library } = compilerOf(name);
  return existsSync(library) && runs(program) && (program.includes('rustc') || runs('wasm-ld'));
}

/** The machine's compiler for itself, if it has one. */
export const nativeCompiler = (): string | undefined => ['gcc', 'clang'].find(runs);

/** Compiles a file of this folder to a WASI command. Throws an Error with what the compiler says. */
export function compileWasi(name: string): Uint8Array {
  const { program, flags } = compilerOf(name);
  return inFolder((folder) => {
    const wasm = join(folder, 'program.wasm');
    execFileSync(program, [...flags, '-o', wasm, source(name)], { stdio: 'pipe' });
    return new Uint8Array(readFileSync(wasm));
  });
}

/** How a program ended. */
export interface Ended {
  readonly stdout: string;
  readonly stderr: string;
  readonly exitCode: number;
}

export interface Given {
  readonly args?: readonly string[];
  readonly stdin?: string;
  readonly environment?: Readonly<Record<string, string>>;
}

/** Compiles a file of this folder for this machine and runs it in an empty folder. */
export function runNative(compiler: string, name: string, given: Given = {}): Ended {
  return inFolder((folder) => {
    const program = join(folder, 'program');
    execFileSync(compiler, ['-O2', '-o', program, source(name), '-lm'], { stdio: 'pipe' });
    return inFolder((cwd) => {
      const { args = [], stdin = '', environment = {} } = given;
      const { stdout, stderr, status } = spawnSync(program, args, {
        cwd,
        env: environment,
        input: stdin,
        encoding: 'utf8',
      });
      return { stdout, stderr, exitCode: status ?? -1 };
    });
  });
}

const source = (name: string): string => fileURLToPath(new URL(name, FOLDER));

function inFolder<Result>(work: (folder: string) => Result): Result {
  const folder = mkdtempSync(join(tmpdir(), 'manyhands-c-'));
  try {
    return work(folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
