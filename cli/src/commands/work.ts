import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { Command } from 'commander';
import { acting } from '../acting.ts';
import { EXIT, type ExitCode } from '../exit-codes.ts';
import { homeFolder } from '../home.ts';
import { coordinatorUrl, DEFAULT_COORDINATOR, payee, wholeNumber } from '../options.ts';
import type { Screen } from '../screen.ts';
import { aborted, stoppable } from '../stop-signal.ts';

interface Options {
  readonly coordinator: string;
  readonly threads: number;
  readonly payee?: string;
  readonly share: number;
  readonly json?: boolean;
}

const REPORT_MS = 2_000;

export const workCommand = (finish: (code: number) => void): Command =>
  new Command('work')
    .description('contribute this machine: the same engine as in the browser')
    .option('--coordinator <url>', 'whom to work for', coordinatorUrl, DEFAULT_COORDINATOR)
    .option('--threads <n>', 'seats', wholeNumber(1, 256), availableParallelism())
    .option('--payee <address>', 'who earns; without it the work is credited in fuel only', payee)
    .option('--share <percent>', 'share of each core', wholeNumber(5, 100), 100)
    .option('--json', 'write JSON lines instead of text')
    .action(acting<Options>(finish, work));

const work = (screen: Screen, options: Options): Promise<ExitCode> =>
  stoppable(
    () => screen.line('stopping: finished items are handed in, the rest is given back'),
    (signal) => workUntil(signal, screen, options),
  );

async function workUntil(signal: AbortSignal, screen: Screen, options: Options): Promise<ExitCode> {
  const { startContributor } = await import('@manyhands/browser-worker/server');
  const contributor = await startContributor({
    coordinator: options.coordinator,
    threads: options.threads,
    payee: options.payee,
    share: options.share / 100,
    keyFile: join(homeFolder(), 'device.json'),
  });
  screen.line(`device ${contributor.device} works with ${options.threads} seats; Ctrl-C stops`);
  const reporting = setInterval(() => screen.result(contributor.stats()), REPORT_MS);
  await aborted(signal);
  clearInterval(reporting);
  await contributor.stop();
  screen.result(contributor.stats());
  return EXIT.ok;
}
