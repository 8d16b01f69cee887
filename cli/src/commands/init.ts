import { cpSync, existsSync, mkdirSync, readdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { Command } from 'commander';
import { acting } from '../acting.ts';
import { EXIT, type ExitCode, UsageError } from '../exit-codes.ts';
import type { Screen } from '../screen.ts';

const TEMPLATE = new URL('../../template', import.meta.url).pathname;

interface Options {
  readonly json?: boolean;
}

export const initCommand = (finish: (code: number) => void): Command =>
  new Command('init')
    .description('make a folder with a small kernel to start from')
    .argument('[folder]', 'new, or one that has none of its files', '.')
    .option('--json', 'write one JSON object instead of text')
    .action(acting<Options>(finish, init));

async function init(screen: Screen, _: Options, [folder]: string[]): Promise<ExitCode> {
  const files = readdirSync(TEMPLATE).sort();
  const taken = files.filter((name) => existsSync(join(folder, name)));
  if (taken.length > 0)
    throw new UsageError(`${resolve(folder)} has ${taken.join(', ')} already: name another folder`);
  mkdirSync(folder, { recursive: true });
  cpSync(TEMPLATE, folder, { recursive: true, errorOnExist: true, force: false });
  for (const name of files) screen.line(join(folder, name));
  screen.line(`Next: ${folder === '.' ? '' : `cd ${folder} && `}npx manyhands dev --watch`);
  screen.result({ folder: resolve(folder), files });
  return EXIT.ok;
}
