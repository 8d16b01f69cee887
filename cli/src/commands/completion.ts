import { Argument, Command } from 'commander';
import { acting } from '../acting.ts';
import { completionFor, SHELLS, type Shell } from '../completion/scripts.ts';
import { type Entry, type Flag, treeOf } from '../completion/tree.ts';
import { EXIT, type ExitCode } from '../exit-codes.ts';
import type { Screen } from '../screen.ts';

interface Options {
  readonly json?: boolean;
}

export const completionCommand = (finish: (code: number) => void): Command => {
  const command = new Command('completion').description(
    'write a script by which a shell completes commands and options',
  );
  return command
    .addArgument(new Argument('<shell>', 'which').choices(SHELLS))
    .option('--json', 'write one JSON object instead of text')
    .addHelpText(
      'after',
      '\nbash: source <(manyhands completion bash)\nzsh:  source <(manyhands completion zsh)\nfish: manyhands completion fish | source',
    )
    .action(
      acting<Options>(finish, (screen, _, [shell]) =>
        complete(screen, shell as Shell, command.parent as Command),
      ),
    );
};

async function complete(screen: Screen, shell: Shell, program: Command): Promise<ExitCode> {
  const { OPTION_NAMES } = await import('@manyhands/coordinator/simulation');
  const simulation = OPTION_NAMES.map(
    ([name, takesValue]): Flag => ({
      ...{ flags: `--${name}`, names: [`--${name}`], description: '' },
      ...{ takesValue, choices: [] },
    }),
  );
  const tree = treeOf(program).map((entry) =>
    entry.path.join(' ') === 'simulate' ? withOptions(entry, simulation) : entry,
  );
  const script = completionFor(shell, tree);
  screen.line(script.trimEnd());
  screen.result({ shell, script });
  return EXIT.ok;
}

/** A command that hands its options on has them elsewhere. */
const withOptions = (entry: Entry, more: readonly Flag[]): Entry => {
  const known = new Set(entry.options.flatMap(({ names }) => names));
  return { ...entry, options: [...entry.options, ...more.filter(({ names }) => !known.has(names[0]))] };
};
