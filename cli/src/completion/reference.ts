import type { Entry, Flag } from './tree.ts';

/** Everything above this line of docs/CLI.md is written by hand, everything below follows from the commands. */
export const REFERENCE_MARK =
  '<!-- From here on written by `node scripts/cli-reference.mjs`; a test compares. -->';

/** A section for each command, as docs/CLI.md has it. */
export const referenceOf = (tree: readonly Entry[]): string =>
  tree
    .filter(({ path }) => path.length > 0)
    .map(sectionOf)
    .join('\n');

function sectionOf({ path, args, description, subcommands, options }: Entry): string {
  const words = args.map(({ name, required }) => (required ? `<${name}>` : `[${name}]`));
  const title = ['manyhands', ...path, ...words].join(' ');
  const below = subcommands.map(({ name }) => `\`${name}\``).join(', ');
  return [
    `${path.length === 1 ? '##' : '###'} \`${title}\``,
    '',
    `${cell(sentence(description))}${below === '' ? '' : ` Has ${below}.`}`,
    ...optionTable(options.filter(({ names }) => !names.includes('--help'))),
    '',
  ].join('\n');
}

const optionTable = (options: readonly Flag[]): string[] =>
  options.length === 0
    ? []
    : [
        '',
        '| option | means |',
        '| --- | --- |',
        ...options.map(
          ({ flags, description }) => `| \`${flags.replaceAll('|', '\\|')}\` | ${cell(description)} |`,
        ),
      ];

/** Text as a cell of a table: no bar ends it, and what is in brackets is no HTML. */
const cell = (text: string): string => text.replace(/[|<]/g, '\\$&');

const sentence = (text: string): string => `${text[0].toUpperCase()}${text.slice(1)}.`;
