import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { EXIT, EXIT_HELP } from '../exit-codes.ts';
import { programFor } from '../program.ts';
import { REFERENCE_MARK, referenceOf } from './reference.ts';
import { treeOf } from './tree.ts';

const CLI = readFileSync(new URL('../../../docs/CLI.md', import.meta.url), 'utf8');
const tree = treeOf(
  programFor(
    () => undefined,
    () => undefined,
  ),
);

it('docs/CLI.md has every command and option as the program has it', () => {
  const [, reference] = CLI.split(`${REFERENCE_MARK}\n\n`);
  expect(reference, 'node scripts/cli-reference.mjs writes it').toBe(referenceOf(tree));
});

it('docs/CLI.md and --help list every exit code', () => {
  for (const code of Object.values(EXIT)) {
    expect(CLI).toMatch(new RegExp(`^\\| ${code} \\| \\S`, 'm'));
    expect(EXIT_HELP).toMatch(new RegExp(`^ *${code} {2}\\S`, 'm'));
  }
});

it('every command that does something takes --json', () => {
  const silent = tree.filter(({ subcommands, options }) => {
    const names = options.flatMap((option) => option.names);
    return subcommands.length === 0 && !names.includes('--json');
  });
  expect(silent.map(({ path }) => path.join(' '))).toEqual([]);
});
