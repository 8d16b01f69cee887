import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync, mkdirSync, renameSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname } from 'node:path';
import { createInterface } from 'node:readline';

const ARCHITECTURE: Record<string, string> = { x64: 'amd64', arm64: 'arm64' };
const START_TIMEOUT_MS = 30_000;
const STOP_TIMEOUT_MS = 10_000;
export const DEV_CHAIN_ID = 31_337;

/**
 * Ends the chain when its standard input does: also when this process is killed without a chance to end it. The chain
 * writes its state when it is asked to end, and every second before.
 */
const GUARD = '"$@" & chain=$!; exec >/dev/null 2>&1; cat; kill -TERM "$chain" 2>/dev/null; wait "$chain"';

export interface Chain {
  readonly rpcUrl: string;
  stop(): Promise<void>;
}

/**
 * Starts the development chain with its state in a file. A state that cannot be loaded is moved aside and the chain
 * begins anew: everything on it can be put there again.
 */
export async function startAnvil(options: { port: number; stateFile: string }): Promise<Chain> {
  mkdirSync(dirname(options.stateFile), { recursive: true });
  try {
    return await launch(options);
  } catch (error) {
    if (!existsSync(options.stateFile)) throw error;
    renameSync(options.stateFile, `${options.stateFile}.damaged`);
    return launch(options);
  }
}

/** The binary itself, without npm's wrapper, which would need its install script to have run. */
function anvilPath(): string {
  const platform = `${process.platform}-${ARCHITECTURE[process.arch] ?? process.arch}`;
  return createRequire(import.meta.url).resolve(`@foundry-rs/anvil-${platform}/bin/anvil`);
}

async function launch(options: { port: number; stateFile: string }): Promise<Chain> {
  const flags = [
    ...['--host', '127.0.0.1', '--port', String(options.port), '--chain-id', String(DEV_CHAIN_ID)],
    ...['--state', options.stateFile, '--state-interval', '1', '--accounts', '1', '--no-cors'],
  ];
  // A process group of its own: Ctrl-C is for us, and the chain ends last.
  const child = spawn('sh', ['-c', GUARD, 'sh', anvilPath(), ...flags], {
    stdio: ['pipe', 'pipe', 'pipe'],
    detached: true,
  });
  const stop = (): Promise<void> => end(child);
  try {
    return { rpcUrl: await listening(child), stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

function listening(child: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    let complaint = '';
    const late = setTimeout(() => reject(new Error('the chain did not start in time')), START_TIMEOUT_MS);
    child.stderr?.on('data', (chunk) => {
      complaint = (complaint + chunk).slice(-2000);
    });
    createInterface({ input: child.stdout as NodeJS.ReadableStream }).on('line', (line) => {
      const address = /^Listening on (\S+)$/.exec(line)?.[1];
      if (address === undefined) return;
      clearTimeout(late);
      resolve(`http://${address}`);
    });
    child.once('error', reject);
    // The guard let go of this output: it closes when the chain itself ends.
    child.stdout?.once('close', () => {
      clearTimeout(late);
      reject(new Error(`the chain ended before it listened: ${complaint.trim()}`));
    });
  });
}

async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  child.stdin?.end();
  const late = setTimeout(() => {
    // The whole group: the guard and the chain under it.
    if (child.pid !== undefined) process.kill(-child.pid, 'SIGKILL');
  }, STOP_TIMEOUT_MS);
  await ended;
  clearTimeout(late);
}
