import type { Command, Option } from 'commander';

/** A command as somebody may type it: `withdraw begin`, and what may follow. */
export interface Entry {
  /** Its words; none for the program itself. */
  readonly path: readonly string[];
  readonly description: string;
  readonly subcommands: readonly { readonly name: string; readonly description: string }[];
  readonly options: readonly Flag[];
  readonly args: readonly { readonly name: string; readonly required: boolean }[];
}

export interface Flag {
  /** As help shows it: `--out <file>`. */
  readonly flags: string;
  /** `--bound`; one with two names has two. */
  readonly names: readonly string[];
  readonly description: string;
  readonly takesValue: boolean;
  /** All values there are, where they are few. */
  readonly choices: readonly string[];
}

/** Every command of a program, itself first. */
export function treeOf(command: Command, path: readonly string[] = []): Entry[] {
  const help = command.createHelp();
  const subcommands = help.visibleCommands(command).filter((each) => each.name() !== 'help');
  const entry: Entry = {
    path,
    description: command.description(),
    subcommands: subcommands.map((each) => ({ name: each.name(), description: each.description() })),
    options: help.visibleOptions(command).map(flagOf),
    args: command.registeredArguments.map((argument) => ({
      name: argument.name(),
      required: argument.required,
    })),
  };
  return [entry, ...subcommands.flatMap((each) => treeOf(each, [...path, each.name()]))];
}

const flagOf = ({ flags, short, long, description, required, optional, argChoices }: Option): Flag => ({
  flags,
  names: [short, long].filter((name): name is string => name !== undefined && name !== null),
  description,
  takesValue: required || optional,
  choices: argChoices ?? [],
});
