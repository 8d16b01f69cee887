import type { JobId, Payee } from '@manyhands/protocol';
import { beforeEach, expect, it } from 'vitest';
import type { Db } from '../db/db.ts';
import { isExiting } from '../db/settlement/is-exiting.ts';
import { jobTerms } from '../db/testing/batches.ts';
import { pgliteForm } from '../db/testing/forms.ts';
import { insertJob } from '../db/testing/journal.ts';
import { ExitWatch } from './exits.ts';
import { MemoryChain } from './memory-chain.ts';

/** More than are asked for in one look. */
const CHANNELS = 70;
const HOUR = 3_600_000;

const form = pgliteForm();
let db: Db;
let chain: MemoryChain;
beforeEach(async () => {
  db = await form.fresh();
  chain = new MemoryChain(`0x${'0f'.repeat(20)}` as Payee);
});

const idOf = (n: number): string => `0x${n.toString(16).padStart(64, '0')}`;

async function pay(n: number): Promise<void> {
  const id = n.toString(16).padStart(32, '0') as JobId;
  await insertJob(db, jobTerms({ id }), 1_000n);
  await db.query('update job set channel = $1 where id = $2', [idOf(n), id]);
}

it('[VO3] sees exits of all channels that pay for running jobs, in turn, and that they were taken back', async () => {
  for (let n = 0; n < CHANNELS; n++) await pay(n);
  let asked = 0;
  const troubles: unknown[] = [];
  const watched = {
    channel(id: string) {
      asked++;
      return chain.channel(id);
    },
  };
  const watch = new ExitWatch({ db, chain: watched, trouble: (_, cause) => troubles.push(cause) }, HOUR);
  const last = idOf(CHANNELS - 1);
  for (const id of [idOf(3), last]) chain.requestExit(id);
  await watch.look();
  expect(asked).toBe(64);
  expect([await isExiting(db, idOf(3)), await isExiting(db, last)]).toEqual([true, false]);
  await watch.look();
  expect(asked).toBe(CHANNELS);
  expect(await isExiting(db, last)).toBe(true);
  expect(await isExiting(db, idOf(4))).toBe(false);
  chain.cancelExit(idOf(3));
  await watch.look();
  expect([await isExiting(db, idOf(3)), await isExiting(db, last)]).toEqual([false, true]);
  expect(troubles).toEqual([]);
  await watch.stop();
});

it('goes on after a chain that did not answer, and believes what it saw before', async () => {
  await pay(1);
  chain.requestExit(idOf(1));
  const troubles: unknown[] = [];
  let isDown = false;
  const watched = {
    channel: (id: string) => (isDown ? Promise.reject(new Error('down')) : chain.channel(id)),
  };
  const watch = new ExitWatch({ db, chain: watched, trouble: (_, cause) => troubles.push(cause) }, HOUR);
  await watch.look();
  isDown = true;
  await watch.look();
  expect(troubles).toHaveLength(1);
  expect(await isExiting(db, idOf(1))).toBe(true);
  isDown = false;
  chain.cancelExit(idOf(1));
  await watch.look();
  expect(await isExiting(db, idOf(1))).toBe(false);
  await watch.stop();
});
