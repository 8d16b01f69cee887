import { accessSync, constants, existsSync, statSync } from 'node:fs';
import { rm, writeFile } from 'node:fs/promises';
import { isKnownError } from '@manyhands/protocol';
import type { Client, Job } from '@manyhands/sdk';
import { type Command, Option } from 'commander';
import { acting } from '../acting.ts';
import { type Attempt, attemptFor } from '../attempt.ts';
import { EXIT, type ExitCode, UsageError } from '../exit-codes.ts';
import { refuseFoldFormat, verifyWritten, writeFold } from '../fold-file.ts';
import { followJob } from '../follow.ts';
import { clientFor } from '../home.ts';
import { inputsFrom } from '../input-options.ts';
import { type AskedJob, askingJob, jobFingerprint, wantedFrom } from '../job-options.ts';
import { keepFrom, showingPlace } from '../keep-options.ts';
import { kernelNamed, namingFile } from '../kernel-input.ts';
import { tokens, wholeNumber } from '../options.ts';
import { convert } from '../outputs/convert.ts';
import { lineFormat, OUT_FORMATS, type OutFormat, outFormat, rowsPath } from '../outputs/format.ts';
import { payFor } from '../payment.ts';
import { showEstimate } from '../progress-lines.ts';
import { ResultFile } from '../result-file.ts';
import type { Screen } from '../screen.ts';
import { stoppable } from '../stop-signal.ts';
import { tellVisible } from '../told.ts';
import { showVerification } from './verify.ts';

interface Options extends AskedJob {
  readonly out: string;
  readonly format?: OutFormat;
  readonly wallet?: string;
  readonly fromDeposit?: boolean;
  readonly perDay?: bigint;
  readonly open?: boolean;
  readonly stopAfter?: number;
  readonly certificate?: string;
}

export const runCommand = (finish: (code: number) => void): Command =>
  askingJob('run', 'run a kernel over its items and write the results, checked and certified')
    .requiredOption(
      '--out <file>',
      'where the results go; its name says the format; a broken run continues there',
    )
    .addOption(formatOption())
    .option(
      '--wallet <file>',
      'private key that pays (else $MANYHANDS_WALLET_KEY, else this machine’s wallet)',
    )
    .option(
      '--per-day <tokens>',
      'the most HAND that are signed for on a day (UTC), here and in later commands',
      tokens,
    )
    .option('--from-deposit', 'pay from what `manyhands deposit` put in, instead of a channel of its own')
    .option(
      '--stop-after <n>',
      'pause once so many items failed (else they are recorded only)',
      wholeNumber(1, 1_000_000),
    )
    .option('--open', 'take appended inputs and calls until `manyhands close`; certified after that')
    .option('--certificate <file>', 'where the certificate goes (else next to the results)')
    .action(acting<Options>(finish, run));

export const formatOption = (): Option =>
  new Option('--format <format>', 'of the results, where the name does not say it').choices(OUT_FORMATS);

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
  const format = outFormat(options.out, options.format);
  if (keepFrom(options) !== undefined) refuseFoldFormat(options.out, format);
  checkWritable(options.out);
  const input = kernelNamed(kernel, options);
  tellVisible(screen, options);
  const client = await clientFor(options.coordinator, { key: options.key });
  const attempt = attemptFor(options.out, jobFingerprint(input, options));
  const job = await submit(client, kernel, options, attempt);
  if (options.open) screen.line(`open: job ${job.id}`);
  if (job.estimate !== null) showEstimate(screen, job.estimate);
  const rows = rowsPath(options.out, format);
  const mode = attempt.resumed ? 'continue' : 'anew';
  try {
    if (keepFrom(options) !== undefined) await writeFold(job, options.out, screen, signal);
    else await writeRows(job, screen, { rows, format, mode, signal });
  } catch (error) {
    if (!signal.aborted) throw error;
    return EXIT.failed;
  }
  const code = await certify(screen, job, { ...options, rows, format });
  await rm(attempt.path, { force: true });
  return code;
}

interface Writing {
  readonly rows: string;
  readonly format: OutFormat;
  readonly mode: 'continue' | 'anew';
  readonly signal: AbortSignal;
}

/** Streams a job's rows to where they are kept until the last one. Rejects when aborted. */
export async function writeRows(
  job: Job,
  screen: Screen,
  { rows, format, mode, signal }: Writing,
): Promise<void> {
  const file = await ResultFile.open(rows, { mode, format: lineFormat(format) });
  try {
    await followJob(job, file, screen, signal);
  } finally {
    await file.close();
  }
}

/** Found out before anything is computed, where it can be. Throws what the system says. */
export function checkWritable(path: string): void {
  if (!existsSync(path)) return;
  accessSync(path, constants.W_OK);
  if (!path.endsWith('/') || statSync(path).isDirectory()) return;
  throw new UsageError(`${path} is a file; a name with “/” at its end is a folder’s`);
}

/** Fetches and checks the certificate; a table that does not fit it is never reported as done. */
async function certify(
  screen: Screen,
  job: Job,
  options: Options & { readonly rows: string; readonly format: OutFormat },
): Promise<ExitCode> {
  const { out, rows, format } = options;
  const certificate = await job.certified();
  await job.pay();
  const path = options.certificate ?? `${out.replace(/\/+$/, '')}.certificate.json`;
  await writeFile(path, `${JSON.stringify(certificate, null, 2)}\n`);
  const audits = await job.audits();
  const verification = await verifyWritten(certificate, rows, { audits });
  if (verification.valid) await convert(format, { rows, out, columns: certificate.outputs });
  const written = certificate.kept ?? certificate.items;
  screen.line(`${written} rows in ${verification.valid ? out : rows}, certificate in ${path}`);
  showVerification(screen, certificate, verification);
  screen.result({
    job: job.id,
    rows: written,
    results: verification.valid ? out : rows,
    format,
    certificate: path,
    ...verification,
  });
  return verification.valid ? EXIT.ok : EXIT.unverified;
}

async function submit(client: Client, kernel: string, options: Options, attempt: Attempt): Promise<Job> {
  try {
    return await started(client, kernel, options, attempt.idempotencyKey);
  } catch (error) {
    // A refused job leaves nothing to continue; a paid one may have its deposit already.
    const isOver = isKnownError(error) && !error.retry && options.price === undefined;
    if (isOver && !attempt.resumed) await rm(attempt.path, { force: true });
    throw error;
  }
}

async function started(
  client: Client,
  kernel: string,
  options: Options,
  idempotencyKey: string,
): Promise<Job> {
  const input = kernelNamed(kernel, options);
  const inputs = await inputsFrom(options, options.coordinator);
  const wanted = {
    ...(await wantedFrom(client, kernel, options)),
    open: options.open,
    onFailure: options.stopAfter === undefined ? undefined : { stopAfter: options.stopAfter },
    pay: await payFor(client, options, idempotencyKey),
    idempotencyKey,
  };
  return showingPlace(wanted.keep, () =>
    'kernel' in input
      ? client.run(input, inputs, wanted)
      : namingFile(input, () => client.run(input, inputs, wanted)),
  );
}
