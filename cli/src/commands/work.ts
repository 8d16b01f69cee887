import { readFileSync } from 'node:fs';
import { Command } from 'commander';
import { acting } from '../acting.ts';
import { EXIT, type ExitCode, UsageError } from '../exit-codes.ts';
import type { Screen } from '../screen.ts';
import { stoppable } from '../stop-signal.ts';
import { joinKeyFrom } from '../work/join-key.ts';
import { openMonitor } from '../work/monitor.ts';
import { CHECKS, type Given, parseConfig, reloaded, type Settings, settingsOf } from '../work/settings.ts';
import { Worker } from '../work/worker.ts';

type Options = Given & { readonly config?: string; readonly json?: boolean };

const REPORT_MS = 2_000;

export const workCommand = (finish: (code: number) => void): Command =>
  new Command('work')
    .description('contribute this machine: the same engine as in the browser')
    .option('--coordinator <url>', 'whom to work for (http://127.0.0.1:8787)', CHECKS.coordinator)
    .option('--threads <n>', 'seats; as many as cores and cgroup allow unless said', CHECKS.threads)
    .option('--account <address>', 'who earns; without it the work is credited in fuel only', CHECKS.account)
    .option('--share <share>', 'share of each core, 0.05 to 1 (1)', CHECKS.share)
    .option('--hours <hours>', 'when to work, local time: 22:00-06:00, several with commas', CHECKS.hours)
    .option('--days <days>', 'on which days hours begin: mon-fri, or sat,sun', CHECKS.days)
    .option(
      '--drain-seconds <n>',
      'how long the end may take to finish what is under way (30)',
      CHECKS.drainSeconds,
    )
    .option(
      '--seat-mb <n>',
      "memory of a seat in MiB: the cgroup's bounds how many there are (192)",
      CHECKS.seatMb,
    )
    .option('--state <folder>', "the device's key and answers to send again (.manyhands)", CHECKS.state)
    .option('--metrics <host:port>', 'answer /metrics and /healthz there', CHECKS.metrics)
    .option(
      '--join-key-file <file>',
      'the join key of a private pool (or MANYHANDS_JOIN_KEY)',
      CHECKS.joinKeyFile,
    )
    .option('--categories <names>', 'take only jobs for these, such as medicine,physics', CHECKS.categories)
    .option('--job <ids>', 'take only this job, or these with commas', CHECKS.job)
    .option('--config <file>', 'JSON with any of these settings; options win; read again at SIGHUP')
    .option('--json', 'write JSON lines instead of text')
    .action(acting<Options>(finish, work));

const work = (screen: Screen, options: Options): Promise<ExitCode> =>
  stoppable(
    () => screen.line('stopping: what is under way is finished and handed in; a second signal ends at once'),
    (signal) => workUntil(signal, screen, options),
  );

async function workUntil(signal: AbortSignal, screen: Screen, options: Options): Promise<ExitCode> {
  const settings = settingsFrom(options);
  const worker = await Worker.open(
    settings,
    joinKeyFrom(settings.joinKeyFile, process.env.MANYHANDS_JOIN_KEY),
    screen,
  );
  const monitor = settings.metrics && (await openMonitor(settings.metrics, worker));
  if (monitor) screen.line(`metrics at ${monitor.url}/metrics`);
  const reload = (): void => void takeUp(worker, settings, options, screen);
  process.on('SIGHUP', reload);
  const reporting = setInterval(() => worker.report(), REPORT_MS);
  try {
    await worker.run(signal);
  } finally {
    clearInterval(reporting);
    process.off('SIGHUP', reload);
    await monitor?.close();
  }
  worker.report();
  return EXIT.ok;
}

/** What is wrong in the file is said, and the present settings stay. */
async function takeUp(worker: Worker, begun: Settings, options: Options, screen: Screen): Promise<void> {
  try {
    const { settings, waiting } = reloaded(begun, settingsFrom(options));
    await worker.change(settings);
    if (waiting.length > 0) screen.line(`only after a restart: ${waiting.join(', ')}`);
  } catch (error) {
    screen.error(error);
  }
}

function settingsFrom({ config, json: _, ...commandLine }: Options): Settings {
  return settingsOf(config === undefined ? {} : parseConfig(readConfig(config), config), commandLine);
}

function readConfig(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    throw new UsageError(`the settings cannot be read: ${(error as Error).message}`);
  }
}
