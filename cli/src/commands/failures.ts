import type { FailedItem, Failure, Failures, Job } from '@manyhands/sdk';
import { Argument, type Command } from 'commander';
import { acting } from '../acting.ts';
import { EXIT, type ExitCode } from '../exit-codes.ts';
import { causeLine, stackLines } from '../failure-lines.ts';
import { wholeNumber } from '../options.ts';
import { count } from '../progress-lines.ts';
import type { Screen } from '../screen.ts';
import { plainWords } from '../table-lines.ts';
import { jobOf, ofJob } from './job.ts';

interface Options {
  readonly coordinator: string;
  readonly key?: string;
  readonly from: number;
  readonly json?: boolean;
}

export const item = wholeNumber(0, Number.MAX_SAFE_INTEGER);

export const failuresCommand = (finish: (code: number) => void): Command =>
  ofJob('failures', 'the final items of a job that failed: by kind, or one with its stack')
    .addArgument(new Argument('[item]', 'everything about this one').argParser(item))
    .option('--from <item>', 'list from this item on', item, 0)
    .action(acting<Options>(finish, failures));

async function failures(
  screen: Screen,
  options: Options,
  [id, one]: readonly (string | number | undefined)[],
): Promise<ExitCode> {
  const job = await jobOf(options, String(id));
  if (one === undefined) showAll(screen, await job.failures({ from: options.from }), job);
  else showOne(screen, await job.failure(Number(one)));
  return EXIT.ok;
}

function showAll(screen: Screen, found: Failures, { id }: Job): void {
  screen.line(`${count(found.failed)} items failed`);
  for (const { code, count: many, examples } of found.kinds)
    screen.line(`  ${count(many).padStart(9)}  ${code ?? 'not looked into'}  (${examples.join(', ')} …)`);
  for (const failed of found.items) screen.line(itemLine(failed));
  if (found.next !== null) screen.line(`more: manyhands failures ${id} --from ${found.next}`);
  screen.result(found);
}

const itemLine = ({ item, code, message }: FailedItem): string =>
  `${String(item).padStart(7)}  ${causeLine(code, message)}`;

function showOne(screen: Screen, failure: Failure): void {
  screen.line(itemLine(failure));
  for (const line of stackLines(failure.stack)) screen.line(line);
  screen.line(`input: ${plainWords(JSON.stringify(failure.input)).slice(0, 1_000)}`);
  screen.line(`the same here: ${failure.reproduce}`);
  screen.result(failure);
}
