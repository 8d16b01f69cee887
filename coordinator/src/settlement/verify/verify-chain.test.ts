/** What the hub's books are compared with where it fell silent, and where channels leave: on a real EVM. */
import type { Payee } from '@manyhands/protocol';
import { afterAll, beforeAll, beforeEach, expect, it, vi } from 'vitest';
import type { Db } from '../../db/db.ts';
import { readLeaves } from '../../db/settlement/read-leaves.ts';
import { pgliteForm } from '../../db/testing/forms.ts';
import { channelAccount } from '../../ledger/ledger.ts';
import { Receipts } from '../receipts.ts';
import { type SettlementPorts, settleEpoch } from '../settle.ts';
import { type AnvilChain, EXIT_WINDOW, SILENCE, startAnvilChain } from '../testing/anvil-chain.ts';
import { memoryArchive, pay } from '../testing/books.ts';
import { shown } from '../testing/shown.ts';
import { type Channel, channelOf } from '../testing/signer.ts';
import { acceptVoucher } from '../vouchers.ts';
import type { Finding } from './finding.ts';
import { verifyLedger } from './verify.ts';

vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 });

const [ANN, BOB] = [1, 2].map((n) => `0x${`0${n}`.repeat(20)}` as Payee);
const UNIT = 1_000_000n;
const form = pgliteForm();

let anvil: AnvilChain;
let db: Db;
let ports: SettlementPorts;
let channel: Channel;
let before: unknown;

beforeAll(async () => {
  anvil = await startAnvilChain();
  channel = channelOf(anvil.researcher, 1);
  await anvil.deposit(channel.signer, channel.salt, 1_000n);
});
afterAll(() => anvil.stop());
beforeEach(async () => {
  if (before !== undefined) await anvil.rpc('evm_revert', before);
  before = await anvil.rpc('evm_snapshot');
  db = await form.fresh();
  ports = { db, chain: anvil.chain, archive: memoryArchive(), report: () => undefined };
});

const vouch = (amount: bigint, by = channel) =>
  acceptVoucher(db, anvil.chain, by.voucher(anvil.chain, amount));

async function findings(): Promise<Finding[]> {
  const found: Finding[] = [];
  for await (const said of verifyLedger(ports)) if (said.kind === 'finding') found.push(said.finding);
  return found;
}

it('[LV1] what a silent hub paid by receipts is no finding, with a leaf or without one, and what no receipt covers is', async () => {
  await pay(db, channel.id, ANN, 100n * UNIT);
  await vouch(100n);
  await settleEpoch(ports);
  // The operator promises more, and is not heard of again.
  await pay(db, channel.id, ANN, 50n * UNIT);
  await pay(db, channel.id, BOB, 30n * UNIT);
  await vouch(180n);
  const receipts = new Receipts({ db, chain: anvil.chain, archive: ports.archive });
  const promised = [await receipts.of(ANN), await receipts.of(BOB)];
  await anvil.redeem(await receipts.dueVouchers());
  await anvil.watcher.pass(SILENCE);
  for (const receipt of promised)
    await anvil.claimReceipt(receipt, shown(await readLeaves(db), receipt.index));
  expect(await anvil.chain.claimed(promised.map(({ index }) => index))).toEqual([150n, 30n]);
  expect(await findings()).toEqual([]);

  const [ofAnn, ofBob] = [ANN, BOB].map((payee, i) => ({
    code: 'CLAIMED_ABOVE_LEAF',
    account: `leaf ${promised[i].index} of ${payee}`,
  }));
  for (const tamper of [
    `delete from payee_receipt`,
    // Of what was claimed, but nobody's word.
    `update payee_receipt set signature = '0x' || repeat('11', 65)`,
    `update payee_receipt set signature = 'none'`,
    `update payee_receipt set due_epoch = due_epoch + 1`,
    `update payee_receipt set cumulative = cumulative - 1`,
  ]) {
    await db.script(`create table kept as table payee_receipt; ${tamper}`);
    expect(await findings(), tamper).toMatchObject([ofAnn, ofBob]);
    await db.script(
      'delete from payee_receipt; insert into payee_receipt select * from kept; drop table kept',
    );
  }
  // Back again, the operator settles what it owed; then leaves say so themselves.
  await settleEpoch(ports);
  await db.query('delete from payee_receipt');
  expect(await findings()).toEqual([]);
});

it('[LV1] a channel that was charged beyond its deposit is found on its way out, and when it has left, and no other is', async () => {
  const leaving = channelOf(anvil.researcher, 2);
  const { signer, salt } = leaving;
  await anvil.deposit(signer, salt, 100n);
  await pay(db, leaving.id, ANN, 40n * UNIT);
  await vouch(40n, leaving);
  await settleEpoch(ports);
  // Charged and vouched for, and redeemed by nobody.
  await pay(db, leaving.id, ANN, 35n * UNIT);
  await vouch(75n, leaving);
  const account = channelAccount(leaving.id);

  /** Nothing is wrong, nor if all of the deposit is charged; but one unit more is. */
  async function isHeldTo(deposit: bigint): Promise<void> {
    expect(await findings()).toEqual([]);
    const charge = async (amount: bigint) => {
      await db.query('delete from entry where txn = $1', ['more']);
      await db.query(
        `insert into entry (txn, line, account, amount, kind)
         values ('more', 0, $1, $2, 'charge'), ('more', 1, 'operator', -$2::numeric, 'fee')`,
        [account, -amount],
      );
    };
    await charge((deposit - 75n) * UNIT);
    expect(await findings()).toEqual([]);
    await charge((deposit - 75n) * UNIT + 1n);
    expect(await findings()).toMatchObject([{ code: 'CHANNEL_OVER_DEPOSIT', account }]);
    await db.query('delete from entry where txn = $1', ['more']);
  }

  await isHeldTo(100n);
  await anvil.requestExit(signer, salt);
  await isHeldTo(100n);
  await anvil.watcher.pass(EXIT_WINDOW);
  await anvil.exit(signer, salt);
  expect(await anvil.chain.channel(leaving.id)).toMatchObject({ deposit: 40n, spent: 40n });
  await isHeldTo(100n);
  await anvil.deposit(signer, salt, 20n);
  await isHeldTo(120n);
});

it('[LV1] a channel of which all is redeemed is held to its deposit too', async () => {
  await pay(db, channel.id, ANN, 1_000n * UNIT);
  await vouch(1_000n);
  await settleEpoch(ports);
  expect(await anvil.chain.channel(channel.id)).toMatchObject({ deposit: 1_000n, spent: 1_000n });
  expect(await findings()).toEqual([]);
  await db.query(
    `insert into entry (txn, line, account, amount, kind) values ('more', 0, $1, -1, 'charge'), ('more', 1, 'operator', 1, 'fee')`,
    [channelAccount(channel.id)],
  );
  expect(await findings()).toMatchObject([{ code: 'CHANNEL_OVER_DEPOSIT' }]);
});
