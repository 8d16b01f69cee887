import { existsSync, readdirSync } from 'node:fs';
import { quietly, say } from './process.mjs';

/** What the tests need besides npm packages: a real browser and a real database server, as Debian packs them. */
const NEEDS = [
  { packages: 'chromium', present: () => existsSync('/usr/bin/chromium') },
  { packages: 'postgresql', present: () => versionsOf('/usr/lib/postgresql').length > 0 },
];

const example = (name) => `/usr/share/doc/${name}/examples`;

/**
 * What more tests run with, which say so where it is missing: Firefox, compilers from C and C++ to WASI, and packages that
 * have C programs by others as examples.
 */
const WISHES = [
  { packages: 'firefox-esr', present: () => existsSync('/usr/bin/firefox-esr') },
  { packages: 'clang', present: () => existsSync('/usr/bin/clang') },
  { packages: 'lld', present: () => existsSync('/usr/bin/wasm-ld') },
  { packages: 'wasi-libc', present: () => existsSync('/usr/lib/wasm32-wasi/libc.a') },
  { packages: 'libclang-rt-dev-wasm32', present: () => hasWasiBuiltins('/usr/lib/llvm-') },
  { packages: 'libc++-dev-wasm32', present: () => existsSync('/usr/lib/wasm32-wasi/libc++.a') },
  { packages: 'zlib1g-dev', present: () => existsSync(example('zlib1g-dev')) },
  { packages: 'tcc', present: () => existsSync(example('tcc')) },
  { packages: 'uthash-dev', present: () => existsSync(example('uthash-dev')) },
];

function versionsOf(folder) {
  if (!existsSync(folder)) return [];
  return readdirSync(folder).filter((version) => existsSync(`${folder}/${version}/bin/initdb`));
}

/** Whether any installed LLVM has the runtime that programs for WASI are linked with. */
function hasWasiBuiltins(prefix) {
  const versions = readdirSync('/usr/lib').filter((name) => `/usr/lib/${name}`.startsWith(prefix));
  return versions.some((name) => {
    const clang = `/usr/lib/${name}/lib/clang`;
    if (!existsSync(clang)) return false;
    return readdirSync(clang).some((version) => {
      const folder = `${clang}/${version}/lib/wasi`;
      return existsSync(folder) && readdirSync(folder).length > 0;
    });
  });
}

const missingOf = (list) => list.filter((need) => !need.present()).map((need) => need.packages);
const mayInstall = () => process.getuid?.() === 0 && existsSync('/usr/bin/apt-get');

/** Installs what is missing where this user may; otherwise says what to install and by whom. */
export async function installSystemPackages() {
  const needed = missingOf(NEEDS);
  const wished = missingOf(WISHES);
  if (needed.length > 0 && !mayInstall())
    throw new Error(
      `the tests need ${needed.join(' ')}; install as root: apt-get install ${needed.join(' ')}`,
    );
  if (needed.length > 0) await install(needed, { update: true });
  if (wished.length > 0) await installWishes(wished, { update: needed.length === 0 });
}

/** What cannot be had is a note, not a failure. */
async function installWishes(wished, options) {
  const names = wished.join(' ');
  const note = `without ${names}, some tests are skipped`;
  if (!mayInstall()) return say(`${note}; install as root: apt-get install ${names}`);
  try {
    await install(wished, options);
  } catch (error) {
    say(`${note}: ${String(error.message).split('\n')[0]}`);
  }
}

async function install(packages, { update }) {
  const names = packages.join(' ');
  say(`installing ${names} …`);
  const env = { DEBIAN_FRONTEND: 'noninteractive' };
  if (update) await quietly('reading the package lists', 'apt-get', ['update', '-q'], env);
  const args = ['install', '-q', '-y', '--no-install-recommends', ...packages];
  await quietly(`installing ${names}`, 'apt-get', args, env);
}
