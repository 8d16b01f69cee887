import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Admin, type KernelDecisions, type KernelVerb, type ReviewedKernel } from '@manyhands/sdk';
import { Command, Option } from 'commander';
import { acting } from '../acting.ts';
import { EXIT, type ExitCode } from '../exit-codes.ts';
import { coordinatorUrl, DEFAULT_COORDINATOR } from '../options.ts';
import type { Screen } from '../screen.ts';
import { plainWords } from '../table-lines.ts';

export interface AdminOptions {
  readonly coordinator: string;
  readonly keyFile?: string;
  readonly json?: boolean;
}
type Finish = (code: number) => void;

/** From a file or the environment; never from the command line, which others can read. */
export function adminFor({ coordinator, keyFile }: AdminOptions): Admin {
  const fromEnvironment = keyFile === undefined ? process.env.MANYHANDS_ADMIN_KEY : undefined;
  const file = keyFile ?? join(process.env.MANYHANDS_DIR ?? '.manyhands', 'keys', 'admin');
  return new Admin(coordinator, fromEnvironment ?? readFileSync(file, 'utf8').trim());
}

const asking = (name: string, description: string): Command =>
  new Command(name)
    .description(description)
    .option('--coordinator <url>', 'whom to ask', coordinatorUrl, DEFAULT_COORDINATOR)
    .option('--key-file <file>', 'the admin key (else $MANYHANDS_ADMIN_KEY, else .manyhands/keys/admin)')
    .option('--json', 'write one JSON object instead of text');

interface QueueOptions extends AdminOptions {
  readonly only: 'queue' | 'pending' | 'approved' | 'refused' | 'stopped' | 'all';
}

const queueCommand = (finish: Finish): Command =>
  asking('queue', 'list kernels that wait for review: not reviewed yet, or reported by several')
    .addOption(
      new Option('--only <which>', 'others than those that wait')
        .choices(['queue', 'pending', 'approved', 'refused', 'stopped', 'all'])
        .default('queue'),
    )
    .action(
      acting<QueueOptions>(finish, async (screen, options) => {
        const queue = await adminFor(options).kernels(options.only);
        screen.line(`Publication is ${queue.publication}; ${queue.kernels.length} kernels.`);
        for (const kernel of queue.kernels) for (const line of kernelLines(kernel)) screen.line(line);
        screen.result(queue);
        return EXIT.ok;
      }),
    );

function kernelLines(kernel: ReviewedKernel): string[] {
  const state = kernel.stopped === null ? kernel.review : `stopped: ${plainWords(kernel.stoppedReason)}`;
  const source = kernel.source === null ? 'without source' : `source ${kernel.source}`;
  return [
    `${kernel.kernel} ${plainWords(kernel.name)}, ${state}`,
    `  ${kernel.jobs} jobs, ${kernel.running} of them run; reported by ${kernel.reporters}; ${source}`,
  ];
}

const VERBS: readonly [verb: KernelVerb, description: string][] = [
  ['stop', 'stop a kernel everywhere within a second (needs --reason)'],
  ['lift', 'lift a stop: its jobs go on where they were'],
  ['approve', 'let jobs of a kernel start'],
  ['refuse', 'let no job of a kernel start or go on (needs --reason)'],
];

const decidingCommand = (finish: Finish, verb: KernelVerb, description: string): Command =>
  asking(verb, description)
    .argument('<kernel>', 'its hash, 64 hex digits')
    .option('--reason <words>', 'why; researchers are shown it', '')
    .action(
      acting<AdminOptions & { readonly reason: string }>(finish, async (screen, options, [kernel]) =>
        shown(screen, await adminFor(options).decide(kernel, verb, options.reason)),
      ),
    );

const showCommand = (finish: Finish): Command =>
  asking('show', 'show where a kernel stands, and every decision with its date')
    .argument('<kernel>', 'its hash, 64 hex digits')
    .action(
      acting<AdminOptions>(finish, async (screen, options, [kernel]) =>
        shown(screen, await adminFor(options).kernel(kernel)),
      ),
    );

const reportsCommand = (finish: Finish): Command =>
  asking('reports', 'list open reports of kernels').action(
    acting<AdminOptions>(finish, async (screen, options) => {
      const reports = await adminFor(options).reports();
      if (reports.length === 0) screen.line('Nothing is reported.');
      for (const { id, at, kernel, kernelName, kind, words } of reports)
        screen.line(`${id} ${at} ${kernel} ${plainWords(kernelName)}, ${kind}: ${plainWords(words)}`);
      screen.result({ reports });
      return EXIT.ok;
    }),
  );

const resolveCommand = (finish: Finish): Command =>
  asking('resolve', 'close a report that needs no decision')
    .argument('<report>', 'its number')
    .action(
      acting<AdminOptions>(finish, async (screen, options, [report]) => {
        await adminFor(options).resolve(Number(report));
        screen.line(`report ${report} is closed`);
        screen.result({ report: Number(report), resolved: true });
        return EXIT.ok;
      }),
    );

function shown(screen: Screen, standing: KernelDecisions): ExitCode {
  const { kernel, review, stopped, decisions } = standing;
  screen.line(`${kernel}: ${review}${stopped === null ? '' : `, stopped since ${stopped}`}`);
  for (const { at, decision, reason } of decisions)
    screen.line(`  ${at} ${decision}${reason === '' ? '' : `: ${plainWords(reason)}`}`);
  screen.result(standing);
  return EXIT.ok;
}

export const adminCommand = (finish: Finish): Command => {
  const command = new Command('admin').description('decide which kernels may run (for the operator)');
  const commands = [
    queueCommand(finish),
    showCommand(finish),
    reportsCommand(finish),
    resolveCommand(finish),
    ...VERBS.map(([verb, description]) => decidingCommand(finish, verb, description)),
  ];
  for (const each of commands) command.addCommand(each.exitOverride());
  return command;
};
