import { once } from 'node:events';
import { KnownError } from '@manyhands/protocol';
import { manyhands, type StatementBytes, type StatementOptions } from '@manyhands/sdk';
import { Command } from 'commander';
import { acting } from '../acting.ts';
import { EXIT, type ExitCode, UsageError } from '../exit-codes.ts';
import { clientFor } from '../home.ts';
import { coordinatorUrl, DEFAULT_COORDINATOR, usage } from '../options.ts';
import type { Screen } from '../screen.ts';
import { statementLines } from '../statement-lines.ts';
import { walletAddress, walletKey } from '../wallet-file.ts';
import { type AdminOptions, adminFor } from './admin.ts';

interface Options extends AdminOptions {
  readonly key?: string;
  readonly wallet?: string;
  readonly operator?: boolean;
  readonly from?: Date;
  readonly to?: Date;
  readonly csv?: boolean;
  readonly json?: boolean;
}

/** `2026-03-01`, which begins at midnight UTC, or a time such as `2026-03-01T12:00:00Z`. */
const moment = usage((text: string): Date => {
  const at = new Date(text);
  if (!/^\d{4}-\d{2}-\d{2}(T[\d:.]+(Z|[+-]\d{2}:\d{2}))?$/.test(text) || Number.isNaN(at.getTime()))
    throw new Error('a day such as 2026-03-01, or a time such as 2026-03-01T12:00:00Z, is needed');
  return at;
});

export const statementCommand = (finish: (code: number) => void): Command =>
  new Command('statement')
    .description('list what an account of a coordinator’s ledger was paid or charged; it sums to the unit')
    .argument(
      '[account]',
      'a payee (0x and 40 hex digits) or a channel (0x and 64); else the wallet’s address',
    )
    .option('--coordinator <url>', 'whom to ask', coordinatorUrl, DEFAULT_COORDINATOR)
    .option('--from <day>', 'lines from this day (UTC) or time on', moment)
    .option('--to <day>', 'lines before this day (UTC) or time', moment)
    .option('--csv', 'write every line as CSV')
    .option('--key <key>', 'API key, for channels (else the one that is kept for this coordinator)')
    .option('--wallet <file>', 'the file of the payee’s private key (this machine’s: .manyhands/wallet.key)')
    .option('--operator', 'ask as the operator: any account, without one the operator’s own')
    .option('--key-file <file>', 'the admin key (else $MANYHANDS_ADMIN_KEY, else .manyhands/keys/admin)')
    .option('--json', 'write one JSON object instead of text')
    .action(acting<Options, [string | undefined]>(finish, statement));

async function statement(
  screen: Screen,
  options: Options,
  [account]: [string | undefined],
): Promise<ExitCode> {
  if (options.csv && options.json) throw new UsageError('--csv and --json cannot both be written');
  const isWhole = options.csv === true || options.json === true;
  const { from, to } = options;
  const bytes = await asked(account, options, { format: options.json ? 'json' : 'csv', from, to });
  if (isWhole) {
    await write(bytes);
    return EXIT.ok;
  }
  for await (const line of statementLines(bytes)) screen.line(line);
  return EXIT.ok;
}

function asked(
  account: string | undefined,
  options: Options,
  wanted: StatementOptions,
): Promise<StatementBytes> {
  const named = ledgerAccount(account);
  if (options.operator || named === 'operator')
    return adminFor(options).statement(named ?? 'operator', wanted);
  if (named?.startsWith('channel:')) return ofChannel(named.slice('channel:'.length), options, wanted);
  return ofPayee(named?.slice('payee:'.length), options, wanted);
}

/** As the ledger names it. Throws a usage error for what is neither. */
function ledgerAccount(account: string | undefined): string | undefined {
  const name = account?.toLowerCase();
  if (name === undefined || name === 'operator') return name;
  if (/^0x[0-9a-f]{64}$/.test(name)) return `channel:${name}`;
  if (/^0x[0-9a-f]{40}$/.test(name)) return `payee:${name}`;
  throw new UsageError(`“${account}” is neither a payee (0x and 40 hex digits) nor a channel (0x and 64)`);
}

async function ofChannel(channel: string, options: Options, wanted: StatementOptions) {
  const client = await clientFor(options.coordinator, { key: options.key });
  return client.statement(channel, wanted);
}

async function ofPayee(address: string | undefined, options: Options, wanted: StatementOptions) {
  const privateKey = walletKey(options.wallet);
  const own = walletAddress(privateKey);
  if (address !== undefined && address !== own)
    throw new KnownError(
      'RECORD_REFUSED',
      `a payee’s statement is signed by the payee, and the wallet is ${own}: name its file with --wallet`,
    );
  const client = manyhands(options.coordinator);
  return client.payee(own).statement({ ...wanted, privateKey, hub: await client.payments() });
}

/** As it comes: waits where what reads is slower. */
async function write(bytes: StatementBytes): Promise<void> {
  const decoder = new TextDecoder();
  for await (const piece of bytes)
    if (!process.stdout.write(decoder.decode(piece, { stream: true }))) await once(process.stdout, 'drain');
}
