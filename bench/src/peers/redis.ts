/** A Redis of the bench's own, as Debian packs it. */
import { spawn, spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';

const BINARY = '/usr/bin/redis-server';
const READY_MS = 10_000;
const INSTALL_MS = 120_000;

export const redisMissing = (): string | null =>
  existsSync(BINARY)
    ? null
    : 'without redis-server BullMQ is left out; install as root: apt-get install redis-server';

/** Installs it where this user may; what cannot be had is said by {@link redisMissing}. */
export function installRedis(): void {
  if (redisMissing() === null || process.getuid?.() !== 0 || !existsSync('/usr/bin/apt-get')) return;
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  const args = ['install', '-q', '-y', '--no-install-recommends', 'redis-server'];
  spawnSync('apt-get', args, { env, stdio: 'ignore', timeout: INSTALL_MS });
}

export interface RedisServer {
  readonly url: string;
  readonly pid: number;
  stop(): Promise<void>;
}

/** `appendfsync` says when a write is on disk: `everysec` may lose a second, `always` nothing. */
export async function startRedis(appendfsync: 'everysec' | 'always'): Promise<RedisServer> {
  const dir = mkdtempSync(join(tmpdir(), 'manyhands-redis-'));
  const port = await freePort();
  const flags = [
    ...['--port', String(port), '--bind', '127.0.0.1', '--dir', dir, '--save', ''],
    ...['--appendonly', 'yes', '--appendfsync', appendfsync, '--maxmemory-policy', 'noeviction'],
  ];
  const server = spawn(BINARY, flags, { stdio: ['ignore', 'pipe', 'ignore'] });
  const ended = new Promise<void>((resolve) => server.once('exit', () => resolve()));
  await new Promise<void>((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error('redis-server did not start')), READY_MS);
    createInterface({ input: server.stdout }).on('line', (line) => {
      if (!line.includes('eady to accept connections')) return;
      clearTimeout(timer);
      resolve();
    });
    server.once('exit', () => reject(new Error('redis-server ended')));
  });
  return {
    url: `redis://127.0.0.1:${port}`,
    pid: server.pid as number,
    async stop() {
      server.kill('SIGKILL');
      await ended;
      rmSync(dir, { recursive: true, force: true });
    },
  };
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer().once('error', reject);
    probe.listen(0, '127.0.0.1', () => {
      const { port } = probe.address() as { port: number };
      probe.close(() => resolve(port));
    });
  });
}
