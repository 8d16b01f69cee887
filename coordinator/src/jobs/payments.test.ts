import { addressOf, type Payee } from '@manyhands/protocol';
import { expect, it } from 'vitest';
import { takeLead } from '../db/settlement/take-lead.ts';
import { pgliteForm } from '../db/testing/forms.ts';
import { MemoryChain } from '../settlement/memory-chain.ts';
import { memoryArchive } from '../settlement/testing/books.ts';
import { Payments } from './payments.ts';

const form = pgliteForm();

it('leads on while it is busy, so that no other coordinator sends the same again', async () => {
  const db = await form.fresh();
  const chain = new MemoryChain(addressOf(new Uint8Array(32).fill(0x0f)) as Payee);
  let goOn = (): void => undefined;
  const slow = new Promise<void>((resolve) => {
    goOn = resolve;
  });
  const isActive = chain.isActive.bind(chain);
  chain.isActive = async () => {
    await slow;
    return isActive();
  };
  const payments = new Payments(
    { rpcUrl: '', feePpm: 0, epochSeconds: null },
    { db, chain, blobs: memoryArchive(), trouble: () => undefined },
  );
  try {
    const settled = payments.settle();
    await expect
      .poll(() => db.query('select id from settling where until > now()'), { timeout: 20_000 })
      .toHaveLength(1);
    await db.query(`update settling set until = now() + interval '4 seconds'`);
    await new Promise((resolve) => setTimeout(resolve, 6_000));
    expect(await takeLead(db, 'other', 20)).toBe(false);
    goOn();
    await settled;
  } finally {
    goOn();
    await payments.close();
  }
  expect(await takeLead(db, 'other', 20)).toBe(true);
}, 60_000);
