import { Command, Option } from 'commander';
import { acting } from '../acting.ts';
import { EXIT, type ExitCode } from '../exit-codes.ts';
import type { Screen } from '../screen.ts';
import { aborted, stoppable } from '../stop-signal.ts';
import { webRoot } from '../web-root.ts';

/** Options by the environment variable that says the same. Keys come from the environment only. */
const SETTINGS = {
  MANYHANDS_PORT: ['--port <n>', 'where it listens; 0 for any free port (8787)'],
  MANYHANDS_HOST: ['--host <address>', 'which address it binds (127.0.0.1)'],
  MANYHANDS_DIR: ['--dir <folder>', 'blobs, keys and the embedded database (.manyhands)'],
  DATABASE_URL: ['--database <url>', 'PostgreSQL instead of the embedded database'],
  MANYHANDS_REFEREES: ['--referees <n>', 'referee processes (1)'],
  MANYHANDS_WEB_ROOT: ['--web-root <folder>', 'the built pages (those of this installation)'],
  MANYHANDS_TIMED_PPM: ['--timed-ppm <n>', 'items of paid jobs run for their time, in millionths (5000)'],
  MANYHANDS_ASSIGNMENT_SECONDS: ['--assignment-seconds <n>', 'of a seat for an assignment, 2 to 10 (4)'],
  MANYHANDS_UNITS_PER_ASSIGNMENT: ['--units-per-assignment <n>', 'at most, 1 to 32 (32)'],
  MANYHANDS_GRACE_SECONDS: ['--grace-seconds <n>', 'that a broken session keeps its work (10)'],
  MANYHANDS_REFEREE_QUEUE: ['--referee-queue <n>', 'items that may wait before newcomers do (256)'],
  MANYHANDS_MEMORY_MB: ['--memory-mb <n>', 'MiB of inputs and answers in memory (512)'],
  MANYHANDS_SOCKETS: ['--sockets <n>', 'contributors’ connections at once (16384)'],
  MANYHANDS_SOCKETS_PER_ADDRESS: ['--sockets-per-address <n>', 'of one address (256)'],
  MANYHANDS_REQUESTS_PER_MINUTE: ['--requests-per-minute <n>', 'of one address (1200)'],
  MANYHANDS_TRUST_PROXY: ['--trust-proxy <list>', 'proxies whose X-Forwarded-For is believed'],
  MANYHANDS_DOMAINS: ['--domains <list>', 'hosts, with commas, whose pages wallets sign in to (none)'],
  MANYHANDS_PUBLICATION: ['--publication <policy>', 'whose kernels run: open, reviewed or listed (open)'],
  MANYHANDS_LOG_LEVEL: ['--log-level <level>', 'a level of pino’s, or `silent` (info)'],
  MANYHANDS_RPC_URL: ['--rpc <url>', 'the chain; without one, volunteer science only'],
  MANYHANDS_HUB: ['--hub <address>', 'the hub on that chain'],
  MANYHANDS_TOKEN: ['--token <address>', 'the token on that chain'],
  MANYHANDS_FEE_PPM: ['--fee-ppm <n>', 'the operator’s fee in millionths (50000)'],
  MANYHANDS_WORK_WINDOWS: [
    '--work-windows <n>',
    'credit windows of work that are given out ahead of vouchers (32)',
  ],
  MANYHANDS_EPOCH_SECONDS: ['--epoch-seconds <n>', 'time between settlements (3600)'],
  MANYHANDS_SETTLE_GAS_PPM: [
    '--settle-gas-ppm <n>',
    'the share of what an epoch pays that its gas may take, in millionths (20000)',
  ],
  MANYHANDS_SETTLE_LEAST: ['--settle-least <n>', 'what an epoch pays at least, in the token’s units (0)'],
  MANYHANDS_SETTLE_WITHIN_SECONDS: [
    '--settle-within-seconds <n>',
    'how long an epoch waits for cheaper gas, or for more to pay (86400)',
  ],
  MANYHANDS_COIN_PRICE: ['--coin-price <n>', 'the token’s units for a coin of the chain; 0: gas is free (0)'],
  MANYHANDS_CONFIRMATIONS: ['--confirmations <n>', 'blocks until a relayed claim is taken for good (12)'],
  MANYHANDS_BOND: [
    '--bond <n>',
    'token units that the operator means to keep as its bond; it is told of less (0)',
  ],
  MANYHANDS_RECEIPT_DAYS: ['--receipt-days <n>', 'that a consent receipt is kept when it is over (365)'],
} as const;

type Options = { readonly [setting: string]: string | undefined } & { readonly json?: boolean };

export const serveCommand = (finish: (code: number) => void): Command => {
  const command = new Command('serve').description('run a coordinator alone');
  for (const [variable, [flags, text]] of Object.entries(SETTINGS))
    command.addOption(new Option(flags, text).env(variable));
  return command
    .option('--json', 'write JSON lines instead of text')
    .addHelpText(
      'after',
      '\nWith --rpc, the operator’s key is read from $MANYHANDS_OPERATOR_KEY; the admin key from $MANYHANDS_ADMIN_KEY.',
    )
    .action(acting<Options>(finish, serve));
};

const serve = (screen: Screen, options: Options): Promise<ExitCode> =>
  stoppable(
    () => screen.line('draining'),
    (signal) => serveUntil(signal, screen, options),
  );

async function serveUntil(signal: AbortSignal, screen: Screen, options: Options): Promise<ExitCode> {
  const { configFrom, startCoordinator } = await import('@manyhands/coordinator');
  const config = configFrom({ ...process.env, ...environmentOf(options) });
  const coordinator = await startCoordinator({ ...config, webRoot: config.webRoot ?? webRoot() });
  screen.line(`coordinator ${coordinator.address} serves ${coordinator.url}`);
  screen.result({ url: coordinator.url, address: coordinator.address });
  await aborted(signal);
  await coordinator.drain();
  return EXIT.ok;
}

/** The options as the environment would say them. */
function environmentOf(options: Options): Record<string, string> {
  const given = Object.entries(SETTINGS).map(([variable, [flags]]) => {
    const name = new Option(flags).attributeName();
    return [variable, options[name]] as const;
  });
  return Object.fromEntries(given.filter((entry): entry is [string, string] => entry[1] !== undefined));
}
