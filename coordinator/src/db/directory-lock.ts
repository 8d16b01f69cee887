import { link, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { KnownError } from '@manyhands/protocol';

/**
 * Takes `<dir>.lock` for this process; returns what gives it back. The lock of a process that was killed is taken over.
 * Throws STORE_IN_USE naming the process that holds it.
 */
export async function lockDirectory(dir: string): Promise<() => Promise<void>> {
  const path = `${dir}.lock`;
  const mine = await signatureOf(process.pid);
  // Linked into place, so that nobody ever reads a lock half-written.
  const draft = `${path}.${process.pid}-${Date.now()}`;
  await writeFile(draft, mine ?? String(process.pid));
  try {
    while (!(await linked(draft, path))) await removeStale(path, dir);
  } finally {
    await rm(draft, { force: true });
  }
  return () => rm(path, { force: true });
}

async function linked(from: string, to: string): Promise<boolean> {
  try {
    await link(from, to);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw error;
  }
}

async function removeStale(path: string, dir: string): Promise<void> {
  const held = await readFile(path, 'utf8').catch(() => null);
  if (held === null) return;
  if (await isAlive(held)) throw inUse(dir, held);
  const removed = `${path}.stale-${process.pid}`;
  await rename(path, removed).catch(() => undefined);
  // Another process may have replaced the stale lock by its own in between: then that one goes back.
  const taken = await readFile(removed, 'utf8').catch(() => held);
  if (taken !== held) await link(removed, path).catch(() => undefined);
  await rm(removed, { force: true });
  if (taken !== held) throw inUse(dir, taken);
}

const inUse = (dir: string, holder: string): KnownError =>
  new KnownError(
    'STORE_IN_USE',
    `process ${holder.split(' ')[0]} has the database in ${dir} open: stop that coordinator first, or use PostgreSQL for several`,
  );

async function isAlive(holder: string): Promise<boolean> {
  const now = await signatureOf(Number(holder.split(' ')[0]));
  return now !== null && (now === holder || !holder.includes(' '));
}

/** Process id and start time, where the system shows it: a reused id is somebody else. Null: no such process. */
async function signatureOf(pid: number): Promise<string | null> {
  try {
    process.kill(pid, 0);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EPERM') return null;
  }
  const stat = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => '');
  // The name in field 2 may hold spaces: count from the closing parenthesis. Field 22 is the start time.
  const started = stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19];
  return started === undefined || started === '' ? String(pid) : `${pid} ${started}`;
}
