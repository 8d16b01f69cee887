/** What a job is, as `run` and `estimate` are told it. */
import { createHash, randomUUID } from 'node:crypto';
import { statSync } from 'node:fs';
import { basename, resolve } from 'node:path';
import { CATEGORY_NAMES, type Category, type Policy } from '@manyhands/protocol';
import type { Client, JobOptions, KernelInput } from '@manyhands/sdk';
import { Command, Option } from 'commander';
import { type InputOptions, needsInputs, withInputs } from './input-options.ts';
import { type KeepOptions, keepFrom, withKeep } from './keep-options.ts';
import {
  coordinatorUrl,
  DEFAULT_COORDINATOR,
  dataset,
  policy,
  quorum,
  readDatasets,
  share,
  tokens,
  wholeNumber,
} from './options.ts';

export interface AskedJob extends InputOptions, KeepOptions {
  readonly coordinator: string;
  readonly dataset?: Record<string, string>;
  readonly schema?: string;
  readonly export?: string;
  readonly title?: string;
  readonly price?: bigint;
  readonly budget?: bigint;
  readonly policy?: Policy;
  readonly quorum?: Policy;
  readonly priority?: number;
  readonly category?: Category;
  readonly bound?: number;
  readonly key?: string;
  readonly json?: boolean;
}

/** A command for a kernel and its items; what every job may be told stands in one place. */
export const askingJob = (name: string, description: string): Command =>
  withKeep(
    withInputs(
      new Command(name)
        .description(description)
        .argument(
          '<kernel>',
          'AssemblyScript source (.ts or a folder), a module (.wasm), or the hash of a published kernel',
        ),
    ),
  )
    .option('--coordinator <url>', 'where to run it', coordinatorUrl, DEFAULT_COORDINATOR)
    .option('--dataset <name=file>', 'bytes that all items share, or name=blob:HASH; once for each', dataset)
    .option(
      '--schema <file>',
      'columns of a .wasm kernel, JSON (else <kernel>.schema.json); source says them itself',
    )
    .option('--export <name>', 'which exported function is the kernel, where a source exports several')
    .option('--title <text>', 'what contributors see')
    .addOption(
      new Option('--category <name>', 'what it is for; contributors choose by it').choices(CATEGORY_NAMES),
    )
    .option('--price <tokens>', 'HAND for a reference core-hour; free without', tokens)
    .option('--max-cost, --budget <tokens>', 'the most HAND the job may cost', tokens)
    .option(
      '--policy <policy>',
      'audit (default), quorum:n/m for m equal answers of at most n, credibility, trusted:<file of devices>, or pool:NAME',
      policy,
    )
    .addOption(
      new Option('--quorum <n/m>', 'as --policy quorum:n/m').argParser(quorum).conflicts(['policy', 'bound']),
    )
    .addOption(
      new Option(
        '--audit-error, --bound <share>',
        'instead of a policy: audits that leave at most so many items wrong, as 1e-4 or 0.01%',
      )
        .argParser(share)
        .conflicts('policy'),
    )
    .option('--priority <1..100>', 'share beside other jobs (10)', wholeNumber(1, 100))
    .option('--key <key>', 'API key (else one is made at first use and kept)')
    .option('--json', 'write one JSON object instead of text')
    .hook('preAction', needsInputs);

const HASH = /^[0-9a-f]{64}$/;

/** What is asked for beside kernel, inputs and payment. */
export async function wantedFrom(client: Client, kernel: string, asked: AskedJob): Promise<JobOptions> {
  return {
    // A published kernel has a name of its own.
    title: asked.title ?? (HASH.test(kernel) ? undefined : basename(resolve(kernel))),
    datasets: await readDatasets(asked.dataset ?? {}, client.url),
    policy: asked.quorum ?? asked.policy,
    priority: asked.priority,
    category: asked.category,
    targetBound: asked.bound,
    keep: keepFrom(asked),
  };
}

/** Options that change nothing of what is computed. */
const ASIDE = ['out', 'format', 'json', 'key', 'certificate'];

/** What a job is made of, as one hash: the same command over the same files gives the same. */
export function jobFingerprint(kernel: KernelInput, asked: AskedJob): string {
  const what = Object.fromEntries(Object.entries(asked).filter(([name]) => !ASIDE.includes(name)));
  return fingerprintOf([kernel, what], [asked.inputs, asked.records, ...Object.values(asked.dataset ?? {})]);
}

/**
 * One hash over what was read and over files that were not yet: these are taken by their size and time, because hashing
 * gigabytes would cost as much as sending them.
 */
export const fingerprintOf = (read: readonly unknown[], files: readonly (string | undefined)[]): string =>
  createHash('sha256')
    .update(JSON.stringify([...read, files.map(stampOf)], plain))
    .digest('hex');

/** What comes on standard input is never known to be the same again. */
function stampOf(path: string | undefined): string | null {
  if (path === '-') return randomUUID();
  const stat = path === undefined ? undefined : statSync(path, { throwIfNoEntry: false });
  return stat === undefined ? null : `${stat.size} ${stat.mtimeMs}`;
}

const plain = (_: string, value: unknown): unknown => {
  if (typeof value === 'bigint') return String(value);
  return value instanceof Uint8Array ? createHash('sha256').update(value).digest('hex') : value;
};
