import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { recordRequestFrom } from '@manyhands/browser-worker/server';
import { askRecord } from '@manyhands/sdk';
import { Command } from 'commander';
import { acting } from '../acting.ts';
import { EXIT, type ExitCode, UsageError } from '../exit-codes.ts';
import { homeFolder } from '../home.ts';
import { coordinatorUrl, DEFAULT_COORDINATOR } from '../options.ts';
import type { Screen } from '../screen.ts';

interface Options {
  readonly coordinator: string;
  readonly state?: string;
  readonly json?: boolean;
}

const ACTS = {
  export: 'write everything that a coordinator keeps of this machine’s device, as JSON',
  erase: 'have a coordinator erase what it need not keep of this machine’s device; says what stays and why',
} as const;

/** For workers on servers; browsers have buttons on `/account.html`. */
export const recordCommand = (finish: (code: number) => void): Command => {
  const command = new Command('record').description('what a coordinator keeps of this machine’s device');
  for (const act of ['export', 'erase'] as const)
    command.addCommand(
      new Command(act)
        .description(ACTS[act])
        .option('--coordinator <url>', 'whom to ask', coordinatorUrl, DEFAULT_COORDINATOR)
        .option(
          '--state <folder>',
          'where `manyhands work` keeps the device’s key ($MANYHANDS_HOME, else .manyhands)',
        )
        .option('--json', 'write one JSON object instead of text')
        .action(acting<Options>(finish, (screen, options) => ask(screen, options, act))),
    );
  return command;
};

async function ask(screen: Screen, options: Options, act: keyof typeof ACTS): Promise<ExitCode> {
  const keyFile = join(options.state ?? homeFolder(), 'device.json');
  // A new key would have no record.
  if (!existsSync(keyFile)) throw new UsageError(`no device’s key is in ${keyFile}: say where with --state`);
  const reply = await askRecord(options.coordinator, await recordRequestFrom(keyFile, act));
  screen.line(JSON.stringify(reply, null, 2));
  screen.result(reply);
  return EXIT.ok;
}
