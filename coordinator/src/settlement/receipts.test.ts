import { addressOf, hubDomain, PAYEE_RECEIPT, type Payee, recoverTyped } from '@manyhands/protocol';
import { beforeEach, describe, expect, it } from 'vitest';
import type { Db } from '../db/db.ts';
import type { StoredReceipt } from '../db/settlement/find-receipt.ts';
import { readLeaves } from '../db/settlement/read-leaves.ts';
import { pgliteForm, postgresForm } from '../db/testing/forms.ts';
import { MemoryChain } from './memory-chain.ts';
import { Receipts } from './receipts.ts';
import { type SettlementPorts, settleEpoch, settleStep, type Turns } from './settle.ts';
import { memoryArchive, pay } from './testing/books.ts';
import { channelOf } from './testing/signer.ts';
import { acceptVoucher } from './vouchers.ts';

const KEY = new Uint8Array(32).fill(0x0f);
const OPERATOR = addressOf(KEY) as Payee;
const [ANN, BOB, EVE] = [1, 2, 3].map((n) => `0x${`0${n}`.repeat(20)}` as Payee);
const RESEARCHER = `0x${'aa'.repeat(20)}`;
const UNIT = 1_000_000n;
const form = pgliteForm();

describe('a payee’s receipt', () => {
  const channel = channelOf(RESEARCHER, 1);
  let db: Db;
  let chain: MemoryChain;
  let ports: SettlementPorts;
  let receipts: Receipts;
  let now: number;
  beforeEach(async () => {
    db = await form.fresh();
    chain = new MemoryChain(OPERATOR, KEY);
    chain.deposit(RESEARCHER, channel.signer, channel.salt, 10_000n);
    ports = { db, chain, archive: memoryArchive(), report: () => undefined };
    now = 0;
    receipts = new Receipts(ports, () => now);
  });

  const vouch = async (amount: bigint) => {
    await acceptVoucher(db, chain, channel.voucher(chain, amount));
    now += 60_000;
  };
  const earn = (payee: Payee, amount: bigint) => pay(db, channel.id, payee, amount * UNIT);
  const signer = ({ index, account, cumulative, dueEpoch, signature }: StoredReceipt) =>
    recoverTyped(
      hubDomain(chain.chainId, chain.hub),
      PAYEE_RECEIPT,
      { index: BigInt(index), account, cumulative, dueEpoch: BigInt(dueEpoch) },
      signature,
    );
  const leafOf = async (payee: Payee) => (await readLeaves(db)).find(({ account }) => account === payee);

  it('[RE1] promises, signed by the operator, what the next root gives, which then gives it', async () => {
    await earn(ANN, 10n);
    await vouch(10n);
    const receipt = await receipts.of(ANN);
    expect(receipt).toMatchObject({ account: ANN, cumulative: 10n, dueEpoch: 1 });
    expect(signer(receipt)).toBe(OPERATOR);
    await settleEpoch(ports);
    expect(await leafOf(ANN)).toEqual({ index: receipt.index, account: ANN, cumulative: 10n });
  });

  it('[RE1] promises no more than vouchers cover, to nobody who earned nothing, and not to the operator', async () => {
    await earn(ANN, 30n);
    await expect(receipts.of(ANN)).rejects.toMatchObject({ code: 'RECEIPT_UNCOVERED' });
    await vouch(20n);
    expect(await receipts.of(ANN)).toMatchObject({ cumulative: 20n });
    await expect(receipts.of(EVE)).rejects.toMatchObject({ code: 'RECEIPT_UNCOVERED' });
    await expect(receipts.of(OPERATOR)).rejects.toMatchObject({ code: 'RECEIPT_UNCOVERED' });
  });

  it('[RE1] never falls, and is the same until there is more', async () => {
    await earn(ANN, 10n);
    await vouch(10n);
    const first = await receipts.of(ANN);
    await settleEpoch(ports);
    expect(await receipts.of(ANN)).toEqual(first);
    await earn(ANN, 5n);
    await vouch(15n);
    expect(await receipts.of(ANN)).toMatchObject({ index: first.index, cumulative: 15n, dueEpoch: 2 });
    // The chain lost the deposits: nothing more can be promised, and what was promised stays.
    const lost = new Receipts({ ...ports, chain: new MemoryChain(OPERATOR, KEY) }, () => now);
    expect(await lost.of(ANN)).toMatchObject({ cumulative: 15n });
  });

  it('[RE2] what was promised is in the next root, also where vouchers lag and others earned as well', async () => {
    await earn(ANN, 30n);
    await vouch(20n);
    const { index } = await receipts.of(ANN);
    await earn(BOB, 10n);
    await settleEpoch(ports);
    expect(await leafOf(ANN)).toEqual({ index, account: ANN, cumulative: 20n });
    expect((await leafOf(BOB))?.cumulative).toBe(0n);
    await vouch(40n);
    await settleEpoch(ports);
    expect([await chain.balanceOf(ANN), await chain.balanceOf(BOB)]).toEqual([30n, 10n]);
  });

  it('[RE2] is due one epoch later where the next one is planned already', async () => {
    await earn(ANN, 10n);
    await vouch(10n);
    const planned: Turns = async (turn) => {
      chain.sendPrepared = async () => {
        throw new Error('crash');
      };
      return turn();
    };
    await expect(settleEpoch(ports, planned)).rejects.toThrow('crash');
    Reflect.deleteProperty(chain, 'sendPrepared');
    await earn(BOB, 5n);
    await vouch(15n);
    const receipt = await receipts.of(BOB);
    expect(receipt.dueEpoch).toBe(2);
    expect(await settleEpoch(ports)).toMatchObject({ epoch: 1, total: 10n });
    expect(await settleEpoch(ports)).toMatchObject({ epoch: 2, total: 15n });
    expect(await leafOf(BOB)).toMatchObject({ index: receipt.index, cumulative: 5n });
  });

  it('[RE1] promises nothing where the hub’s root is not in the database, as in an old backup', async () => {
    await earn(ANN, 10n);
    await vouch(10n);
    await settleEpoch(ports);
    const backup = await form.fresh();
    await pay(backup, channel.id, BOB, 10n * UNIT);
    await acceptVoucher(backup, chain, channel.voucher(chain, 20n));
    const old = new Receipts({ ...ports, db: backup });
    await expect(old.of(BOB)).rejects.toMatchObject({ code: 'RECEIPT_UNCOVERED' });
  });

  it('[RE1] promises nothing that a plan under way gives to others', async () => {
    await pay(db, channel.id, ANN, 10n * UNIT, 10n * UNIT);
    await vouch(20n);
    // Its root is not believed yet.
    await settleStep(ports, true);
    await earn(ANN, 10n);
    expect(await receipts.of(ANN)).toMatchObject({ cumulative: 10n });
    await settleEpoch(ports);
    await vouch(30n);
    expect(await settleEpoch(ports)).toMatchObject({ epoch: 2, total: 30n });
    expect(await leafOf(ANN)).toMatchObject({ cumulative: 20n });
  });

  it('[RE2] however often somebody is promised more while an epoch is decided, it is kept', async () => {
    await earn(ANN, 1n);
    await vouch(1_000n);
    let earned = 1n;
    const prepare = chain.prepare.bind(chain);
    chain.prepare = async (...given) => {
      const offer = await prepare(...given);
      const promised = earn(ANN, 1n).then(() => receipts.of(ANN));
      earned++;
      await Promise.race([promised, new Promise((resolve) => setTimeout(resolve, 500))]);
      return offer;
    };
    await settleStep(ports, true);
    expect(await db.query('select number from epoch')).toEqual([{ number: 1 }]);
    Reflect.deleteProperty(chain, 'prepare');
    await settleEpoch(ports);
    await settleEpoch(ports);
    expect(await chain.balanceOf(ANN)).toBe(earned);
  });

  it('[RE2] [ST3] outlives a cancelled root, with the place that it names', async () => {
    await earn(ANN, 10n);
    await vouch(10n);
    const receipt = await receipts.of(ANN);
    const terms = { ...receipt, cumulative: 11n as never };
    chain.delays = true;
    await settleStep(ports, true);
    chain.guard.demandReceipt({ ...terms, signature: chain.guard.signReceipt(terms) }, EVE);
    chain.guard.pass(601);
    chain.guard.closeDemand(terms);
    await settleStep(ports, false);
    chain.delays = false;
    await earn(BOB, 5n);
    await vouch(15n);
    expect(await receipts.of(ANN)).toEqual(receipt);
    expect(await settleEpoch(ports)).toMatchObject({ epoch: 2, total: 15n });
    expect(await leafOf(ANN)).toMatchObject({ index: receipt.index, cumulative: 10n });
  });

  it('asks the whole ledger a quarter of the time at most, however many ask without pause', async () => {
    await earn(ANN, 10n);
    await vouch(10n);
    let plans = 0;
    const slow = Object.assign(Object.create(db) as Db, {
      query: db.query.bind(db),
      transaction: async (act: never) => {
        // The first is the fold of what commits added.
        if (plans++ % 2 === 1) await new Promise((resolve) => setTimeout(resolve, 250));
        return db.transaction(act);
      },
    });
    const flooded = new Receipts({ ...ports, db: slow });
    const end = performance.now() + 3_000;
    const flood = Promise.all(
      [ANN, BOB, EVE].map(async (payee) => {
        while (performance.now() < end) await flooded.of(payee).catch(() => undefined);
      }),
    );
    await flood;
    expect(plans / 2).toBeLessThanOrEqual(5);
    expect(await flooded.of(ANN)).toMatchObject({ cumulative: 10n });
  });

  it('[ST3] places are given once: many who ask at once, and an epoch meanwhile, never share one', async () => {
    const payees = Array.from(
      { length: 40 },
      (_, n) => `0x${(n + 1000).toString(16).padStart(40, '0')}` as Payee,
    );
    for (const payee of payees.slice(0, 20)) await earn(payee, 1n);
    await vouch(40n);
    const asked = payees.slice(0, 20).map((payee) => receipts.of(payee));
    const settled = settleEpoch(ports);
    const given = await Promise.all(asked);
    await settled;
    for (const payee of payees.slice(20)) await earn(payee, 1n);
    await settleEpoch(ports);
    const leaves = await readLeaves(db);
    expect(leaves.map(({ index }) => index)).toEqual(leaves.map((_, i) => i));
    for (const { index, account, cumulative } of given)
      expect(leaves[index]).toEqual({ index, account, cumulative });
  });
});

