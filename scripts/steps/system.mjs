import { existsSync, readdirSync } from 'node:fs';
import { quietly, say } from './process.mjs';

/** What the tests need besides npm packages: a real browser and a real database server, as Debian packs them. */
const NEEDS = [
  { packages: 'chromium', present: () => existsSync('/usr/bin/chromium') },
  { packages: 'postgresql', present: () => versionsOf('/usr/lib/postgresql').length > 0 },
];

function versionsOf(folder) {
  if (!existsSync(folder)) return [];
  return readdirSync(folder).filter((version) => existsSync(`${folder}/${version}/bin/initdb`));
}

/** Installs what is missing where this user may; otherwise says what to install and by whom. */
export async function installSystemPackages() {
  const missing = NEEDS.filter((need) => !need.present()).map((need) => need.packages);
  if (missing.length === 0) return;
  const names = missing.join(' ');
  if (process.getuid?.() !== 0 || !existsSync('/usr/bin/apt-get'))
    throw new Error(`the tests need ${names}; install as root: apt-get install ${names}`);
  say(`installing ${names} …`);
  const env = { DEBIAN_FRONTEND: 'noninteractive' };
  await quietly('reading the package lists', 'apt-get', ['update', '-q'], env);
  const args = ['install', '-q', '-y', '--no-install-recommends', ...missing];
  await quietly(`installing ${names}`, 'apt-get', args, env);
}
