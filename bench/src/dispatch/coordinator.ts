/** The coordinator as operators start it: its own process, told everything through its environment. */
import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { Inspector, openInspector } from './inspector.ts';

const MAIN = new URL('main.js', import.meta.resolve('@manyhands/coordinator')).pathname;
const START_MS = 60_000;
const STOP_MS = 30_000;

export interface CoordinatorProcess {
  readonly url: string;
  readonly pid: number;
  /** What it wrote to its standard error so far, its end. */
  complaints(): string;
  inspect(): Promise<Inspector>;
  stop(): Promise<void>;
}

/** Starts one on a free port with a folder of its own, which is removed afterwards. */
export async function startCoordinator(
  settings: Readonly<Record<string, string>>,
): Promise<CoordinatorProcess> {
  const dir = mkdtempSync(join(tmpdir(), 'manyhands-bench-'));
  const child = spawn(process.execPath, ['--inspect-port=127.0.0.1:0', MAIN], {
    env: {
      ...process.env,
      MANYHANDS_PORT: '0',
      MANYHANDS_DIR: dir,
      MANYHANDS_LOG_LEVEL: 'warn',
      MANYHANDS_EPOCH_SECONDS: '0',
      ...settings,
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let said = '';
  const keep = (chunk: Buffer): void => {
    said = (said + chunk).slice(-4000);
  };
  child.stderr.on('data', keep);
  child.stdout.on('data', keep);
  const stop = async (): Promise<void> => {
    await ended(child);
    rmSync(dir, { recursive: true, force: true });
  };
  try {
    const url = await listening(child);
    let inspector: Promise<string> | null = null;
    const inspect = async (): Promise<Inspector> => {
      inspector ??= openInspector(child);
      return Inspector.at(await inspector);
    };
    return { url, pid: child.pid as number, complaints: () => said, inspect, stop };
  } catch (error) {
    await stop();
    throw new Error(`the coordinator did not start: ${said}`, { cause: error });
  }
}

function listening(child: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error('it took too long')), START_MS);
    createInterface({ input: child.stdout as NodeJS.ReadableStream }).on('line', (line) => {
      const url = /^Manyhands coordinator at ([^\s,]+)/.exec(line)?.[1];
      if (url === undefined) return;
      clearTimeout(timer);
      resolve(url);
    });
    child.once('exit', (code) => {
      clearTimeout(timer);
      reject(new Error(`it ended with ${code}`));
    });
  });
}

/** Lets it drain; ends it where that takes too long. */
async function ended(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const over = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  const timer = setTimeout(() => child.kill('SIGKILL'), STOP_MS);
  child.kill('SIGTERM');
  await over;
  clearTimeout(timer);
}
