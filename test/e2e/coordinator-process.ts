import { type ChildProcess, spawn } from 'node:child_process';
import { createServer } from 'node:net';
import { expect, vi } from 'vitest';

const MAIN = new URL('../../coordinator/dist/main.js', import.meta.url).pathname;

export const freePort = (): Promise<number> =>
  new Promise((resolve) => {
    const probe = createServer().listen(0, '127.0.0.1', () => {
      const { port } = probe.address() as { port: number };
      probe.close(() => resolve(port));
    });
  });

/** A coordinator as a process of its own; resolves when it answers. */
export async function startProcess(env: Record<string, string>, url: string): Promise<ChildProcess> {
  const child = spawn(process.execPath, [MAIN], {
    env: { ...process.env, ...env },
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  await vi.waitFor(async () => expect((await fetch(`${url}/v1/status`)).ok).toBe(true), {
    timeout: 60_000,
    interval: 100,
  });
  return child;
}

/** Ends a process without a word to it. */
export async function kill(child: ChildProcess): Promise<void> {
  const ended = new Promise((exit) => child.once('exit', exit));
  child.kill('SIGKILL');
  await ended;
}
