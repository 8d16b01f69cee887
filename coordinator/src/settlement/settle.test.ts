import { fromHex, type Payee, verifySumProof } from '@manyhands/protocol';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Db } from '../db/db.ts';
import { jobTerms } from '../db/testing/batches.ts';
import { pgliteForm } from '../db/testing/forms.ts';
import { insertJob } from '../db/testing/journal.ts';
import { ChainRefused } from './chain.ts';
import { MemoryChain } from './memory-chain.ts';
import { proofFor } from './payee-proof.ts';
import { type SettlementPorts, settleEpoch, settleStep } from './settle.ts';
import { type AnvilChain, startAnvilChain } from './testing/anvil-chain.ts';
import { memoryArchive, pay } from './testing/books.ts';
import { channelOf } from './testing/signer.ts';
import { acceptVoucher } from './vouchers.ts';

const OPERATOR = `0x${'0f'.repeat(20)}` as Payee;
const [ANN, BOB] = [1, 2].map((n) => `0x${`0${n}`.repeat(20)}` as Payee);
const RESEARCHER = `0x${'aa'.repeat(20)}`;
const UNIT = 1_000_000n;
const form = pgliteForm();

describe('an epoch', () => {
  const channel = channelOf(RESEARCHER, 1);
  let db: Db;
  let chain: MemoryChain;
  let ports: SettlementPorts;
  let reports: string[];
  beforeEach(async () => {
    db = await form.fresh();
    chain = newChain();
    reports = [];
    ports = { db, chain, archive: memoryArchive(), report: (what) => reports.push(what) };
  });

  const newChain = (): MemoryChain => {
    const fresh = new MemoryChain(OPERATOR);
    fresh.deposit(RESEARCHER, channel.signer, channel.salt, 10_000n);
    return fresh;
  };
  const vouch = (amount: bigint) => acceptVoucher(db, chain, channel.voucher(chain, amount));
  const balances = () => Promise.all([ANN, BOB, OPERATOR].map((account) => chain.balanceOf(account)));

  it('[ST1] pays what was earned, and the operator its fees; roundings stay in the hub', async () => {
    await pay(db, channel.id, ANN, 600n * UNIT + 999_999n, 50n * UNIT);
    await pay(db, channel.id, BOB, 40n * UNIT, 1n);
    await vouch(691n);
    const settlement = await settleEpoch(ports);
    expect(settlement).toMatchObject({ epoch: 1, total: 690n, vouchers: 1 });
    expect(settlement?.payees.every((payee) => payee.claimedTx !== null)).toBe(true);
    expect(await balances()).toEqual([600n, 40n, 50n]);
    expect(await chain.book()).toMatchObject({ earned: 691n, paid: 690n });
    expect(reports).toEqual([]);
  });

  it('[VO2] redeems no more of a budget that was paid ahead than the next step above what is owed', async () => {
    const steps = [200n, 400n, 600n, 800n].map((amount) => channel.voucher(chain, amount));
    await acceptVoucher(db, chain, { ...channel.voucher(chain, 1_000n), steps });
    expect(await settleEpoch(ports)).toBeNull();
    await pay(db, channel.id, ANN, 250n * UNIT);
    expect(await settleEpoch(ports)).toMatchObject({ total: 250n });
    expect((await chain.channel(channel.id)).spent).toBe(400n);
    await pay(db, channel.id, ANN, 100n * UNIT);
    expect(await settleEpoch(ports)).toMatchObject({ total: 350n, vouchers: 0 });
    await pay(db, channel.id, BOB, 600n * UNIT);
    expect(await settleEpoch(ports)).toMatchObject({ total: 950n });
    expect((await chain.channel(channel.id)).spent).toBe(1_000n);
    expect(await balances()).toEqual([350n, 600n, 0n]);
  });

  it('[VO2] once an exit was begun, redeems what running jobs may still charge, and leaves the rest', async () => {
    const steps = [200n, 400n, 600n, 800n].map((amount) => channel.voucher(chain, amount));
    await acceptVoucher(db, chain, { ...channel.voucher(chain, 1_000n), steps });
    await insertJob(db, jobTerms(), 350n * UNIT);
    await db.query('update job set channel = $1', [channel.id]);
    await pay(db, channel.id, ANN, 150n * UNIT);
    await settleEpoch(ports);
    expect((await chain.channel(channel.id)).spent).toBe(200n);
    chain.requestExit(channel.id);
    // The budget of 350 of a job of which nothing is charged yet, and 150 for others.
    expect(await settleEpoch(ports)).toMatchObject({ total: 150n, vouchers: 1 });
    expect((await chain.channel(channel.id)).spent).toBe(600n);
    await db.query(`update job set state = 'cancelled'`);
    expect(await settleEpoch(ports)).toBeNull();
    expect(await balances()).toEqual([150n, 0n, 0n]);
  });

  it('[VO2] what is owed and what may still be charged are rounded up together, not each', async () => {
    const steps = [1n, 2n, 3n].map((amount) => channel.voucher(chain, amount));
    await acceptVoucher(db, chain, { ...channel.voucher(chain, 4n), steps });
    await insertJob(db, jobTerms(), UNIT / 2n);
    await db.query('update job set channel = $1', [channel.id]);
    await pay(db, channel.id, ANN, UNIT + UNIT / 2n);
    chain.requestExit(channel.id);
    await settleEpoch(ports);
    expect((await chain.channel(channel.id)).spent).toBe(2n);
  });

  it('does nothing when nothing is new', async () => {
    expect(await settleEpoch(ports)).toBeNull();
    await pay(db, channel.id, ANN, 10n * UNIT);
    await vouch(10n);
    expect(await settleEpoch(ports)).not.toBeNull();
    expect(await settleEpoch(ports)).toBeNull();
    expect(chain.sent).toMatchObject({ settle: 1, claims: 1, range: 0 });
  });

  it('[ST2] pays each epoch only what is new', async () => {
    await pay(db, channel.id, ANN, 10n * UNIT);
    await vouch(10n);
    await settleEpoch(ports);
    await pay(db, channel.id, BOB, 5n * UNIT);
    await pay(db, channel.id, ANN, 1n * UNIT);
    await vouch(16n);
    const second = await settleEpoch(ports);
    expect(second).toMatchObject({ epoch: 2, total: 16n });
    expect(await balances()).toEqual([11n, 5n, 0n]);
  });

  it('gives out no more than vouchers cover, in proportion, and the rest when they follow', async () => {
    await pay(db, channel.id, ANN, 30n * UNIT);
    await pay(db, channel.id, BOB, 10n * UNIT);
    await vouch(20n);
    await settleEpoch(ports);
    expect(await balances()).toEqual([15n, 5n, 0n]);
    expect(reports).toEqual([expect.stringContaining('vouchers lag 20')]);
    await vouch(40n);
    await settleEpoch(ports);
    expect(await balances()).toEqual([30n, 10n, 0n]);
  });

  it('keeps what is vouched in advance for those who will earn it', async () => {
    await pay(db, channel.id, ANN, 10n * UNIT, 2n * UNIT);
    await vouch(500n);
    expect(await settleEpoch(ports)).toMatchObject({ total: 12n });
    expect(await balances()).toEqual([10n, 0n, 2n]);
    await pay(db, channel.id, BOB, 488n * UNIT);
    expect(await settleEpoch(ports)).toMatchObject({ epoch: 2, total: 500n, vouchers: 0 });
    expect(await balances()).toEqual([10n, 488n, 2n]);
  });

  it('[RC1] claims at its own cost only where the gas costs no more than its share, and the rest keeps', async () => {
    await pay(db, channel.id, ANN, 6_000n * UNIT);
    await pay(db, channel.id, BOB, 40n * UNIT);
    await vouch(6_040n);
    // 91,000 gas of two claims at a gwei are 91 token units, 46 for each.
    const sponsoring = { coinPrice: 10n ** 6n, feePpm: 50_000 };
    const settlement = await settleEpoch({ ...ports, sponsoring });
    expect(settlement?.payees.map(({ claimedTx }) => claimedTx !== null)).toEqual([false, true, false]);
    expect(await balances()).toEqual([6_000n, 0n, 0n]);
    await settleEpoch({ ...ports, sponsoring });
    expect(await balances()).toEqual([6_000n, 0n, 0n]);
    chain.gasPrice = 10n ** 7n;
    await settleEpoch({ ...ports, sponsoring });
    expect(await balances()).toEqual([6_000n, 40n, 0n]);
  });

  it('claims for many in turns, between which others have theirs, and waits no more once it is to stop', async () => {
    // Three transactions of claims.
    await db.query(
      `insert into entry (txn, line, account, amount, kind)
       select 'unit:many:' || n || ':0', line, case line when 0 then $1 else 'payee:0x' || lpad(to_hex(n), 40, '0') end,
         case line when 0 then -$2::numeric else $2 end, case line when 0 then 'charge' else 'work' end
       from generate_series(1, 700) as n, generate_series(0, 1) as line`,
      [`channel:${channel.id}`, UNIT],
    );
    await vouch(700n);
    const claims = () => chain.sent.range + chain.sent.claims;
    const each: number[] = [];
    await settleEpoch({ ...ports, minedMs: 0 }, async (turn) => {
      const before = claims();
      const done = await turn();
      each.push(claims() - before);
      return done;
    });
    expect([claims(), Math.max(...each)]).toEqual([3, 1]);
    expect((await chain.book()).paid).toBe(700n);

    await pay(db, channel.id, ANN, UNIT);
    await vouch(701n);
    await settleStep(ports, true);
    chain.mines = false;
    const begin = performance.now();
    const signal = AbortSignal.timeout(500);
    expect(await settleStep({ ...ports, signal }, false)).toMatchObject({ kind: 'moving' });
    expect(performance.now() - begin).toBeLessThan(15_000);
  }, 60_000);

  it('proves to each payee what it can claim without us', async () => {
    await pay(db, channel.id, ANN, 10n * UNIT);
    expect(await proofFor(db, ANN)).toBeNull();
    await vouch(10n);
    await settleEpoch(ports);
    const proof = await proofFor(db, ANN);
    expect(proof).toMatchObject({ epoch: 1, account: ANN, cumulative: 10n, root: (await chain.book()).root });
    if (proof === null) return;
    expect(verifySumProof(fromHex(proof.root), { ...proof, proof: proof.proof.map(fromHex) })).toBe(true);
    expect(await proofFor(db, BOB)).toBeNull();
  });

  it('however many ask for proofs of a new root, its tree is built once', async () => {
    await pay(db, channel.id, ANN, 10n * UNIT);
    await vouch(10n);
    await settleStep(ports, true);
    chain.delays = true;
    await settleStep(ports, false);
    let reads = 0;
    const counted = new Proxy(db, {
      get(target, name) {
        if (name !== 'query') return Reflect.get(target, name, target);
        return (text: string, params?: never) => {
          if (/from leaf where cumulative is not null/.test(text)) reads++;
          return target.query(text, params);
        };
      },
    });
    // Another root than the last that was built in this process.
    await db.query(`update epoch set root = '0x01'`);
    await Promise.all(Array.from({ length: 20 }, () => proofFor(counted, ANN)));
    expect(reads).toBe(1);
  });

  /** Each place where a process can end, as the call of the chain or the archive that never returns. */
  it.each([
    ['before an epoch is prepared', 'prepare', 'before', 0],
    ['after it is prepared, before the database knows', 'prepare', 'after', 0],
    ['before it is sent', 'sendPrepared', 'before', 0],
    ['after it is mined, before the database knows', 'sendPrepared', 'after', 0],
    ['before claims are prepared', 'prepare', 'before', 1],
    ['after they are prepared', 'prepare', 'after', 1],
    ['before they are sent', 'sendPrepared', 'before', 1],
    ['after they are mined', 'sendPrepared', 'after', 1],
  ] as const)('[ST6] a crash %s loses nothing and pays nothing twice', async (_, call, when, calls) => {
    await pay(db, channel.id, ANN, 10n * UNIT, 3n * UNIT);
    await vouch(13n);
    const crashing = crashAt(chain, call, { when, calls });
    await expect(settleEpoch({ ...ports, chain: crashing })).rejects.toThrow('crash');
    // More happens before the next process comes.
    await pay(db, channel.id, BOB, 7n * UNIT);
    await vouch(20n);
    await settleEpoch(ports);
    await settleEpoch(ports);
    expect(await balances()).toEqual([10n, 7n, 3n]);
    // Nothing was decided where it ended before that was kept.
    const epoch = call === 'prepare' && calls === 0 ? 1 : 2;
    expect(await chain.book()).toMatchObject({ earned: 20n, paid: 20n, epoch });
    expect(await db.query(`select state from epoch order by id`)).toEqual(
      Array.from({ length: epoch }, () => ({ state: 'posted' })),
    );
    expect(await db.query(`select tx from outgoing where purpose <> 'past'`)).toEqual([]);
  });

  it('[ST6] believes a plan that was given up and yet mined, where nodes answered each from another block', async () => {
    await pay(db, channel.id, ANN, 10n * UNIT);
    await vouch(10n);
    await settleStep(ports, true);
    await db.query(`update epoch set state = 'dropped'`);
    await db.query('delete from outgoing');
    await settleEpoch(ports);
    expect(await balances()).toEqual([10n, 0n, 0n]);
    expect(await db.query('select number, state from epoch')).toEqual([{ number: 1, state: 'posted' }]);
  });

  it('[ST6] one who leads no more writes nothing of what it saw before', async () => {
    await pay(db, channel.id, ANN, 10n * UNIT);
    await vouch(10n);
    await settleStep({ ...ports, me: 'one' }, true);
    let isOver = false;
    const slow = new Proxy(chain, {
      get(target, name) {
        const member = Reflect.get(target, name, target);
        if (typeof member !== 'function') return member;
        return async (...args: unknown[]) => {
          const seen = await member.apply(target, args);
          if (name !== 'fateOf' || isOver) return seen;
          isOver = true;
          // The other one believes the epoch, and keeps the next one’s transaction.
          await db.query(`update settling set until = now() - interval '1 second'`);
          const other = { ...ports, me: 'other' };
          await settleEpoch(other);
          await pay(db, channel.id, BOB, 5n * UNIT);
          await vouch(15n);
          await settleStep(other, true);
          return seen;
        };
      },
    });
    expect(await settleStep({ ...ports, me: 'one', chain: slow }, false)).toMatchObject({ kind: 'led' });
    expect(await db.query(`select purpose from outgoing where purpose <> 'past'`)).toEqual([
      { purpose: 'epoch' },
    ]);
  });

  it('settles again on a chain that was rebuilt, under its own epoch numbers', async () => {
    await pay(db, channel.id, ANN, 10n * UNIT);
    await vouch(10n);
    await settleEpoch(ports);
    await pay(db, channel.id, BOB, 5n * UNIT);
    await vouch(15n);
    // A plan of the old chain is left behind as well.
    await expect(settleEpoch({ ...ports, chain: crashAt(chain, 'sendPrepared') })).rejects.toThrow('crash');
    const rebuilt = newChain();
    // Its transaction has a place that the new chain reaches who knows when.
    await settleEpoch({ ...ports, chain: rebuilt }, undefined, AbortSignal.abort());
    expect(await db.query(`select count(*) as n from outgoing where purpose <> 'past'`)).toEqual([{ n: 1 }]);
    await db.query(`update outgoing set at = at - interval '1 minute'`);
    const settlement = await settleEpoch({ ...ports, chain: rebuilt });
    expect(settlement).toMatchObject({ epoch: 1, total: 15n, vouchers: 1 });
    expect(await rebuilt.balanceOf(ANN)).toBe(10n);
    expect(await rebuilt.balanceOf(BOB)).toBe(5n);
    expect(await settleEpoch({ ...ports, chain: rebuilt })).toBeNull();
  });

  it('[ST2] settles nothing on a chain whose root it does not know, as from an old backup, and says why', async () => {
    await pay(db, channel.id, ANN, 10n * UNIT);
    await vouch(10n);
    await settleEpoch(ports);
    const backup = await form.fresh();
    for (const [to, amount] of [
      [ANN, 5n],
      [BOB, 30n],
    ] as const)
      await pay(backup, channel.id, to, amount * UNIT);
    await acceptVoucher(backup, chain, channel.voucher(chain, 40n));
    expect(await settleEpoch({ ...ports, db: backup })).toBeNull();
    expect((await chain.book()).epoch).toBe(1);
    expect(reports).toEqual([expect.stringMatching(/root of epoch 1 is not in this database/)]);
  });

  it('settles nothing on a rebuilt chain without deposits, and says why', async () => {
    await pay(db, channel.id, ANN, 10n * UNIT);
    await vouch(10n);
    await settleEpoch(ports);
    expect(await settleEpoch({ ...ports, chain: new MemoryChain(OPERATOR) })).toBeNull();
    expect(reports).toEqual([expect.stringContaining('less than is rooted')]);
  });

  it('does not plan anew while its own earlier transaction may still be mined', async () => {
    await pay(db, channel.id, ANN, 10n * UNIT);
    await vouch(10n);
    await expect(settleEpoch({ ...ports, chain: crashAt(chain, 'sendPrepared') })).rejects.toThrow('crash');
    await db.query('delete from outgoing');
    const pending = crashAt(chain, 'gasFor', { error: new ChainRefused('WrongEpoch') });
    await expect(settleEpoch({ ...ports, chain: pending })).rejects.toThrow('WrongEpoch');
    expect(await db.query('select state from epoch')).toEqual([{ state: 'planned' }]);
    expect(await settleEpoch(ports)).toMatchObject({ epoch: 1 });
  });

  it('a chain that is away stops nothing but the settlement', async () => {
    await pay(db, channel.id, ANN, 10n * UNIT);
    await vouch(10n);
    chain.failure = new Error('away');
    await expect(settleEpoch(ports)).rejects.toThrow('away');
    chain.failure = null;
    expect(await settleEpoch(ports)).toMatchObject({ total: 10n });
  });
});

