import type { Job, Progress } from '@manyhands/sdk';
import { Command } from 'commander';
import { acting } from '../acting.ts';
import { EXIT, type ExitCode, UsageError } from '../exit-codes.ts';
import { clientFor } from '../home.ts';
import { type InputOptions, inputsFrom, needsInputs, withInputs } from '../input-options.ts';
import { coordinatorUrl, DEFAULT_COORDINATOR, jobId, wholeNumber } from '../options.ts';
import { count } from '../progress-lines.ts';
import type { Screen } from '../screen.ts';

export interface OfJob {
  readonly coordinator: string;
  readonly key?: string;
  readonly json?: boolean;
}
type Finish = (code: number) => void;

export const ofJob = (name: string, description: string): Command =>
  new Command(name)
    .description(description)
    .argument('<job>', 'its id, 32 hex digits', jobId)
    .option('--coordinator <url>', 'where it runs', coordinatorUrl, DEFAULT_COORDINATOR)
    .option('--key <key>', 'API key (else the stored one)')
    .option('--json', 'write one JSON object instead of text');

export const jobOf = async (options: Pick<OfJob, 'coordinator' | 'key'>, id: string): Promise<Job> =>
  (await clientFor(options.coordinator, { key: options.key })).job(id);

const STEERING: readonly [name: string, description: string, act: (job: Job) => Promise<Progress>][] = [
  ['pause', 'give nothing more of a job out; what is done is kept', (job) => job.pause()],
  ['resume', 'let a paused job go on', (job) => job.resume()],
  ['close', 'take no more inputs of an open job, so that it can be certified', (job) => job.close()],
  ['release', 'let anybody read and recompute the results once certified, for good', (job) => job.publish()],
  ['cancel', 'end a job; nothing more is computed or charged', (job) => job.cancel()],
];

export const steeringCommands = STEERING.map(
  ([name, description, act]) =>
    (finish: Finish): Command =>
      ofJob(name, description).action(
        acting<OfJob>(finish, async (screen, options, [id]) =>
          shown(screen, await act(await jobOf(options, id))),
        ),
      ),
);

function shown(screen: Screen, progress: Progress): ExitCode {
  const { job, title, state, final, items, reason } = progress;
  screen.line(`${title}: ${state}, ${count(final)} of ${count(items)} items final`);
  if (reason !== null) screen.line(reason.sentence);
  screen.result({ job, state, open: progress.open, items, final, reason });
  return EXIT.ok;
}

type AppendOptions = OfJob & InputOptions;

export const appendCommand = (finish: Finish): Command =>
  withInputs(ofJob('append', 'add inputs behind those of an open job'))
    .hook('preAction', needsInputs)
    .action(
      acting<AppendOptions>(finish, async (screen, options, [id]) => {
        const part = await (await jobOf(options, id)).append(await inputsFrom(options, options.coordinator));
        screen.line(`${count(part.count)} items appended, from item ${part.first} on`);
        screen.result(part);
        return EXIT.ok;
      }),
    );

interface CallOptions extends OfJob {
  readonly wait?: number;
}

export const callCommand = (finish: Finish): Command =>
  ofJob('call', 'have one item of an open job computed at once')
    .argument('<input>', 'a row as JSON: an object by column name, or an array')
    .option('--wait <ms>', 'how long a seat may take (5000)', wholeNumber(0, 60_000))
    .action(
      acting<CallOptions>(finish, async (screen, options, [id, input]) => {
        const row = await (await jobOf(options, id)).call(rowOf(input), { waitMs: options.wait });
        const values = Object.entries(row.values ?? {}).map(([name, value]) => `${name} = ${value}`);
        screen.line(`item ${row.index}: ${[row.status, ...values].join(', ')} (provisional)`);
        screen.result(plain(row));
        return row.status === 'ok' ? EXIT.ok : EXIT.failed;
      }),
    );

function rowOf(text: string): object {
  const row = parsed(text);
  if (row !== null && typeof row === 'object') return row;
  throw new UsageError(
    `“${text.slice(0, 40)}” is no row: an object by column name, or an array: {"x": 5} or [5]`,
  );
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

/** 64-bit integers as text, arrays as arrays: what JSON can say. */
const plain = (value: object): object =>
  JSON.parse(
    JSON.stringify(value, (_key, each) =>
      typeof each === 'bigint' ? String(each) : ArrayBuffer.isView(each) ? [...(each as Uint8Array)] : each,
    ),
  );
