/** Large real modules out of npm packages: instrumented, then used through their own loaders. */
import { copyFileSync, existsSync, mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { run } from '../compilers.ts';
import { rounded } from '../statistics.ts';

const CACHE = new URL('../../.cache/', import.meta.url).pathname;
const USES = new URL('../../modules/', import.meta.url).pathname;
const INSTRUMENT = new URL('../../dist/modules/instrument-file.js', import.meta.url).pathname;

/** Exact versions, and where each keeps its module. */
const PACKAGES = [
  { name: 'sql.js', version: '1.16.0', module: 'dist/sql-wasm.wasm' },
  { name: 'esbuild-wasm', version: '0.28.2', module: 'esbuild.wasm' },
  { name: 'lightningcss-wasm', version: '1.33.0', module: 'lightningcss_node.wasm' },
] as const;

export interface ModuleRow {
  readonly module: string;
  readonly megabytes: number;
  readonly megabytesPerSecond: number;
  /** Of the size, by fuel and strict NaNs. */
  readonly growth: number;
  /** Likewise with the limit of call depth and the watching of stores: a whole careful build. */
  readonly wholeGrowth: number;
  readonly peakMegabytes: number;
  /** Whether the instrumented module gave the same output. */
  readonly same: boolean;
  readonly plainMilliseconds: number;
  /** Time of the use relative to the plain module. */
  readonly overhead: number;
  readonly fuelOfUse: string | null;
}
export interface ModulesReport {
  readonly modules: readonly ModuleRow[];
}

interface Use {
  readonly output: string;
  readonly milliseconds: number;
  readonly fuel: string | null;
}

export function modules(
  options: { quick: boolean; filter: RegExp },
  progress: (line: string) => void,
): ModulesReport {
  const wanted = PACKAGES.filter(({ name }) => options.filter.test(name));
  install(wanted);
  const rows = wanted.map((each) => {
    const row = measureModule(each, options.quick ? 0 : 3);
    progress(moduleLine(row));
    return row;
  });
  return { modules: rows };
}

function install(wanted: readonly { name: string; version: string }[]): void {
  mkdirSync(CACHE, { recursive: true });
  const dependencies = Object.fromEntries(wanted.map(({ name, version }) => [name, version]));
  writeFileSync(join(CACHE, 'package.json'), JSON.stringify({ private: true, dependencies }));
  const missing = wanted.some(({ name, version }) => installed(name) !== version);
  if (missing) run('npm', ['install', '--prefix', CACHE, '--ignore-scripts', '--no-audit', '--no-fund']);
}

function installed(name: string): string | null {
  const path = join(CACHE, 'node_modules', name, 'package.json');
  return existsSync(path) ? JSON.parse(readFileSync(path, 'utf8')).version : null;
}

function measureModule({ name, version, module }: (typeof PACKAGES)[number], seconds: number): ModuleRow {
  const served = join(CACHE, 'node_modules', name, module);
  const plain = `${served}.${version}.plain`;
  if (!existsSync(plain)) copyFileSync(served, plain);
  const rewritten = `${served}.instrumented`;
  const { milliseconds, peakMegabytes, wholeBytes } = JSON.parse(
    run(process.execPath, [INSTRUMENT, plain, rewritten]),
  );
  const use = (file: string): Use => {
    copyFileSync(file, served);
    return JSON.parse(run(process.execPath, [join(USES, 'use.cjs'), CACHE, name, String(seconds)]));
  };
  try {
    const [before, after] = [use(plain), use(rewritten)];
    const megabytes = statSync(plain).size / 1e6;
    return {
      module: `${name} ${version}`,
      megabytes: rounded(megabytes, 2),
      megabytesPerSecond: rounded(megabytes / (milliseconds / 1000), 2),
      growth: rounded(statSync(rewritten).size / statSync(plain).size),
      wholeGrowth: rounded(wholeBytes / statSync(plain).size),
      peakMegabytes,
      same: before.output === after.output,
      plainMilliseconds: rounded(before.milliseconds, 1),
      overhead: rounded(after.milliseconds / before.milliseconds),
      fuelOfUse: after.fuel,
    };
  } finally {
    copyFileSync(plain, served);
  }
}

export const modulesHeader = (): string =>
  'module                          MB   MB/s  growth   whole  peak MB  same output  plain ms  overhead';

const moduleLine = (row: ModuleRow): string =>
  [
    row.module.padEnd(26),
    row.megabytes.toFixed(2).padStart(8),
    row.megabytesPerSecond.toFixed(2).padStart(7),
    row.growth.toFixed(2).padStart(8),
    row.wholeGrowth.toFixed(2).padStart(8),
    String(row.peakMegabytes).padStart(9),
    (row.same ? 'yes' : 'NO').padStart(13),
    row.plainMilliseconds.toFixed(1).padStart(10),
    row.overhead.toFixed(2).padStart(10),
  ].join('');
