import type { PayoutSizes } from '@manyhands/coordinator/testing';
import { Command, InvalidArgumentError, Option } from 'commander';
import { clangMissing } from './compilers.ts';
import { dispatch, PARTS, type Part } from './dispatch/dispatch.ts';
import { leak } from './engine/leak.ts';
import { engine } from './engine/overhead.ts';
import { ENGINES, type Engine } from './metering/engines.ts';
import { groupLines, metering, meteringHeader } from './metering/metering.ts';
import { modules, modulesHeader } from './modules/modules.ts';
import { native, nativeHeader } from './native/native.ts';
import { peers } from './peers/peers.ts';
import { FULL as FULL_REDUCE, QUICK as QUICK_REDUCE, reduce } from './reduce/reduce.ts';
import { reset, resetHeader } from './reset/reset.ts';
import { results } from './results/results.ts';
import { FULL, QUICK, scale } from './scale/scale.ts';

interface Shared {
  readonly json?: boolean;
  readonly quick?: boolean;
}

/** Of the job that sessions work on: a range, so many that no run comes to its end. */
const JOB_ITEMS = 1_000_000_000;

const program = new Command('bench').description(
  'Measurements, each side by side in one run; ratios hold, times do not.',
);

/** A measurement: without `--json` it says what it finds as it goes. */
const bench = (name: string, description: string): Command =>
  program
    .command(name)
    .description(description)
    .option('--json', 'print one JSON object')
    .option('--quick', 'so short that the figures mean nothing');

const pattern = (text: string): RegExp => {
  try {
    return new RegExp(text);
  } catch {
    throw new InvalidArgumentError('a regular expression is needed');
  }
};

bench('metering', 'what instrumentation costs')
  .addOption(new Option('--engine <name>').choices(ENGINES).default('node'))
  .addOption(new Option('--build <how>', 'of the C kernels').choices(['scalar', 'simd']).default('scalar'))
  .option('--kernels <pattern>', 'only those, as c:fft or as:', pattern, /./)
  .action(async (options: Shared & { engine: Engine; build: 'scalar' | 'simd'; kernels: RegExp }) => {
    const say = options.json ? () => undefined : (line: string) => console.log(line);
    const missing = clangMissing();
    if (missing !== null) console.error(missing);
    say(meteringHeader());
    const { kernels: filter, quick = false, engine, build } = options;
    const report = await metering({ filter, quick, engine, build }, say);
    if (options.json) console.log(JSON.stringify(report));
    else for (const line of groupLines(report)) say(line);
  });

bench('native', 'the C kernels natively against instrumented WebAssembly')
  .option('--kernels <pattern>', 'only those, as c:fft', pattern, /./)
  .action(async (options: Shared & { kernels: RegExp }) => {
    const say = options.json ? () => undefined : (line: string) => console.log(line);
    say(nativeHeader());
    const report = await native({ filter: options.kernels, quick: options.quick === true }, say);
    const { against, scalarOverNative, simdOverNative } = report;
    if (options.json) console.log(JSON.stringify(report));
    else say(`relative to ${against}: scalar ${scalarOverNative}, with vectors ${simdOverNative}`);
  });

bench('modules', 'large modules out of npm packages, instrumented and used')
  .option('--packages <pattern>', 'only those', pattern, /./)
  .action((options: Shared & { packages: RegExp }) => {
    const say = options.json ? () => undefined : (line: string) => console.log(line);
    say(modulesHeader());
    const report = modules({ quick: options.quick === true, filter: options.packages }, say);
    if (options.json) console.log(JSON.stringify(report));
  });

bench('reset', 'what a fresh state for every item costs')
  .option('--kernels <pattern>', 'only those', pattern, /./)
  .action(async (options: Shared & { kernels: RegExp }) => {
    const say = options.json ? () => undefined : (line: string) => console.log(line);
    say(resetHeader());
    const report = await reset({ quick: options.quick === true, filter: options.kernels }, say);
    if (options.json) console.log(JSON.stringify(report));
    else say(`the better way, by milliseconds of an item: ${JSON.stringify(report.geomeanByMilliseconds)}`);
  });

const wholeUpTo =
  (most: number) =>
  (text: string): number => {
    const number = Number(text);
    if (!Number.isInteger(number) || number < 1 || number > most)
      throw new InvalidArgumentError(`a whole number from 1 to ${most} is needed`);
    return number;
  };
const whole = wholeUpTo(100_000);
const rowCount = wholeUpTo(100_000_000);
const itemCount = wholeUpTo(1_000_000_000);

interface Loaded extends Shared {
  readonly sessions: number;
  readonly seconds: number;
}

