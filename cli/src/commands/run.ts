import { createHash, randomBytes } from 'node:crypto';
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { basename, dirname } from 'node:path';
import { CATEGORY_NAMES, type Category, type Policy } from '@manyhands/protocol';
import { type Client, type Job, verifyResults } from '@manyhands/sdk';
import { Command, Option } from 'commander';
import { acting } from '../acting.ts';
import { EXIT, type ExitCode } from '../exit-codes.ts';
import { foldLines } from '../fold-table.ts';
import { followFold, followJob } from '../follow.ts';
import { clientFor, readJson, writeJson } from '../home.ts';
import { type KeepOptions, keepFrom, showingPlace, withKeep } from '../keep-options.ts';
import { kernelNamed, namingFile } from '../kernel-input.ts';
import {
  coordinatorUrl,
  DEFAULT_COORDINATOR,
  dataset,
  inputsFrom,
  needsInputs,
  policy,
  type RangeOption,
  rangeOption,
  readDatasets,
  share,
  tokens,
  wholeNumber,
} from '../options.ts';
import { openChannel } from '../paying.ts';
import { showEstimate } from '../progress-lines.ts';
import { ResultFile } from '../result-file.ts';
import type { Screen } from '../screen.ts';
import { stoppable } from '../stop-signal.ts';
import { showVerification } from './verify.ts';

interface Options extends KeepOptions {
  readonly export?: string;
  readonly inputs?: string;
  readonly range?: RangeOption;
  readonly out: string;
  readonly coordinator: string;
  readonly dataset?: Record<string, string>;
  readonly schema?: string;
  readonly title?: string;
  readonly price?: bigint;
  readonly budget?: bigint;
  readonly wallet?: string;
  readonly policy?: Policy;
  readonly priority?: number;
  readonly category?: Category;
  readonly open?: boolean;
  readonly stopAfter?: number;
  readonly bound?: number;
  readonly certificate?: string;
  readonly key?: string;
  readonly json?: boolean;
}

export const runCommand = (finish: (code: number) => void): Command =>
  withKeep(new Command('run'))
    .description('run a kernel over a table and write its results, checked and certified')
    .argument(
      '<kernel>',
      'AssemblyScript source (.ts or a folder), a module (.wasm), or the hash of a published kernel',
    )
    .option('--inputs <file>', 'items: CSV, TSV, NDJSON, FASTQ or FASTA, also .gz')
    .option(
      '--range <[column=]from..to[:step]>',
      'items: whole numbers up to but without `to`; several columns combine, once for each',
      rangeOption,
    )
    .requiredOption('--out <file>', 'where the results go, CSV; a broken run continues there')
    .option('--coordinator <url>', 'where to run it', coordinatorUrl, DEFAULT_COORDINATOR)
    .option('--export <name>', 'which exported function is the kernel, where a source exports several')
    .option('--dataset <name=file>', 'bytes that all items share; once for each', dataset)
    .option(
      '--schema <file>',
      'columns of a .wasm kernel, JSON (else <kernel>.schema.json); source says them itself',
    )
    .option('--title <text>', 'what contributors see')
    .addOption(
      new Option('--category <name>', 'what it is for; contributors choose by it').choices(CATEGORY_NAMES),
    )
    .option('--price <tokens>', 'HAND for a reference core-hour; free without', tokens)
    .option('--budget <tokens>', 'the most HAND the job may cost', tokens)
    .option('--wallet <file>', 'private key that pays (else $MANYHANDS_WALLET_KEY)')
    .option(
      '--policy <policy>',
      'audit (default), quorum:n/m for m equal answers of at most n, credibility, or trusted:<file of devices>',
      policy,
    )
    .option(
      '--bound <share>',
      'instead of a policy: audits that leave at most so many items wrong, as 0.1%',
      share,
    )
    .option('--priority <1..100>', 'share beside other jobs (10)', wholeNumber(1, 100))
    .option(
      '--stop-after <n>',
      'pause once so many items failed (else they are recorded only)',
      wholeNumber(1, 1_000_000),
    )
    .option('--open', 'take appended inputs and calls until `manyhands close`; certified after that')
    .option('--certificate <file>', 'where the certificate goes (else next to the results)')
    .option('--key <key>', 'API key (else one is made at first use and kept)')
    .option('--json', 'write one JSON object instead of text')
    .hook('preAction', needsInputs)
    .action(acting<Options>(finish, run));

const run = (screen: Screen, options: Options, [kernel]: string[]): Promise<ExitCode> =>
  stoppable(
    () => screen.line('stopping; run the same command again to continue'),
    (signal) => runUntil(signal, screen, options, kernel),
  );

