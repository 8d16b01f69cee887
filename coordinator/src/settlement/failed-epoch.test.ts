import type { Payee } from '@manyhands/protocol';
import { expect, it } from 'vitest';
import { pgliteForm } from '../db/testing/forms.ts';
import { MemoryChain } from './memory-chain.ts';
import { settleEpoch, settleStep } from './settle.ts';
import { memoryArchive, pay } from './testing/books.ts';
import { channelOf } from './testing/signer.ts';
import { acceptVoucher } from './vouchers.ts';

const ANN = `0x${'01'.repeat(20)}` as Payee;
const RESEARCHER = `0x${'aa'.repeat(20)}`;
const UNIT = 1_000_000n;
const form = pgliteForm();

it('[ST8] an epoch that the hub refused when it was mined is kept, as a reorganisation may put it back in the way', async () => {
  const db = await form.fresh();
  const chain = new MemoryChain(`0x${'0f'.repeat(20)}` as Payee);
  const ports = { db, chain, archive: memoryArchive(), report: () => undefined };
  const [gone, left] = [channelOf(RESEARCHER, 1), channelOf(RESEARCHER, 2)];
  for (const { signer, salt } of [gone, left]) chain.deposit(RESEARCHER, signer, salt, 100n);
  await pay(db, gone.id, ANN, 10n * UNIT);
  await acceptVoucher(db, chain, gone.voucher(chain, 10n));
  chain.mines = false;
  await settleStep(ports, true);
  const sent = await db.query<{ tx: string }>('select tx from outgoing');
  expect(sent).toHaveLength(1);
  // Its researcher was out before it was mined.
  chain.exit(gone.id);
  chain.mines = true;
  chain.mine();
  expect((await chain.book()).epoch).toBe(0);

  await pay(db, left.id, ANN, 5n * UNIT);
  await acceptVoucher(db, chain, left.voucher(chain, 5n));
  while ((await settleEpoch(ports)) !== null);
  expect(await chain.balanceOf(ANN)).toBe(5n);
  expect(await db.query('select state from epoch order by id')).toEqual([
    { state: 'dropped' },
    { state: 'posted' },
  ]);
  expect(await db.query(`select tx from outgoing where purpose = 'past'`)).toContainEqual(sent[0]);
});
