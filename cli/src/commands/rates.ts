import { manyhands, type Rates } from '@manyhands/sdk';
import { Command, Option } from 'commander';
import { acting } from '../acting.ts';
import { EXIT, type ExitCode } from '../exit-codes.ts';
import { coordinatorUrl, DEFAULT_COORDINATOR } from '../options.ts';
import type { Screen } from '../screen.ts';
import { plainWords, tableLines } from '../table-lines.ts';

interface Options {
  readonly coordinator: string;
  readonly by: Rates['by'];
  readonly json?: boolean;
}

export const ratesCommand = (finish: (code: number) => void): Command =>
  new Command('rates')
    .description('show how far fuel × rate and time disagree, per kernel, engine and device')
    .option('--coordinator <url>', 'whom to ask', coordinatorUrl, DEFAULT_COORDINATOR)
    .addOption(
      new Option('--by <whom>', 'a row for each; devices only on the coordinator’s own machine')
        .choices(['engine', 'device'])
        .default('engine'),
    )
    .option('--json', 'write one JSON object instead of text')
    .action(acting<Options>(finish, rates));

async function rates(screen: Screen, { coordinator, by }: Options): Promise<ExitCode> {
  const told = await manyhands(coordinator).rates(by);
  for (const line of ratesTable(told)) screen.line(line);
  screen.result(told);
  return EXIT.ok;
}

/** Ratios are time taken over time paid: 1 is a reference core. */
export function ratesTable({ by, rows }: Rates): string[] {
  if (rows.length === 0) return ['Nothing has been measured since this coordinator started.'];
  const order = [...rows].sort((a, b) => compare(nameOf(a), nameOf(b)) || a.median - b.median);
  const cells = order.map((row) => [
    nameOf(row),
    plainWords(row.agent),
    ...(by === 'device' ? [row.device ?? ''] : []),
    String(row.count),
    row.median.toFixed(2),
    `${row.low.toFixed(2)} – ${row.high.toFixed(2)}`,
  ]);
  const head = ['kernel', 'engine', ...(by === 'device' ? ['device'] : []), 'count', 'median', '10 % – 90 %'];
  const numbers = head.length - 3;
  return tableLines([head, ...cells], numbers);
}

const compare = (a: string, b: string): number => (a < b ? -1 : Number(a > b));

const nameOf = ({ name, kernel }: Rates['rows'][number]): string =>
  `${plainWords(name)} ${kernel.slice(0, 8)}`;
