import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { quietly, ROOT, say } from './process.mjs';

const WANTED_NODE = [20, 19];

/** Refuses a Node that is too old before anything fails in stranger ways. */
export function checkNode() {
  const [major, minor] = process.versions.node.split('.').map(Number);
  if (major > WANTED_NODE[0] || (major === WANTED_NODE[0] && minor >= WANTED_NODE[1])) return;
  throw new Error(`Node ${WANTED_NODE.join('.')} or newer is needed; this is ${process.versions.node}`);
}

const readLock = (path) => {
  try {
    return JSON.parse(readFileSync(join(ROOT, path), 'utf8')).packages;
  } catch {
    return null;
  }
};

/** Whether what npm recorded as installed has every package of the lock file in its version. */
function isInstalled() {
  const wanted = readLock('package-lock.json');
  const installed = readLock('node_modules/.package-lock.json');
  if (wanted === null) throw new Error('package-lock.json is missing or damaged; restore it from git');
  if (installed === null) return false;
  return Object.entries(wanted).every(([path, entry]) => {
    if (!path.includes('node_modules/') || entry.optional) return true;
    return installed[path]?.version === entry.version;
  });
}

/** Installs from the lock file where something is missing or differs. No package's install script is run. */
export async function install() {
  checkNode();
  if (isInstalled()) return;
  say('installing packages from the lock file (a minute the first time) …');
  const npm = process.env.npm_execpath;
  const args = ['ci', '--ignore-scripts', '--no-audit', '--no-fund'];
  // Development packages are needed to build, also where NODE_ENV says production.
  const env = { NODE_ENV: 'development' };
  if (npm?.endsWith('.js')) await quietly('installing', process.execPath, [npm, ...args], env);
  else await quietly('installing', 'npm', args, env);
}
