/**
 * `npm run example -- NAME [--full] [--coordinator URL]`: runs one example and writes rows, certificate and picture to
 * `./NAME-result/`. Without a coordinator it starts one in this process, with a contributor on all cores.
 */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { availableParallelism, tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { startContributor } from '@manyhands/browser-worker/server';
import { startCoordinator } from '@manyhands/coordinator';
import type { Example, Size } from '@manyhands/examples-common';
import { exampleNames, loadExample } from '@manyhands/examples-common/catalogue';
import { type Outcome, runExample } from '@manyhands/examples-common/network';
import { manyhands } from '@manyhands/sdk';

const USAGE = `usage: npm run example -- NAME [--full] [--coordinator URL]\nexamples: ${exampleNames().join(', ')}`;

/** A coordinator and a contributor on this machine, for one job of volunteer science; nothing of it is kept. */
async function withNetwork<T>(use: (url: string) => Promise<T>): Promise<T> {
  const dir = mkdtempSync(join(tmpdir(), 'manyhands-example-'));
  const ends: (() => unknown)[] = [() => rmSync(dir, { recursive: true, force: true })];
  try {
    const coordinator = await startCoordinator({
      port: 0,
      host: '127.0.0.1',
      dir,
      database: { kind: 'pglite', dir: null },
      webRoot: null,
      referees: 1,
      payments: null,
      logLevel: 'warn',
    });
    ends.push(() => coordinator.drain());
    const contributor = await startContributor({
      coordinator: coordinator.url,
      threads: availableParallelism(),
      keyFile: join(dir, 'device.json'),
    });
    ends.push(() => contributor.stop());
    return await use(coordinator.url);
  } finally {
    for (const end of ends.reverse()) await end();
  }
}

async function runAt(url: string, example: Example, size: Size): Promise<void> {
  const client = manyhands(url);
  await client.account('Science examples');
  const started = performance.now();
  const outcome = await runExample(client, example, size, { onRows: showRows });
  const seconds = (performance.now() - started) / 1000;
  if (process.stdout.isTTY) process.stdout.write('\n');
  report(outcome, seconds);
  save(`${example.name}-result`, outcome);
}

function showRows(rows: number, of: number): void {
  if (process.stdout.isTTY) process.stdout.write(`\r${rows} of ${of} items`);
}

function report({ rows, findings, certificate }: Outcome<unknown>, seconds: number): void {
  for (const { what, expected, found } of findings) console.log(`✓ ${what}: ${found} (expected ${expected})`);
  const { executed, deviceAudits, refereeAudits, bound } = certificate;
  const perItem = Number(certificate.fuel) / rows.length;
  console.log(
    `${rows.length} items of ${(perItem / 1e6).toPrecision(3)} million fuel, ${executed} executions, ` +
      `${deviceAudits + refereeAudits} audits; certified: at most ${(100 * bound.share).toPrecision(2)} % wrong`,
  );
  console.log(`${seconds.toFixed(1)} s`);
}

function save(folder: string, { csv, certificate, picture }: Outcome<unknown>): void {
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'results.csv'), csv);
  writeFileSync(join(folder, 'certificate.json'), `${JSON.stringify(certificate, null, 2)}\n`);
  writeFileSync(join(folder, picture.name), picture.bytes);
  console.log(`results.csv, certificate.json and ${picture.name} are in ./${folder}/`);
}

async function main(): Promise<void> {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: { full: { type: 'boolean', default: false }, coordinator: { type: 'string' } },
  });
  if (positionals.length !== 1) throw new Error(USAGE);
  const example = await loadExample(positionals[0]);
  const run = (url: string): Promise<void> => runAt(url, example, values.full ? 'full' : 'small');
  console.log(example.title);
  await (values.coordinator === undefined ? withNetwork(run) : run(values.coordinator));
}

try {
  await main();
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}