async function runUntil(
  signal: AbortSignal,
  screen: Screen,
  options: Options,
  kernel: string,
): Promise<ExitCode> {
  const client = await clientFor(options.coordinator, { key: options.key });
  const attempt = attemptFor(options, kernel);
  const job = await submit(client, kernel, options, attempt.idempotencyKey);
  if (options.open) screen.line(`open: job ${job.id}`);
  if (job.estimate !== null) showEstimate(screen, job.estimate);
  try {
    if (keepFrom(options) !== undefined) await writeFold(job, options, screen, signal);
    else await writeRows(job, options, { mode: attempt.resumed ? 'continue' : 'anew', screen, signal });
  } catch (error) {
    if (!signal.aborted) throw error;
    return EXIT.failed;
  }
  const code = await certify(screen, job, options);
  await rm(attempt.path, { force: true });
  return code;
}

async function writeRows(
  job: Job,
  { out }: Options,
  { mode, screen, signal }: { mode: 'continue' | 'anew'; screen: Screen; signal: AbortSignal },
): Promise<void> {
  const file = await ResultFile.open(out, mode);
  try {
    await followJob(job, file, screen, signal);
  } finally {
    await file.close();
  }
}

/** What a job keeps of its rows is written once it is certified. */
async function writeFold(job: Job, { out }: Options, screen: Screen, signal: AbortSignal): Promise<void> {
  const fold = await followFold(job, screen, signal);
  await mkdir(dirname(out), { recursive: true });
  await writeFile(out, fold.csv);
  for (const line of foldLines(fold)) screen.line(line);
}

/** Fetches and checks the certificate; a table that does not fit it is never reported as done. */
async function certify(screen: Screen, job: Job, options: Options): Promise<ExitCode> {
  const certificate = await job.certified();
  await job.pay();
  const path = options.certificate ?? `${options.out}.certificate.json`;
  await writeFile(path, `${JSON.stringify(certificate, null, 2)}\n`);
  const audits = await job.audits();
  const verification = verifyResults(certificate, await readFile(options.out, 'utf8'), { audits });
  const rows = certificate.kept ?? certificate.items;
  screen.line(`${rows} rows in ${options.out}, certificate in ${path}`);
  showVerification(screen, certificate, verification);
  screen.result({
    job: job.id,
    rows,
    results: options.out,
    certificate: path,
    ...verification,
  });
  return verification.valid ? EXIT.ok : EXIT.unverified;
}

/** What a broken run leaves beside its results, so that the same command continues it. */
interface Attempt {
  readonly fingerprint: string;
  readonly idempotencyKey: string;
}

function attemptFor(options: Options, kernel: string): Attempt & { path: string; resumed: boolean } {
  const path = `${options.out}.job.json`;
  const { out: _, json: __, key: ___, certificate: ____, ...what } = options;
  const fingerprint = createHash('sha256')
    .update(JSON.stringify([kernel, what], (_key, v) => (typeof v === 'bigint' ? v.toString() : v)))
    .digest('hex');
  const earlier = readJson<Attempt>(path);
  if (earlier?.fingerprint === fingerprint) return { ...earlier, path, resumed: true };
  const attempt = { fingerprint, idempotencyKey: randomBytes(16).toString('hex') };
  writeJson(path, attempt);
  return { ...attempt, path, resumed: false };
}

async function submit(
  client: Client,
  kernel: string,
  options: Options,
  idempotencyKey: string,
): Promise<Job> {
  const input = kernelNamed(kernel, options);
  const inputs = await inputsFrom(options);
  const wanted = {
    title: options.title ?? basename(kernel),
    datasets: await readDatasets(options.dataset ?? {}),
    policy: options.policy,
    priority: options.priority,
    category: options.category,
    open: options.open,
    onFailure: options.stopAfter === undefined ? undefined : { stopAfter: options.stopAfter },
    keep: keepFrom(options),
    targetBound: options.bound,
    pay: await payFor(client, options, idempotencyKey),
    idempotencyKey,
  };
  return showingPlace(wanted.keep, () =>
    'kernel' in input
      ? client.run(input, inputs, wanted)
      : namingFile(input, () => client.run(input, inputs, wanted)),
  );
}

async function payFor(client: Client, options: Options, idempotencyKey: string) {
  const { price, budget, wallet } = options;
  if (price === undefined && budget === undefined) return undefined;
  if (price === undefined || budget === undefined)
    throw new Error('a paid job needs both --price and --budget');
  const payment = await openChannel(client, { wallet, budget, idempotencyKey });
  return { perCoreHour: price, budget, payment };
}
