import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { Certificate } from '@manyhands/protocol';
import { type Evidence, type Job, type Verification, verifyResults, verifyRows } from '@manyhands/sdk';
import { UsageError } from './exit-codes.ts';
import { withFile } from './failures.ts';
import { foldLines } from './fold-table.ts';
import { followFold } from './follow.ts';
import { rowsIn } from './outputs/convert.ts';
import type { OutFormat } from './outputs/format.ts';
import type { Screen } from './screen.ts';

/** What a job keeps of its rows is written once it is certified. */
export async function writeFold(job: Job, out: string, screen: Screen, signal: AbortSignal): Promise<void> {
  const fold = await followFold(job, screen, signal);
  await withFile(out, async () => {
    await mkdir(dirname(out), { recursive: true });
    await writeFile(out, fold.csv);
  });
  for (const line of foldLines(fold)) screen.line(line);
}

/** What is kept is a table of its own, and CSV is what certificates are checked against. */
export function refuseFoldFormat(out: string, format: OutFormat): void {
  if (format !== 'csv')
    throw new UsageError(`what is kept of a job’s rows is written as CSV, not as ${format}: name ${out} so`);
}

/** Checks what was written, rows or what was kept of them, against the certificate. */
export const verifyWritten = async (
  certificate: Certificate,
  path: string,
  evidence: Evidence,
): Promise<Verification> =>
  certificate.keep === undefined
    ? verifyRows(certificate, rowsIn(path, certificate.outputs), evidence)
    : verifyResults(certificate, await readFile(path, 'utf8'), evidence);
