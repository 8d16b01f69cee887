import { randomBytes } from 'node:crypto';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { Client, Graph, GraphProgress } from '@manyhands/sdk';
import { Command } from 'commander';
import { acting } from '../acting.ts';
import { EXIT, type ExitCode } from '../exit-codes.ts';
import { type GraphFile, readGraph } from '../graph/graph-file.ts';
import { saveGraph, verifyFolder } from '../graph/graph-folder.ts';
import { graphLines } from '../graph/graph-lines.ts';
import { clientFor, readJson, writeJson } from '../home.ts';
import { coordinatorUrl, DEFAULT_COORDINATOR, payee } from '../options.ts';
import { openChannel } from '../payment.ts';
import type { Screen } from '../screen.ts';
import { stoppable } from '../stop-signal.ts';
import { showChecks } from './verify.ts';

interface Options {
  readonly coordinator: string;
  readonly key?: string;
  readonly json?: boolean;
}
type Finish = (code: number) => void;

export const graphCommand = (finish: Finish): Command =>
  new Command('graph')
    .description('run several jobs of which some take the results of others')
    .addCommand(runCommand(finish))
    .addCommand(watchCommand(finish))
    .addCommand(verifyCommand(finish))
    .addCommand(steerCommand(finish, 'pause', 'give nothing more of a graph out', (graph) => graph.pause()))
    .addCommand(steerCommand(finish, 'resume', 'let a paused graph go on', (graph) => graph.resume()))
    .addCommand(
      steerCommand(finish, 'cancel', 'end all stages that are not certified', (graph) => graph.cancel()),
    );

const reaching = (command: Command): Command =>
  command
    .exitOverride()
    .option('--coordinator <url>', 'where it runs', coordinatorUrl, DEFAULT_COORDINATOR)
    .option('--key <key>', 'API key (else the stored one)')
    .option('--json', 'write one JSON object instead of text');

interface RunOptions extends Options {
  readonly out: string;
  readonly wallet?: string;
}

const runCommand = (finish: Finish): Command =>
  reaching(new Command('run'))
    .description('start a graph, watch it, and write what its stages give, checked and certified')
    .argument('<file>', 'the graph, JSON (docs/GRAPHS.md); kernels and tables are found beside it')
    .requiredOption('--out <folder>', 'where results and certificates go; a broken run continues there')
    .option('--wallet <file>', 'private key that pays (else as `run` finds it)')
    .action(
      acting<RunOptions>(finish, (screen, options, [file]) =>
        stoppable(
          () => screen.line('stopping to watch; the graph goes on, and the same command continues'),
          (signal) => run(signal, screen, options, file),
        ),
      ),
    );

async function run(
  signal: AbortSignal,
  screen: Screen,
  options: RunOptions,
  path: string,
): Promise<ExitCode> {
  const client = await clientFor(options.coordinator, { key: options.key });
  const file = await readGraph(path);
  const attempt = attemptFor(options.out, file);
  const graph = await start(client, file, options, attempt.idempotencyKey);
  screen.line(`graph ${graph.id}`);
  const progress = await watch(graph, screen, signal);
  if (progress === null) return EXIT.failed;
  await saveGraph(client, graph, { folder: options.out, progress });
  await rm(attempt.path, { force: true });
  if (progress.state !== 'certified') return notCertified(screen, progress);
  screen.line(`rows and certificates of all stages in ${options.out}`);
  return check(screen, options.out, { graph: graph.id });
}

/** What a broken run leaves in its folder, so that the same command continues it. */
interface Attempt {
  readonly fingerprint: string;
  readonly idempotencyKey: string;
}

function attemptFor(folder: string, { fingerprint }: GraphFile): Attempt & { path: string } {
  const path = join(folder, 'graph.run.json');
  const earlier = readJson<Attempt>(path);
  if (earlier?.fingerprint === fingerprint) return { ...earlier, path };
  const attempt = { fingerprint, idempotencyKey: randomBytes(16).toString('hex') };
  writeJson(path, attempt);
  return { ...attempt, path };
}

async function start(
  client: Client,
  { input, budget }: GraphFile,
  { wallet }: RunOptions,
  idempotencyKey: string,
): Promise<Graph> {
  const payment = budget === 0n ? undefined : await openChannel(client, { wallet, budget, idempotencyKey });
  return client.graph({ ...input, payment, idempotencyKey });
}

/** Null: it was told to stop before the graph ended. */
async function watch(graph: Graph, screen: Screen, signal: AbortSignal): Promise<GraphProgress | null> {
  try {
    const progress = await graph.watched((now) => screen.live(graphLines(now)), signal);
    for (const line of graphLines(progress)) screen.line(line);
    return progress;
  } catch (error) {
    if (signal.aborted) return null;
    throw error;
  }
}

function notCertified(screen: Screen, progress: GraphProgress): ExitCode {
  const { graph, state, reason, stages } = progress;
  screen.result({
    graph,
    state,
    reason,
    stages: stages.map(({ name, state, reason }) => ({ name, state, reason })),
  });
  return EXIT.failed;
}

const watchCommand = (finish: Finish): Command =>
  reaching(new Command('watch'))
    .description('show how a graph goes, until it has ended')
    .argument('<graph>', 'its id, 32 hex digits')
    .action(
      acting<Options>(finish, (screen, options, [id]) =>
        stoppable(
          () => screen.line('stopping to watch; the graph goes on'),
          async (signal) => {
            const client = await clientFor(options.coordinator, { key: options.key });
            const progress = await watch(client.graphById(id), screen, signal);
            if (progress !== null) screen.result(progress);
            return progress === null || progress.state === 'certified' ? EXIT.ok : EXIT.failed;
          },
        ),
      ),
    );

const steerCommand = (
  finish: Finish,
  name: string,
  description: string,
  act: (graph: Graph) => Promise<GraphProgress>,
): Command =>
  reaching(new Command(name))
    .description(description)
    .argument('<graph>', 'its id, 32 hex digits')
    .action(
      acting<Options>(finish, async (screen, options, [id]) => {
        const client = await clientFor(options.coordinator, { key: options.key });
        const progress = await act(client.graphById(id));
        for (const line of graphLines(progress)) screen.line(line);
        screen.result(progress);
        return EXIT.ok;
      }),
    );

const verifyCommand = (finish: Finish): Command =>
  new Command('verify')
    .exitOverride()
    .description('recompute a graph’s chain of certificates from a folder, without any coordinator')
    .argument('<folder>', 'what `graph run --out` wrote')
    .option('--signer <address>', 'the coordinator that must have signed', payee)
    .option('--json', 'write one JSON object instead of text')
    .action(
      acting<{ readonly signer?: string; readonly json?: boolean }>(finish, (screen, { signer }, [folder]) =>
        check(screen, folder, { signer }),
      ),
    );

async function check(
  screen: Screen,
  folder: string,
  { signer, ...told }: { readonly signer?: string; readonly graph?: string },
): Promise<ExitCode> {
  const { graph, verification } = await verifyFolder(folder, signer);
  showChecks(screen, verification.checks);
  if (verification.valid) {
    const items = graph.stages.map(
      ({ name, parts }) => `${name} ${parts.reduce((sum, each) => sum + each, 0)}`,
    );
    screen.line(`  ${graph.stages.length} stages, items: ${items.join(', ')}`);
    screen.line(`  signed by ${verification.signer}`);
  } else screen.line('The chain of certificates does not hold.');
  const { valid, checks } = verification;
  screen.result({ ...told, out: folder, valid, checks, signer: verification.signer });
  return valid ? EXIT.ok : EXIT.unverified;
}
