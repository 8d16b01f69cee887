import type { LedgerCheck, LedgerFinding } from '@manyhands/sdk';
import { manyhands } from '@manyhands/sdk';
import { Command } from 'commander';
import { acting } from '../acting.ts';
import { EXIT, type ExitCode, UsageError } from '../exit-codes.ts';
import { coordinatorUrl, DEFAULT_COORDINATOR } from '../options.ts';
import type { Screen } from '../screen.ts';
import { plainWords } from '../table-lines.ts';
import { type AdminOptions, adminFor } from './admin.ts';
import { makeGoodCommand } from './make-good.ts';

interface Options extends AdminOptions {
  readonly public?: boolean;
  readonly stored?: boolean;
}

export const ledgerCommand = (finish: (code: number) => void): Command => {
  const verify = new Command('verify')
    .description(
      'recompute a coordinator’s books and compare them: entries, jobs, vouchers, leaves, roots, the hub',
    )
    .option('--coordinator <url>', 'whose', coordinatorUrl, DEFAULT_COORDINATOR)
    .option('--key-file <file>', 'the admin key (else $MANYHANDS_ADMIN_KEY, else .manyhands/keys/admin)')
    .option('--public', 'without any key: only what is public, the published leaves and the chain')
    .option(
      '--stored',
      'of no running coordinator: database, blobs and chain that `serve` would open by the environment',
    )
    .option('--json', 'write one JSON object instead of text')
    .action(acting<Options>(finish, verifyBooks));
  return new Command('ledger')
    .description('the books of a coordinator (for the operator, or anybody)')
    .addCommand(verify)
    .addCommand(makeGoodCommand(finish));
};

async function verifyBooks(screen: Screen, options: Options): Promise<ExitCode> {
  const findings: LedgerFinding[] = [];
  let counts: Readonly<Record<string, number>> = {};
  let found = 0;
  for await (const said of await checksFor(options)) {
    if (said.kind === 'counted') screen.live([`${said.count} ${said.what}`]);
    else if (said.kind === 'finding') {
      findings.push(said.finding);
      screen.line(findingLine(said.finding));
    } else [counts, found] = [said.counts, said.findings];
  }
  const looked = Object.entries(counts).map(([what, count]) => `${count} ${what}`);
  screen.line(`${looked.join(', ')}: ${found === 0 ? 'all agree' : `${found} findings`}`);
  if (found > findings.length) screen.line(`(the first ${findings.length} are told)`);
  screen.result({ agrees: found === 0, counts, found, findings });
  return found === 0 ? EXIT.ok : EXIT.unverified;
}

/** “LEAF_FELL leaf 3 of 0x…, epoch 7: it fell from …” */
const findingLine = ({ code, account, txn, sentence }: LedgerFinding): string =>
  `${code} ${[account, txn].filter((name) => name !== null).join(', ')}: ${plainWords(sentence)}`;

async function checksFor(options: Options): Promise<AsyncIterable<LedgerCheck>> {
  if (options.public && options.stored) throw new UsageError('--public asks a coordinator, --stored none');
  if (options.public) {
    const { verifyPublic } = await import('../chain/public-books.ts');
    return verifyPublic(manyhands(options.coordinator));
  }
  if (!options.stored) return adminFor(options).verifyLedger();
  const { configFrom, verifyStored } = await import('@manyhands/coordinator');
  return verifyStored(configFrom(process.env));
}
