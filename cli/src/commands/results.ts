import { rm, writeFile } from 'node:fs/promises';
import { KnownError } from '@manyhands/protocol';
import type { Job, Verification } from '@manyhands/sdk';
import type { Command } from 'commander';
import { acting } from '../acting.ts';
import { attemptFor } from '../attempt.ts';
import { EXIT, type ExitCode } from '../exit-codes.ts';
import { refuseFoldFormat, verifyWritten, writeFold } from '../fold-file.ts';
import { clientFor } from '../home.ts';
import { convert } from '../outputs/convert.ts';
import { type OutFormat, outFormat, rowsPath } from '../outputs/format.ts';
import { paymentOf } from '../payment.ts';
import type { Screen } from '../screen.ts';
import { stoppable } from '../stop-signal.ts';
import { type OfJob, ofJob } from './job.ts';
import { checkWritable, formatOption, writeRows } from './run.ts';
import { showVerification } from './verify.ts';

interface Options extends OfJob {
  readonly out: string;
  readonly format?: OutFormat;
  readonly certificate?: string;
  readonly wallet?: string;
}

export const resultsCommand = (finish: (code: number) => void): Command =>
  ofJob(
    'results',
    'fetch the results of a job of yours, from where an earlier fetch broke off, until its last row',
  )
    .requiredOption('--out <file>', 'where they go; its name says the format')
    .addOption(formatOption())
    .option('--certificate <file>', 'where the certificate goes (else next to the results)')
    .option('--wallet <file>', 'private key that pays what a paid job still owes (else as `run` finds it)')
    .action(acting<Options>(finish, results));

const results = (screen: Screen, options: Options, [id]: string[]): Promise<ExitCode> =>
  stoppable(
    () => screen.line('stopping; give the same command again to continue'),
    (signal) => fetchUntil(signal, screen, options, id),
  );

async function fetchUntil(
  signal: AbortSignal,
  screen: Screen,
  options: Options,
  id: string,
): Promise<ExitCode> {
  const format = outFormat(options.out, options.format);
  checkWritable(options.out);
  const job = await payableJob(options, id);
  const attempt = attemptFor(options.out, `results ${id} ${format}`);
  const rows = rowsPath(options.out, format);
  try {
    const { folded } = await job.progress();
    if (folded !== null) refuseFoldFormat(options.out, format);
    if (folded !== null) await writeFold(job, rows, screen, signal);
    else await writeRows(job, screen, { rows, format, mode: attempt.resumed ? 'continue' : 'anew', signal });
  } catch (error) {
    if (!signal.aborted) throw error;
    return EXIT.failed;
  }
  const code = await finished(screen, job, { ...options, rows, format });
  await rm(attempt.path, { force: true });
  return code;
}

/** The job, with the means to pay for what it still owes. Of one that was never started nothing ever comes. */
async function payableJob(options: Options, id: string): Promise<Job> {
  const client = await clientFor(options.coordinator, { key: options.key });
  const job = client.job(id);
  // Asks under the key: another's job is as unknown as none.
  const { channel } = await job.bill();
  const { state } = await job.progress();
  if (state === 'quoted')
    throw new KnownError('JOB_STATE', `the job ${id} was never started, so it has no results: run it first`);
  return channel === null
    ? job
    : client.job(id, { payment: await paymentOf(client, channel, options.wallet) });
}

interface Fetched extends Options {
  readonly rows: string;
  readonly format: OutFormat;
}

async function finished(
  screen: Screen,
  job: Job,
  { out, rows, format, certificate: path }: Fetched,
): Promise<ExitCode> {
  const { outputs, state, final } = await job.progress();
  const verification = await checked(screen, job, {
    rows,
    path: path ?? `${out.replace(/\/+$/, '')}.certificate.json`,
  });
  if (verification?.valid === false) {
    screen.result({ job: job.id, results: rows, format, state, ...verification });
    return EXIT.unverified;
  }
  await convert(format, { rows, out, columns: outputs });
  screen.line(`${final} rows in ${out}`);
  screen.result({ job: job.id, rows: final, results: out, format, state, ...verification });
  return EXIT.ok;
}

/** The certificate beside the results, and whether they fit it; null for a job that was cancelled and so has none. */
async function checked(
  screen: Screen,
  job: Job,
  { rows, path }: { readonly rows: string; readonly path: string },
): Promise<Verification | null> {
  if ((await job.progress()).state === 'cancelled') return null;
  const certificate = await job.certified();
  await job.pay();
  await writeFile(path, `${JSON.stringify(certificate, null, 2)}\n`);
  const verification = await verifyWritten(certificate, rows, { audits: await job.audits() });
  showVerification(screen, certificate, verification);
  return verification;
}