describe('receipts of two coordinators on one PostgreSQL', () => {
  const shared = postgresForm();

  it('[RE2] [ST3] are in the next root at their places, whoever plans it, however many are given meanwhile', async () => {
    const db = await shared.fresh();
    const chain = new MemoryChain(OPERATOR, KEY);
    const channel = channelOf(RESEARCHER, 1);
    chain.deposit(RESEARCHER, channel.signer, channel.salt, 10_000n);
    const ports = { db, chain, archive: memoryArchive(), report: () => undefined };
    const [one, other] = [new Receipts(ports), new Receipts(ports)];
    const payees = Array.from(
      { length: 60 },
      (_, n) => `0x${(n + 1000).toString(16).padStart(40, '0')}` as Payee,
    );
    for (const payee of payees) await pay(db, channel.id, payee, UNIT);
    await acceptVoucher(db, chain, channel.voucher(chain, 60n));
    const asked = payees.map((payee, n) => (n % 2 === 0 ? one : other).of(payee));
    await settleEpoch(ports);
    const given = await Promise.all(asked);
    await settleEpoch(ports);
    const leaves = await readLeaves(db);
    expect(new Set(given.map(({ index }) => index)).size).toBe(60);
    for (const { index, account, cumulative, dueEpoch } of given) {
      expect(leaves[index]).toEqual({ index, account, cumulative });
      expect(dueEpoch).toBeLessThanOrEqual(2);
    }
  });
});
