/** The C kernels compiled natively against the same kernels as instrumented WebAssembly in Node. */
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { C_KERNELS, inFolder, kernelPath, run } from '../compilers.ts';
import { openPlace } from '../metering/engines.ts';
import type { Effort, Timings } from '../metering/measure.ts';
import { kernelsToTime } from '../metering/modules.ts';
import { geomean, median, quantile, rounded } from '../statistics.ts';

const NATIVE_MAIN = new URL('../../kernels/native/main.c', import.meta.url).pathname;
/** Without -ffast-math, and without fused multiply-add, which WebAssembly has not and which rounds differently. */
const NATIVE_FLAGS = ['-O2', '-ffp-contract=off', '-fno-math-errno'];
const COMPILERS = ['gcc', 'clang'] as const;

/** Milliseconds of one run, natively and as instrumented WebAssembly in the best mode. */
export interface NativeRow {
  readonly kernel: string;
  readonly gcc: number | null;
  readonly clang: number | null;
  readonly scalar: number;
  readonly simd: number;
}
export interface NativeReport {
  /** Instrumented WebAssembly relative to the first native compiler found. */
  readonly scalarOverNative: number;
  readonly simdOverNative: number;
  readonly against: string;
  readonly kernels: readonly NativeRow[];
}

export async function native(
  options: { filter: RegExp; quick: boolean },
  progress: (line: string) => void,
): Promise<NativeReport> {
  const compilers = COMPILERS.filter((name) => spawnSync(name, ['--version']).status === 0);
  if (compilers.length === 0) throw new Error('no native compiler: apt-get install gcc or clang');
  const names = C_KERNELS.filter((name) => options.filter.test(`c:${name}`));
  const only = new RegExp(`^c:(${names.join('|')})$`);
  const builds = { scalar: await kernelsToTime(only, 'scalar'), simd: await kernelsToTime(only, 'simd') };
  const place = await openPlace('node');
  const rows: NativeRow[] = [];
  for (const [i, name] of names.entries()) {
    const effort: Effort = options.quick
      ? { runMilliseconds: 0.2, runs: 5 }
      : { runMilliseconds: 3, runs: 60 };
    const rounds = options.quick ? 1 : 3;
    const pairs: { scalar: Timings; simd: Timings; native: Record<string, number> }[] = [];
    for (let round = 0; round < rounds; round++) {
      const scalar = await place.measure(builds.scalar[i], effort);
      const simd = await place.measure(builds.simd[i], { ...effort, rounds: scalar.plain.rounds });
      pairs.push({ scalar, simd, native: timeNatively(name, compilers, scalar.plain, effort.runs) });
    }
    const of = (pick: (pair: (typeof pairs)[number]) => number): number => rounded(median(pairs.map(pick)));
    const row: NativeRow = {
      kernel: name,
      gcc: compilers.includes('gcc') ? of(({ native }) => native.gcc) : null,
      clang: compilers.includes('clang') ? of(({ native }) => native.clang) : null,
      scalar: of(({ scalar }) => bestOf(scalar)),
      simd: of(({ simd }) => bestOf(simd)),
    };
    rows.push(row);
    progress(nativeLine(row));
  }
  const [against] = compilers;
  const over = (build: 'scalar' | 'simd'): number =>
    rounded(geomean(rows.map((row) => row[build] / (row[against] ?? Number.NaN))));
  return {
    scalarOverNative: over('scalar'),
    simdOverNative: over('simd'),
    against: `${against} -O2`,
    kernels: rows,
  };
}

const bestOf = ({ strict, lazy }: Timings): number =>
  Math.min(strict.milliseconds, lazy?.milliseconds ?? Number.POSITIVE_INFINITY);

function timeNatively(
  name: string,
  compilers: readonly string[],
  plain: { rounds: number; result: string },
  runs: number,
): Record<string, number> {
  return Object.fromEntries(
    compilers.map((compiler) => {
      const [checksum, ...nanoseconds] = inFolder((folder) => {
        const program = join(folder, 'kernel');
        run(compiler, [...NATIVE_FLAGS, '-o', program, kernelPath(name), NATIVE_MAIN]);
        return run(program, [String(plain.rounds), String(runs)])
          .trim()
          .split('\n')
          .map(Number);
      });
      if (checksum !== Number(plain.result) >>> 0)
        throw new Error(
          `${name}: ${compiler} computes ${checksum}, WebAssembly ${Number(plain.result) >>> 0}`,
        );
      return [compiler, quantile(nanoseconds, 0.1) / 1e6];
    }),
  );
}

export const nativeHeader = (): string =>
  ['kernel'.padEnd(12), ...['gcc ms', 'clang ms', 'scalar', 'simd'].map((name) => name.padStart(10))].join(
    '',
  );

const nativeLine = ({ kernel, gcc, clang, scalar, simd }: NativeRow): string =>
  kernel.padEnd(12) + [gcc, clang, scalar, simd].map((ms) => (ms?.toFixed(2) ?? '–').padStart(10)).join('');
