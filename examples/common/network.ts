/** An example as a researcher runs it: published, computed by a network, verified, judged and drawn. */
import type { Certificate } from '@manyhands/protocol';
import { type Client, type Progress, readResults, rowsOf, verifyResults } from '@manyhands/sdk';
import type { Example, Finding, Picture, Size } from './example.ts';

export interface Outcome<Row> {
  readonly rows: readonly Row[];
  /** The rows as the coordinator streamed them, with a header. */
  readonly csv: string;
  readonly certificate: Certificate;
  readonly findings: readonly Finding[];
  readonly picture: Picture;
}

export interface RunOptions {
  /** Rows that have come so far; called now and then. */
  readonly onRows?: (rows: number, of: number) => void;
}

/**
 * Runs an example through the coordinator that `client` talks to. Rejects where an item failed, the certificate does not
 * hold, or the rows are not what the example's check expects.
 */
export async function runExample<Row>(
  client: Client,
  example: Example<Row>,
  size: Size,
  options: RunOptions = {},
): Promise<Outcome<Row>> {
  const table = { kind: 'table', content: await example.inputs(size), format: 'csv' } as const;
  const kernel = await client.publish(
    { source: example.kernel, name: example.name },
    { memoryPages: example.memoryPages },
  );
  const job = await client.run({ kernel: kernel.kernel }, table, {
    title: example.title,
    datasets: await datasetsOf(example, size),
    memoryPages: example.memoryPages,
    owner: `Example ${example.name}`,
  });
  const { csv, progress } = await collect(job, options);
  const certificate = await job.certified();
  const inputs = await rowsOf(table, kernel.schema.inputs);
  const verification = verifyResults(certificate, csv, { inputs, audits: await job.audits() });
  if (!verification.valid)
    throw new Error(`the certificate does not hold: ${JSON.stringify(verification.checks)}`);
  const rows = valuesOf<Row>(csv, progress);
  const findings = await example.check(rows, size);
  return { rows, csv, certificate, findings, picture: await example.picture(rows, size) };
}

async function datasetsOf(example: Example<never>, size: Size): Promise<Record<string, Uint8Array>> {
  const made = Object.entries(example.datasets ?? {}).map(
    async ([name, make]) => [name, await make(size)] as const,
  );
  return Object.fromEntries(await Promise.all(made));
}

async function collect(
  job: Awaited<ReturnType<Client['run']>>,
  options: RunOptions,
): Promise<{ csv: string; progress: Progress }> {
  const { items } = await job.progress();
  let csv = '';
  for await (const { text, first, count } of job.csv()) {
    csv += text;
    options.onRows?.(first + count, items);
  }
  return { csv, progress: await job.progress() };
}

/** Rows as the example names its columns. */
function valuesOf<Row>(csv: string, progress: Progress): Row[] {
  return readResults(csv, progress.outputs).map(({ index, status, values }) => {
    if (values === null) throw new Error(`item ${index} ended with “${status}”`);
    return values as Row;
  });
}