describe('an epoch on a real chain', () => {
  let anvil: AnvilChain;
  beforeAll(async () => {
    anvil = await startAnvilChain();
  }, 60_000);
  afterAll(() => anvil.stop());

  it('[ST1] ends with the tokens where the ledger says, in as many epochs as it takes', async () => {
    const { chain, researcher } = anvil;
    const db = await form.fresh();
    const ports = { db, chain, archive: memoryArchive(), report: () => undefined };
    const channels = [channelOf(researcher, 1), channelOf(researcher, 2)];
    for (const channel of channels) await anvil.deposit(channel.signer, channel.salt, 5_000n);
    const payees = Array.from(
      { length: 50 },
      (_, n) => `0x${(n + 1000).toString(16).padStart(40, '0')}` as Payee,
    );
    for (const epoch of [1, 2]) {
      for (const [n, payee] of payees.entries())
        await pay(db, channels[n % 2].id, payee, BigInt(n) * UNIT + 7n, 2n * UNIT);
      for (const channel of channels)
        await acceptVoucher(db, chain, channel.voucher(chain, 1_000n * BigInt(epoch)));
      const settlement = await settleEpoch(ports);
      expect(settlement).toMatchObject({ epoch, vouchers: 2 });
    }
    const tokens = await Promise.all(payees.map((payee) => chain.balanceOf(payee)));
    expect(tokens).toEqual(payees.map((_, n) => BigInt(2 * n)));
    const book = await chain.book();
    const operator = await chain.balanceOf(chain.operator);
    expect(tokens.reduce((sum, amount) => sum + amount, operator)).toBe(book.paid);
  }, 60_000);
});

/** The chain, except that a call fails as if the process ended: before it does anything, or right after; `calls` before it go well. */
function crashAt(
  chain: MemoryChain,
  call: 'gasFor' | 'prepare' | 'sendPrepared',
  {
    when = 'before',
    calls = 0,
    error = new Error('crash'),
  }: { when?: 'before' | 'after'; calls?: number; error?: Error } = {},
) {
  let left = calls;
  return new Proxy(chain, {
    get(target, name) {
      const member = Reflect.get(target, name, target);
      if (typeof member !== 'function') return member;
      return async (...args: unknown[]) => {
        if (name !== call || left-- > 0) return member.apply(target, args);
        if (when === 'after') await member.apply(target, args);
        throw error;
      };
    },
  });
}
