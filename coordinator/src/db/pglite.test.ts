import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openDb } from './open.ts';
import { openPGlite } from './pglite.ts';

const CHILD = fileURLToPath(new URL('../../dist/db/testing/committing-process.js', import.meta.url));

describe('PGlite on disk', () => {
  let home: string;
  let dir: string;
  beforeEach(() => {
    home = mkdtempSync(join(tmpdir(), 'manyhands-pglite-'));
    dir = join(home, 'database');
  });
  afterEach(() => rmSync(home, { recursive: true, force: true }));

  it('keeps what was committed when its process is killed, several times', async () => {
    let known = 0;
    for (let kill = 0; kill < 4; kill++) known = await commitAndKill(dir, known);
    const db = await openDb({ kind: 'pglite', dir });
    const [row] = await db.query<{ rows: number }>('select count(*) as rows from setting');
    expect(row.rows).toBeGreaterThanOrEqual(known);
    await db.close();
  }, 120_000);

  it('is open in one process only, and says in which', async () => {
    const db = await openPGlite(dir);
    await expect(openPGlite(dir)).rejects.toMatchObject({
      code: 'STORE_IN_USE',
      message: expect.stringContaining(`process ${process.pid}`),
    });
    await db.close();
    await (await openPGlite(dir)).close();
  }, 120_000);

  it('takes over the lock of a process that is gone, also when its id is somebody else’s now', async () => {
    for (const stale of ['999999999 5', `${process.pid} 1`]) {
      writeFileSync(`${dir}.lock`, stale);
      await (await openPGlite(dir)).close();
    }
  }, 120_000);
});

/** Returns how many commits were said; at the next start at least those are there. */
async function commitAndKill(dir: string, known: number): Promise<number> {
  const child: ChildProcess = spawn(process.execPath, [CHILD, dir], { stdio: ['ignore', 'pipe', 'inherit'] });
  const ended = new Promise((resolve) => child.once('exit', resolve));
  let said = known;
  for await (const line of createInterface({ input: child.stdout as NodeJS.ReadableStream })) {
    const [word, count] = line.split(' ');
    if (word === 'open') expect(Number(count)).toBeGreaterThanOrEqual(known);
    else said = Number(count);
    if (said > known + 40 + Math.floor(Math.random() * 60)) child.kill('SIGKILL');
  }
  await ended;
  expect(said).toBeGreaterThan(known);
  return said;
}
