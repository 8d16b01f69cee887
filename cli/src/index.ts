import { Command, CommanderError } from 'commander';
import { adminCommand } from './commands/admin.ts';
import { buildCommand } from './commands/build.ts';
import { devCommand } from './commands/dev.ts';
import { failuresCommand } from './commands/failures.ts';
import { graphCommand } from './commands/graph.ts';
import { initCommand } from './commands/init.ts';
import { instrumentCommand } from './commands/instrument.ts';
import { appendCommand, callCommand, steeringCommands } from './commands/job.ts';
import { labelCommand } from './commands/label.ts';
import { ratesCommand } from './commands/rates.ts';
import { recordCommand } from './commands/record.ts';
import { reproduceCommand } from './commands/reproduce.ts';
import { runCommand } from './commands/run.ts';
import { serveCommand } from './commands/serve.ts';
import { startCommand } from './commands/start.ts';
import { testCommand } from './commands/test.ts';
import { verifyCommand } from './commands/verify.ts';
import { workCommand } from './commands/work.ts';
import { EXIT, EXIT_HELP } from './exit-codes.ts';

const COMMANDS = [
  startCommand,
  initCommand,
  devCommand,
  buildCommand,
  testCommand,
  labelCommand,
  instrumentCommand,
  runCommand,
  appendCommand,
  callCommand,
  ...steeringCommands,
  graphCommand,
  failuresCommand,
  reproduceCommand,
  verifyCommand,
  workCommand,
  serveCommand,
  ratesCommand,
  recordCommand,
  adminCommand,
];

/** Runs the command line; resolves with the exit code, never rejects. */
export async function main(argv: readonly string[]): Promise<number> {
  let code: number = EXIT.ok;
  const program = new Command('manyhands')
    .description('Many browsers lend a little CPU; results come back checked and certified.')
    .version('0.1.0')
    .addHelpText('after', EXIT_HELP)
    .showHelpAfterError('(manyhands --help says more)')
    .exitOverride();
  const finish = (result: number): void => {
    code = result;
  };
  for (const define of COMMANDS) program.addCommand(define(finish).exitOverride());
  try {
    await program.parseAsync([...argv], { from: 'user' });
    return code;
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    return error.exitCode === 0 ? EXIT.ok : EXIT.usage;
  }
}
