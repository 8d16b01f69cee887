import { spawnSync } from 'node:child_process';
import { ARM64S, installArm64 } from './arm64.ts';
import type { Engine } from './engine.ts';

/** Installs what is missing of these engines: Debian's packages, for which one has to be root, and Node for arm64. */
export async function installEngines(engines: readonly Engine[]): Promise<void> {
  const absent = engines.filter((engine) => engine.missing() !== null);
  const packages = [...new Set(absent.flatMap((engine) => engine.packages))];
  if (packages.length > 0) {
    aptGet('update', '-q');
    aptGet('install', '-q', '-y', '--no-install-recommends', ...packages);
  }
  if (absent.some((engine) => ARM64S.includes(engine))) await installArm64();
}

function aptGet(...args: readonly string[]): void {
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  const { status, error } = spawnSync('apt-get', args, { stdio: ['ignore', 'ignore', 'inherit'], env });
  if (status !== 0)
    throw new Error(`apt-get ${args.join(' ')} ended with ${error?.message ?? `code ${status}`}`);
}
