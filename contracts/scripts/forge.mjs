// Forge, in a copy of the contracts or where they are.
import { spawnSync } from 'node:child_process';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';

export const CONTRACTS = fileURLToPath(new URL('..', import.meta.url));

const require = createRequire(import.meta.url);
const architecture = { x64: 'amd64', arm64: 'arm64' }[process.arch] ?? process.arch;
/** Not npm's wrapper, which ends with 0 whatever forge says. */
const binary = require.resolve(`@foundry-rs/forge-${process.platform}-${architecture}/bin/forge`);

/**
 * How forge ended and what it printed; `status` is null where it took longer than `timeout` ms. `env` is added to this
 * process's.
 */
export function forge(args, { folder = CONTRACTS, env = {}, timeout } = {}) {
  const { status, stdout, stderr } = spawnSync(binary, [...args, '--offline'], {
    cwd: folder,
    env: { ...process.env, NO_COLOR: '1', ...env },
    encoding: 'utf8',
    maxBuffer: 2 ** 30,
    timeout,
  });
  return { status, stdout, stderr };
}
