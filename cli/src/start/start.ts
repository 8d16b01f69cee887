import { mkdirSync } from 'node:fs';
import { readFile, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import type { Certificate } from '@manyhands/protocol';
import { type Job, manyhands, type Verification, verifyResults } from '@manyhands/sdk';
import { colors } from '../colors.ts';
import { showVerification } from '../commands/verify.ts';
import { EXIT, type ExitCode } from '../exit-codes.ts';
import { followJob } from '../follow.ts';
import { clientFor, readJson, writeJson } from '../home.ts';
import { showEstimate } from '../progress-lines.ts';
import { ResultFile } from '../result-file.ts';
import type { Screen } from '../screen.ts';
import { aborted, stoppable } from '../stop-signal.ts';
import { loadIdentities } from './identities.ts';
import { BUDGET, submitMainJob } from './main-job.ts';
import { type Network, startNetwork } from './network.ts';
import { readChain, showChain } from './report.ts';

export interface StartOptions {
  readonly once?: boolean;
  readonly free?: boolean;
  readonly again?: boolean;
  readonly port: number;
  readonly threads: number;
  readonly dir: string;
}

const RESULTS = 'results.csv';
const CERTIFICATE = 'certificate.json';

/** What the next start has to know: how many times the job was begun anew, and whose rows are in results.csv. */
interface Memory {
  readonly run: number;
  readonly resultsOf: string | null;
}

/** The whole network on one machine, and the main job on it. Stops in order whatever happens. */
export const start = (screen: Screen, options: StartOptions): Promise<ExitCode> =>
  stoppable(
    () => screen.line('draining: work is finished or given back …'),
    (signal) => startUntil(signal, screen, options),
  );

async function startUntil(signal: AbortSignal, screen: Screen, options: StartOptions): Promise<ExitCode> {
  const dir = resolve(options.dir);
  mkdirSync(dir, { recursive: true });
  const memory = recall(dir, options.again === true);
  const identities = loadIdentities(dir);
  // A chain that was lost is built again, and then the channel needs the budgets of all runs.
  const tokens = options.free ? null : BUDGET * BigInt(memory.run);
  const network = await startNetwork(screen, { ...options, dir, identities, tokens });
  const page = colors.bold(`Volunteer page: ${network.coordinator.url}/`);
  screen.line(`\n${page}  – every tab that consents joins the work\n`);
  try {
    const code = await runMainJob(screen, network, { dir, memory, signal });
    if (options.once || signal.aborted) return code;
    screen.line(`\nServing ${network.coordinator.url}/ – Ctrl-C stops`);
    await aborted(signal);
    return code;
  } catch (error) {
    // Somebody asked for the stop, and the next start continues; only `--once` promised to finish.
    if (signal.aborted) return options.once ? EXIT.failed : EXIT.ok;
    throw error;
  } finally {
    await network.stop();
  }
}

const memoryPath = (dir: string): string => join(dir, 'start.json');

function recall(dir: string, again: boolean): Memory {
  const { run, resultsOf } = readJson<Memory>(memoryPath(dir)) ?? { run: 0, resultsOf: null };
  const memory = { run: again || run === 0 ? run + 1 : run, resultsOf };
  writeJson(memoryPath(dir), memory);
  return memory;
}

interface Run {
  readonly dir: string;
  readonly memory: Memory;
  readonly signal: AbortSignal;
}

async function runMainJob(screen: Screen, network: Network, run: Run): Promise<ExitCode> {
  const identities = loadIdentities(run.dir);
  const client = await clientFor(network.coordinator.url, { home: run.dir, storedAs: 'start' });
  const job = await submitMainJob(client, { identities, chain: network.chain, run: run.memory.run });
  if (job.estimate !== null) showEstimate(screen, job.estimate);
  const { certificate, verification } = await collect(screen, job, run);
  screen.line(`\n${certificate.items} rows in ${RESULTS}, certificate in ${CERTIFICATE}`);
  showVerification(screen, certificate, verification);
  const settled = await settle(screen, network, run);
  screen.result({
    job: job.id,
    url: network.coordinator.url,
    rows: certificate.items,
    ...verification,
    settled,
  });
  if (!verification.valid) return EXIT.unverified;
  return settled === null || settled.agrees ? EXIT.ok : EXIT.failed;
}

/** Streams the rows into results.csv, from where an earlier start stopped, and fetches the certificate. */
async function collect(screen: Screen, job: Job, run: Run) {
  await stream(screen, job, run, run.memory.resultsOf === job.id ? 'continue' : 'anew');
  const certificate = await job.certified(run.signal);
  await job.pay();
  await writeFile(CERTIFICATE, `${JSON.stringify(certificate, null, 2)}\n`);
  const verification = await check(job, certificate);
  if (verification.valid || run.memory.resultsOf !== job.id) return { certificate, verification };
  // Continued on a file that somebody changed in between: the rows are still at the coordinator.
  await stream(screen, job, run, 'anew');
  return { certificate, verification: await check(job, certificate) };
}

async function stream(screen: Screen, job: Job, run: Run, mode: 'anew' | 'continue'): Promise<void> {
  const file = await ResultFile.open(RESULTS, { mode });
  writeJson(memoryPath(run.dir), { ...run.memory, resultsOf: job.id });
  try {
    await followJob(job, file, screen, run.signal);
  } finally {
    await file.close();
  }
}

const check = async (job: Job, certificate: Certificate): Promise<Verification> =>
  verifyResults(certificate, await readFile(RESULTS, 'utf8'), { audits: await job.audits() });

async function settle(screen: Screen, network: Network, run: Run) {
  if (network.chain === null) {
    screen.line('\nVolunteer science: no chain, no budget; credited in final fuel.');
    return null;
  }
  const settlement = await network.coordinator.settle();
  const report = await readChain(network.chain, loadIdentities(run.dir), settlement);
  screen.line('');
  const { settling } = await manyhands(network.coordinator.url).payments();
  showChain(screen, report, settling);
  return report;
}
