import type { Hash, Payee } from '@manyhands/protocol';
import fc from 'fast-check';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import type { Db } from '../db/db.ts';
import { pgliteForm } from '../db/testing/forms.ts';
import { payeeAccount, wholeTokenUnits } from '../ledger/ledger.ts';
import { linesOf, openStatement, type RunningLine } from '../ledger/statement.ts';
import { decodeLeaves } from './leaf-list.ts';
import { MemoryChain } from './memory-chain.ts';
import { payableBy } from './payable.ts';
import { type SettlementPorts, settleEpoch, settleStep } from './settle.ts';
import { memoryArchive, pay } from './testing/books.ts';
import { channelOf } from './testing/signer.ts';
import { acceptVoucher } from './vouchers.ts';

const OPERATOR = `0x${'0f'.repeat(20)}` as Payee;
const [ANN, BOB] = [1, 2].map((n) => `0x${`0${n}`.repeat(20)}` as Payee);
const RESEARCHER = `0x${'aa'.repeat(20)}`;
const UNIT = 1_000_000n;
const EVER = { from: null, to: null };
const channel = channelOf(RESEARCHER, 1);
const form = pgliteForm();

vi.setConfig({ testTimeout: 60_000 });

describe('when what was earned became payable', () => {
  let db: Db;
  let chain: MemoryChain;
  let ports: SettlementPorts;
  beforeEach(async () => {
    db = await form.fresh();
    chain = newChain();
    ports = { db, chain, archive: memoryArchive(), report: () => undefined };
  });

  const newChain = (): MemoryChain => {
    const fresh = new MemoryChain(OPERATOR);
    fresh.deposit(RESEARCHER, channel.signer, channel.salt, 10n ** 12n);
    return fresh;
  };
  const vouch = (amount: bigint) => acceptVoucher(db, chain, channel.voucher(chain, amount));

  async function linesFor(payee: Payee): Promise<RunningLine[]> {
    const payableAt = await payableBy(db, ports.archive, payee);
    const lines: RunningLine[] = [];
    const statement = await openStatement(db, payeeAccount(payee), EVER, { standing: {}, payableAt });
    for await (const line of linesOf(db, statement)) lines.push(line);
    return lines;
  }
  const epochsOf = async (payee: Payee) =>
    (await linesFor(payee)).map(({ payable }) => payable?.epoch ?? null);

  /** Each epoch's leaf of a payee, as it was published. */
  async function leavesOf(payee: Payee) {
    const epochs = await db.query<{ number: number; tx: string; leaves: Hash }>(
      `select number, tx, leaves from epoch where state = 'posted' order by id`,
    );
    return Promise.all(
      epochs.map(async ({ number, tx, leaves }) => {
        const own = decodeLeaves(await ports.archive.read(leaves)).find(({ account }) => account === payee);
        return { epoch: number, tx, leaf: own?.cumulative ?? 0n };
      }),
    );
  }

  it('[SM3] is the first epoch whose published leaf has it, whatever was earned, vouched and settled', async () => {
    const round = fc.record({
      lines: fc.array(fc.tuple(fc.constantFrom(ANN, BOB), fc.bigInt(1n, 3n * UNIT)), { maxLength: 4 }),
      // Vouchers may lag behind, so that a line becomes payable in parts.
      vouched: fc.bigInt(0n, 8n),
    });
    await fc.assert(
      fc.asyncProperty(fc.array(round, { minLength: 1, maxLength: 7 }), async (rounds) => {
        await db.script('truncate entry, leaf, epoch, voucher, voucher_step, outgoing, tally cascade');
        chain = newChain();
        ports = { ...ports, chain };
        let vouched = 0n;
        for (const { lines, vouched: more } of rounds) {
          for (const [payee, amount] of lines) await pay(db, channel.id, payee, amount);
          vouched += more;
          if (more > 0n) await vouch(vouched);
          await settleEpoch(ports);
        }
        for (const payee of [ANN, BOB]) {
          const leaves = await leavesOf(payee);
          for (const { balance, payable } of await linesFor(payee)) {
            const whole = wholeTokenUnits(balance);
            const first = whole === 0n ? undefined : leaves.find(({ leaf }) => leaf >= whole);
            expect(payable).toEqual(first ? { epoch: first.epoch, tx: first.tx } : null);
          }
        }
      }),
      { numRuns: 8 },
    );
  });

  it('[SM3] adds up to the growth of the leaves, epoch by epoch', async () => {
    let vouched = 0n;
    for (let epoch = 1; epoch <= 14; epoch++) {
      // Of some epochs Ann has nothing.
      for (let line = 0; line < epoch % 4; line++)
        await pay(db, channel.id, ANN, BigInt(epoch + line) * UNIT);
      await pay(db, channel.id, BOB, UNIT);
      vouched += 1_000n;
      await vouch(vouched);
      expect((await settleEpoch(ports))?.epoch).toBe(epoch);
    }
    const lines = await linesFor(ANN);
    let before = 0n;
    for (const { epoch, tx, leaf } of await leavesOf(ANN)) {
      const within = lines.filter(({ payable }) => payable?.tx === tx);
      expect(within.every(({ payable }) => payable?.epoch === epoch)).toBe(true);
      expect(within.reduce((sum, { amount }) => sum + amount, 0n)).toBe((leaf - before) * UNIT);
      before = leaf;
    }
    expect(before).toBeGreaterThan(0n);
  });

  it('[SM3] is no epoch before one was posted, of a root that was cancelled, or of a chain that was built anew since', async () => {
    await pay(db, channel.id, ANN, 5n * UNIT);
    expect(await epochsOf(ANN)).toEqual([null]);
    await vouch(5n);
    await settleEpoch(ports);
    expect(await epochsOf(ANN)).toEqual([1]);
    await pay(db, channel.id, ANN, 2n * UNIT);
    await vouch(7n);
    chain.delays = true;
    await settleStep(ports, true);
    await settleStep(ports, true);
    expect(await epochsOf(ANN)).toEqual([1, 2]);
    await db.query(`update epoch set state = 'cancelled' where number = 2`);
    expect(await epochsOf(ANN)).toEqual([1, null]);
    await db.query(`update epoch set state = 'posted' where number = 2`);

    chain = newChain();
    ports = { ...ports, chain };
    await settleEpoch(ports);
    const [{ tx }] = await db.query<{ tx: string }>('select tx from epoch order by id desc limit 1');
    expect((await linesFor(ANN)).map(({ payable }) => payable)).toEqual([
      { epoch: 1, tx },
      { epoch: 1, tx },
    ]);
  });

  it('[SM3] is told of the next list that has it where one is lost', async () => {
    for (const vouched of [1n, 2n, 3n]) {
      await pay(db, channel.id, ANN, UNIT);
      await vouch(vouched);
      await settleEpoch(ports);
    }
    await db.query(`update epoch set leaves = repeat('0', 64) where number = 2`);
    expect(await epochsOf(ANN)).toEqual([1, 3, 3]);
  });
});
