import { Command } from 'commander';
import { adminCommand } from './commands/admin.ts';
import { bondCommand } from './commands/bond.ts';
import { buildCommand } from './commands/build.ts';
import { claimCommand } from './commands/claim.ts';
import { completionCommand } from './commands/completion.ts';
import { depositCommand } from './commands/deposit.ts';
import { devCommand } from './commands/dev.ts';
import { estimateCommand } from './commands/estimate.ts';
import { extendCommand } from './commands/extend.ts';
import { failuresCommand } from './commands/failures.ts';
import { graphCommand } from './commands/graph.ts';
import { guardCommand } from './commands/guard.ts';
import { initCommand } from './commands/init.ts';
import { instrumentCommand } from './commands/instrument.ts';
import { appendCommand, callCommand, steeringCommands } from './commands/job.ts';
import { jobsCommand, watchCommand } from './commands/jobs.ts';
import { labelCommand } from './commands/label.ts';
import { ledgerCommand } from './commands/ledger.ts';
import { limitCommand } from './commands/limit.ts';
import { publishCommand, uploadCommand } from './commands/publish.ts';
import { ratesCommand } from './commands/rates.ts';
import { recordCommand } from './commands/record.ts';
import { reproduceCommand } from './commands/reproduce.ts';
import { resultsCommand } from './commands/results.ts';
import { runCommand } from './commands/run.ts';
import { serveCommand } from './commands/serve.ts';
import { simulateCommand } from './commands/simulate.ts';
import { startCommand } from './commands/start.ts';
import { statementCommand } from './commands/statement.ts';
import { testCommand } from './commands/test.ts';
import { verifyCommand } from './commands/verify.ts';
import { walletCommand } from './commands/wallet.ts';
import { withdrawCommand } from './commands/withdraw.ts';
import { workCommand } from './commands/work.ts';
import { EXIT_HELP } from './exit-codes.ts';

type Finish = (code: number) => void;

/** In the order in which a researcher meets them. */
const COMMANDS: readonly ((finish: Finish) => Command)[] = [
  startCommand,
  initCommand,
  devCommand,
  buildCommand,
  testCommand,
  labelCommand,
  instrumentCommand,
  publishCommand,
  uploadCommand,
  estimateCommand,
  runCommand,
  jobsCommand,
  watchCommand,
  resultsCommand,
  graphCommand,
  failuresCommand,
  reproduceCommand,
  verifyCommand,
  appendCommand,
  callCommand,
  ...steeringCommands,
  extendCommand,
  walletCommand,
  depositCommand,
  withdrawCommand,
  limitCommand,
  claimCommand,
  statementCommand,
  guardCommand,
  workCommand,
  recordCommand,
  serveCommand,
  bondCommand,
  ratesCommand,
  adminCommand,
  ledgerCommand,
  simulateCommand,
  completionCommand,
];

/** The whole command tree; `finish` is told how a command ended, `complain` what is wrong with a command line. */
export function programFor(finish: Finish, complain: (text: string) => void): Command {
  const program = new Command('manyhands')
    .description('Many browsers lend a little CPU; results come back checked and certified.')
    .version('0.1.0')
    .addHelpText('after', EXIT_HELP)
    .showHelpAfterError('(manyhands --help says more)');
  for (const define of COMMANDS) program.addCommand(define(finish));
  settle(program, complain);
  return program;
}

/** Of a command and all below it: nothing ends the process, and complaints go where the caller says. */
function settle(command: Command, complain: (text: string) => void): void {
  command.exitOverride().configureOutput({ writeErr: complain });
  for (const each of command.commands) settle(each, complain);
}
