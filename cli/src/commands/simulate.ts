import { Command } from 'commander';
import { acting } from '../acting.ts';
import { EXIT, type ExitCode, UsageError } from '../exit-codes.ts';
import type { Screen } from '../screen.ts';

interface Options {
  readonly json?: boolean;
}

/** The scheduler of the coordinator under a simulated crowd. Its options are the simulation's own; docs/SIMULATION.md explains them. */
export const simulateCommand = (finish: (code: number) => void): Command =>
  new Command('simulate')
    .description(
      'what a verification policy costs and lets through, under a simulated crowd of volunteers and liars',
    )
    .argument('[options...]', 'see `manyhands simulate --help` and docs/SIMULATION.md')
    .option('--json', 'write one JSON object instead of text')
    .allowUnknownOption()
    .allowExcessArguments()
    .helpOption(false)
    .action(
      acting<Options, [string[]]>(finish, (screen, options, [args]) => simulated(screen, options, args)),
    );

async function simulated(screen: Screen, { json }: Options, given: readonly string[]): Promise<ExitCode> {
  const { readArguments, simulate } = await import('@manyhands/coordinator/simulation');
  const args = json ? [...given, '--json'] : given;
  try {
    readArguments(args);
  } catch (error) {
    throw new UsageError(`${(error as Error).message} (manyhands simulate --help lists the options)`);
  }
  const isWell = await simulate(args, (text) =>
    json ? process.stdout.write(`${text}\n`) : screen.line(text),
  );
  return isWell ? EXIT.ok : EXIT.failed;
}
