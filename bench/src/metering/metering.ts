/**
 * What instrumentation costs: every kernel plain, with fuel placed naively, with our placement, with canonical NaNs in
 * both modes, as it is served, and metered by npm's wasm-metering; side by side in the same processes.
 */
import { geomean, median, rounded } from '../statistics.ts';
import { type Engine, openPlace, type Place } from './engines.ts';
import type { Effort, Timings } from './measure.ts';
import { type Group, type KernelOfBench, kernelsToTime, VARIANTS, type VariantName } from './modules.ts';

export interface MeteringOptions {
  readonly engine: Engine;
  readonly build: 'scalar' | 'simd';
  readonly filter: RegExp;
  readonly quick: boolean;
}

/** How one kernel did: milliseconds of a plain run, and each variant relative to it. */
export interface KernelRow {
  readonly kernel: string;
  readonly group: Group;
  readonly plainMilliseconds: number;
  readonly fuelOfRun: string;
  readonly ratios: Partial<Record<VariantName, number>>;
  /** The cheaper way to canonical NaNs, and what it costs together with fuel and depth. */
  readonly best: (typeof NAN_MODES)[number];
  readonly overhead: number;
}
export interface MeteringReport {
  readonly engine: Engine;
  readonly build: string;
  /** Fuel, depth and NaNs in the best mode of each kernel, over all but deep recursion. */
  readonly geomeanOverhead: number;
  readonly worstOverhead: number;
  /** npm's wasm-metering on the kernels that it can parse. */
  readonly peerGeomeanOverhead: number | null;
  readonly peerKernels: number;
  readonly groups: Record<string, Partial<Record<VariantName | 'best', number>>>;
  readonly kernels: readonly KernelRow[];
}

/** Ways to make NaNs the same everywhere, the one that always works first. */
const NAN_MODES = ['strict', 'lazy', 'absent'] as const;
const QUICK = { effort: { runMilliseconds: 0.2, runs: 5 }, processes: 1 };
const FULL = { effort: { runMilliseconds: 3, runs: 60 }, processes: 3 };

export async function metering(
  options: MeteringOptions,
  progress: (line: string) => void,
): Promise<MeteringReport> {
  const kernels = await kernelsToTime(options.filter, options.build);
  const place = await openPlace(options.engine);
  try {
    const rows: KernelRow[] = [];
    for (const kernel of kernels) {
      const row = await measureKernel(place, kernel, options.quick ? QUICK : FULL);
      rows.push(row);
      progress(rowLine(row));
    }
    return report(options, rows);
  } finally {
    await place.close();
  }
}

async function measureKernel(
  place: Place,
  kernel: KernelOfBench,
  { effort, processes }: { effort: Effort; processes: number },
): Promise<KernelRow> {
  const all: Timings[] = [];
  for (let i = 0; i < processes; i++) all.push(await place.measure(kernel, effort));
  for (const timings of all) checkSame(kernel.name, timings);
  const ratio = (name: VariantName): number =>
    rounded(median(all.map((timings) => timings[name].milliseconds / timings.plain.milliseconds)));
  const present = VARIANTS.filter((name) => name !== 'plain' && all[0][name] !== undefined);
  const ratios = Object.fromEntries(present.map((name) => [name, ratio(name)])) as Record<
    VariantName,
    number
  >;
  const best = NAN_MODES.reduce((a, b) => ((ratios[b] ?? Number.POSITIVE_INFINITY) < ratios[a] ? b : a));
  return {
    kernel: kernel.name,
    group: kernel.group,
    plainMilliseconds: rounded(median(all.map((timings) => timings.plain.milliseconds))),
    fuelOfRun: all[0].fuel.fuel ?? '0',
    ratios,
    best,
    overhead: ratios[best],
  };
}

/** A faster wrong answer is none: all variants give the same result, and all ways of counting the same count. */
function checkSame(kernel: string, timings: Timings): void {
  const results = new Set(Object.values(timings).map(({ result }) => result));
  if (results.size !== 1)
    throw new Error(`${kernel}: the variants give different results: ${[...results].join(', ')}`);
  const counting = ['naive', 'fuel', 'strict', 'lazy', 'absent', 'served'].filter(
    (name) => timings[name] !== undefined,
  );
  const counts = new Set(counting.map((name) => timings[name].fuel));
  if (counts.size !== 1)
    throw new Error(`${kernel}: the variants count different fuel: ${[...counts].join(', ')}`);
}

function report({ engine, build }: MeteringOptions, rows: readonly KernelRow[]): MeteringReport {
  const usual = rows.filter(({ group }) => group !== 'c recursive');
  const peers = rows.flatMap(({ ratios }) => (ratios.peer === undefined ? [] : [ratios.peer]));
  return {
    engine,
    build,
    geomeanOverhead: rounded(geomean(usual.map(({ overhead }) => overhead))),
    worstOverhead: Math.max(...usual.map(({ overhead }) => overhead)),
    peerGeomeanOverhead: peers.length === 0 ? null : rounded(geomean(peers)),
    peerKernels: peers.length,
    groups: {
      'c numeric': groupRow(rows.filter(({ group }) => group === 'c numeric')),
      'c without deep recursion': groupRow(usual.filter(({ group }) => group !== 'assemblyscript')),
      'c deep recursion': groupRow(rows.filter(({ group }) => group === 'c recursive')),
      assemblyscript: groupRow(rows.filter(({ group }) => group === 'assemblyscript')),
    },
    kernels: rows,
  };
}

function groupRow(rows: readonly KernelRow[]): Partial<Record<VariantName | 'best', number>> {
  if (rows.length === 0) return {};
  const of = (name: VariantName): [string, number][] => {
    const ratios = rows.flatMap((row) => row.ratios[name] ?? []);
    return ratios.length === 0 ? [] : [[name, rounded(geomean(ratios))]];
  };
  const best = rounded(geomean(rows.map(({ overhead }) => overhead)));
  return Object.fromEntries([...VARIANTS.flatMap(of), ['best', best]]);
}

const COLUMNS = VARIANTS.filter((name) => name !== 'plain');
export const meteringHeader = (): string =>
  ['kernel'.padEnd(26), 'plain ms'.padStart(9), ...COLUMNS.map((name) => name.padStart(8)), '    best'].join(
    '',
  );

const cells = (ratios: Partial<Record<string, number>>, names: readonly string[]): string =>
  names.map((name) => (ratios[name]?.toFixed(3) ?? '–').padStart(8)).join('');

const rowLine = (row: KernelRow): string =>
  row.kernel.padEnd(26) +
  row.plainMilliseconds.toFixed(2).padStart(9) +
  cells(row.ratios, COLUMNS) +
  row.overhead.toFixed(3).padStart(8);

export const groupLines = ({ groups }: MeteringReport): string[] =>
  Object.entries(groups).map(
    ([name, ratios]) => `geomean ${name}`.padEnd(35) + cells(ratios, [...COLUMNS, 'best']),
  );