bench('dispatch', 'answers that one coordinator takes, durably, from a load of real sockets')
  .option('--sessions <n>', 'sockets connected', whole, 128)
  .option('--seconds <n>', 'of each measured window', whole, 10)
  .option('--profile', 'also where the coordinator’s time goes')
  .addOption(new Option('--only <part...>', 'only these parts').choices(PARTS).default(PARTS, 'all'))
  .action(async (options: Loaded & { only: Part[]; profile?: boolean }) => {
    const say = options.json ? () => undefined : (line: string) => console.log(line);
    const { quick = false, profile = false, only } = options;
    const sessions = quick ? Math.min(20, options.sessions) : options.sessions;
    const report = await dispatch(
      { sessions, seconds: quick ? 1 : options.seconds, quick, profile, only },
      say,
    );
    if (options.json) console.log(JSON.stringify(report));
  });

bench('peers', 'BullMQ on Redis and pg-boss on PostgreSQL beside dispatch')
  .option('--jobs <n>', 'empty jobs, each added, processed and completed', whole, 50_000)
  .option('--sessions <n>', 'sockets connected', whole, 128)
  .option('--seconds <n>', 'of each measured window of dispatch', whole, 10)
  .action(async (options: Loaded & { jobs: number }) => {
    const say = options.json ? () => undefined : (line: string) => console.log(line);
    const quick = options.quick === true;
    const least = quick ? { jobs: 500, sessions: 10, seconds: 1 } : options;
    const report = await peers({ ...least, quick }, say);
    if (options.json) console.log(JSON.stringify(report));
  });

bench('scale', 'how cost grows with sessions and with items')
  .option('--seconds <n>', 'of each measured window', whole, 10)
  .action(async (options: Loaded) => {
    const say = options.json ? () => undefined : (line: string) => console.log(line);
    const how = options.quick
      ? { ...QUICK, seconds: 1, warmUpSeconds: 1, jobItems: JOB_ITEMS }
      : { ...FULL, seconds: options.seconds, warmUpSeconds: 10, jobItems: JOB_ITEMS };
    const report = await scale(how, say);
    if (options.json) console.log(JSON.stringify(report));
  });

bench('reduce', 'whether a job that keeps a fold stays small, beside one that keeps its rows')
  .option('--items <n>', 'of the job that keeps a fold', itemCount, FULL_REDUCE.items)
  .option('--rows <n>', 'of the job that keeps its rows', itemCount, FULL_REDUCE.rowItems)
  .action(async (options: Shared & { items: number; rows: number }) => {
    const say = options.json ? () => undefined : (line: string) => console.log(line);
    const how = options.quick
      ? QUICK_REDUCE
      : { ...FULL_REDUCE, items: options.items, rowItems: options.rows };
    const report = await reduce(how, say);
    if (options.json) console.log(JSON.stringify(report));
  });

bench('results', 'how fast a job’s rows reach the SDK, and what memory that takes on both sides')
  .option('--items <n>', 'rows of the job', rowCount, 1_000_000)
  .action(async (options: Shared & { items: number }) => {
    const say = options.json ? () => undefined : (line: string) => console.log(line);
    const report = await results(options.quick ? 5_000 : options.items, say);
    if (options.json) console.log(JSON.stringify(report));
  });

bench('engine', 'what the engine costs in Chromium, beside the same kernel in a bare loop').action(
  async (options: Shared) => {
    const say = options.json ? () => undefined : (line: string) => console.log(line);
    const report = await engine({ quick: options.quick === true }, say);
    console.log(options.json ? JSON.stringify(report) : report);
  },
);

bench('leak', 'whether a tab that computes for long keeps memory; fails where it does')
  .option('--units <n>', 'computed in all', whole, 100_000)
  .action(async (options: Shared & { units: number }) => {
    const say = options.json ? () => undefined : (line: string) => console.log(line);
    const quick = options.quick === true;
    const report = await leak({ units: quick ? 200 : options.units, quick }, say);
    console.log(options.json ? JSON.stringify(report) : report);
  });

bench('gas', 'what the hub’s transactions cost, exactly: by number of payees and of researchers').action(
  async (options: Shared) => {
    const { MEASURED, measureGas } = await import('@manyhands/contracts/gas');
    const report = await measureGas(options.quick ? { payees: [2], researchers: [1, 10] } : MEASURED);
    console.log(JSON.stringify(report, null, options.json ? 0 : 2));
  },
);

bench(
  'payout',
  'micro-payments settled in one transaction and claimed by everybody; fails unless all are paid to the unit',
)
  .option('--payees <n>', 'who are paid', whole, 10_000)
  .option('--payments <n>', 'in the ledger', rowCount, 1_000_000)
  .option('--researchers <n>', 'whose vouchers are redeemed', wholeUpTo(99), 10)
  .option('--own <n>', 'payees who claim by a proof of their own', whole, 300)
  .option('--relayed <n>', 'payees who sign terms for the relayer', whole, 50)
  .action(async ({ quick, json, ...sizes }: Shared & PayoutSizes) => {
    const { QUICK: quickly, runPayout } = await import('./payout/payout.ts');
    const say = json ? () => undefined : (line: string) => console.log(line);
    const report = await runPayout(quick ? quickly : sizes, say);
    console.log(JSON.stringify(report, null, json ? 0 : 2));
  });

await program.parseAsync();
