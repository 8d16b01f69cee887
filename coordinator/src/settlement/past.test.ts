import type { Payee } from '@manyhands/protocol';
import { beforeEach, describe, expect, it } from 'vitest';
import type { Db } from '../db/db.ts';
import { pgliteForm } from '../db/testing/forms.ts';
import { MemoryChain } from './memory-chain.ts';
import { clearWay } from './places.ts';
import type { SettlementPorts } from './ports.ts';
import { settleEpoch, settleStep } from './settle.ts';
import { memoryArchive, pay } from './testing/books.ts';
import { type Channel, channelOf } from './testing/signer.ts';
import { acceptVoucher } from './vouchers.ts';

const ANN = `0x${'01'.repeat(20)}` as Payee;
const RESEARCHER = `0x${'aa'.repeat(20)}`;
const UNIT = 1_000_000n;
const GWEI = 10n ** 9n;
const form = pgliteForm();

describe('[ST8] what the operator is done with', () => {
  const [gone, left] = [channelOf(RESEARCHER, 1), channelOf(RESEARCHER, 2)];
  let db: Db;
  let chain: MemoryChain;
  let ports: SettlementPorts;

  beforeEach(async () => {
    db = await form.fresh();
    chain = new MemoryChain(`0x${'0f'.repeat(20)}` as Payee);
    ports = { db, chain, archive: memoryArchive(), report: () => undefined };
    for (const { signer, salt } of [gone, left]) chain.deposit(RESEARCHER, signer, salt, 100n);
  });

  /** Ann has so many token units more, and a voucher covers all that she has of the channel. */
  async function earn(channel: Channel, amount: bigint, cumulative = amount): Promise<void> {
    await pay(db, channel.id, ANN, amount * UNIT);
    await acceptVoucher(db, chain, channel.voucher(chain, cumulative));
  }

  const past = async () =>
    (await db.query<{ tx: string }>(`select tx from outgoing where purpose = 'past'`)).map(({ tx }) => tx);

  it('is kept where the hub refused it when it was mined, as a reorganisation may put it back in the way', async () => {
    await earn(gone, 10n);
    chain.mines = false;
    await settleStep(ports, true);
    const [{ tx }] = await db.query<{ tx: string }>('select tx from outgoing');
    // Its researcher was out before it was mined.
    chain.exit(gone.id);
    chain.mines = true;
    chain.mine();
    expect((await chain.book()).epoch).toBe(0);

    await earn(left, 5n);
    while ((await settleEpoch(ports)) !== null);
    expect(await chain.balanceOf(ANN)).toBe(5n);
    expect((await db.query('select state from epoch order by id')).map(({ state }) => state)).toEqual([
      'dropped',
      'posted',
    ]);
    expect(await past()).toContain(tx);
  });

  it('holds up nothing where it was given up behind an empty place, and that was filled after all', async () => {
    const back = chain.mark();
    await earn(left, 5n);
    await settleEpoch(ports);
    // Cheap when it is sent, behind two that a reorganisation takes back and nodes forget.
    chain.gasPrice = GWEI / 100n;
    chain.mines = false;
    await earn(left, 5n, 10n);
    await settleStep(ports, true);
    const [{ tx, nonce }] = await db.query<{ tx: string; nonce: number }>(
      `select tx, nonce from outgoing where purpose = 'epoch'`,
    );
    back('forgotten');
    Object.assign(chain, { gasPrice: GWEI, mines: true });
    const age = () => db.query(`update outgoing set at = at - interval '1 minute'`);
    const look = async (mayPlan: boolean) => {
      await age();
      await settleStep(ports, mayPlan);
      await clearWay(ports);
    };
    for (let looks = 0; looks < 8; looks++) await look(true);
    expect(await past()).toContain(tx);
    expect(nonce).toBe(2);

    await earn(left, 5n, 15n);
    for (let looks = 0; looks < 8; looks++) await look(true);
    expect(await chain.balanceOf(ANN)).toBe(15n);
  });
});
