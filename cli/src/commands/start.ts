import { availableParallelism } from 'node:os';
import { Command } from 'commander';
import { acting } from '../acting.ts';
import { wholeNumber } from '../options.ts';
import type { StartOptions } from '../start/start.ts';

export const startCommand = (finish: (code: number) => void): Command =>
  new Command('start')
    .description('the whole network on this machine, with the main job on it')
    .option('--once', 'exit when the job is certified and settled')
    .option('--free', 'volunteer science: no chain, no budget')
    .option('--again', 'compute the job anew although it is finished')
    .option('--port <n>', 'where the coordinator listens, or the next free one', wholeNumber(1, 65_535), 8787)
    .option('--threads <n>', 'seats on this machine', wholeNumber(1, 256), availableParallelism())
    .option('--dir <folder>', 'where everything is kept', '.manyhands')
    .option('--json', 'write one JSON object instead of text')
    .action(
      acting<StartOptions & { json?: boolean }>(finish, async (screen, options) => {
        const { start } = await import('../start/start.ts');
        return start(screen, options);
      }),
    );
