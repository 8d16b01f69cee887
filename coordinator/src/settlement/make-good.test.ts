import {
  addressOf,
  channelId,
  hubDomain,
  MAKE_GOOD_SALT,
  type Payee,
  signTyped,
  type TokenUnits,
  VOUCHER,
} from '@manyhands/protocol';
import { beforeEach, expect, it } from 'vitest';
import type { Db } from '../db/db.ts';
import { pgliteForm } from '../db/testing/forms.ts';
import { makeGood } from './make-good.ts';
import { MemoryChain } from './memory-chain.ts';
import type { SettlementPorts } from './ports.ts';
import { settleEpoch } from './settle.ts';
import { readState } from './state.ts';
import { memoryArchive, pay } from './testing/books.ts';
import { channelOf } from './testing/signer.ts';
import { verifyLedger } from './verify/verify.ts';
import { acceptVoucher } from './vouchers.ts';

const OPERATOR = `0x${'0f'.repeat(20)}` as Payee;
const ANN = `0x${'01'.repeat(20)}` as Payee;
const UNIT = 1_000_000n;
const KEY = new Uint8Array(32).fill(7);
const OWNER = addressOf(KEY);
const form = pgliteForm();
const channel = channelOf(`0x${'aa'.repeat(20)}`, 1);

let db: Db;
let chain: MemoryChain;
let ports: SettlementPorts;
beforeEach(async () => {
  db = await form.fresh();
  chain = new MemoryChain(OPERATOR);
  chain.deposit(channel.researcher, channel.signer, channel.salt, 10_000n);
  ports = { db, chain, archive: memoryArchive(), report: () => undefined };
  // Its income is settled, and then it pays 200 for work that no researcher pays.
  await pay(db, channel.id, ANN, 100n * UNIT, 300n * UNIT);
  await acceptVoucher(db, chain, channel.voucher(chain, 400n));
  await settleEpoch(ports);
  await pay(db, channel.id, ANN, 200n * UNIT + 1n, -200n * UNIT - 1n);
  await settleEpoch(ports);
});

function voucher(cumulative: bigint, salt = MAKE_GOOD_SALT) {
  const id = channelId(OWNER, OWNER, salt);
  const signature = signTyped(KEY, hubDomain(chain.chainId, chain.hub), VOUCHER, { channel: id, cumulative });
  return { researcher: OWNER, signer: OWNER, salt, cumulative: cumulative as TokenUnits, signature };
}
const payIn = (amount: bigint) => chain.deposit(OWNER, OWNER, MAKE_GOOD_SALT, amount);
const balances = () => Promise.all([ANN, OPERATOR].map((account) => chain.balanceOf(account)));

async function findings(): Promise<unknown[]> {
  const found: unknown[] = [];
  for await (const said of verifyLedger({ db, archive: ports.archive, chain }))
    if (said.kind === 'finding') found.push(said.finding);
  return found;
}

it('[ST10] what the operator lost is missing for payees, until it pays that in', async () => {
  expect(await balances()).toEqual([100n, 300n]);
  const { code, figures } = await readState(db, 'alone');
  expect([code, figures]).toEqual(['OPERATOR_SHORT', { short: '200', deficit: '201' }]);
  payIn(201n);
  expect(await makeGood(db, chain, voucher(201n))).toEqual({ booked: 201n, all: 201n });
  expect(await settleEpoch(ports)).toMatchObject({ total: 600n, vouchers: 1 });
  expect(await balances()).toEqual([300n, 300n]);
  expect((await readState(db, 'alone')).code).toBe('NOTHING_NEW');
  expect(await findings()).toEqual([]);
  // What is more than was lost is its own again.
  payIn(50n);
  expect(await makeGood(db, chain, voucher(251n))).toEqual({ booked: 50n, all: 251n });
  await settleEpoch(ports);
  expect(await balances()).toEqual([300n, 350n]);
  expect(await chain.book()).toMatchObject({ earned: 651n, paid: 650n });
  expect(await findings()).toEqual([]);
});

it('[ST10] is booked once, also where a request broke off or comes twice', async () => {
  payIn(300n);
  await acceptVoucher(db, chain, voucher(201n));
  const twice = await Promise.all([1, 2].map(() => makeGood(db, chain, voucher(201n))));
  expect(twice.map(({ booked }) => booked).sort()).toEqual([0n, 201n]);
  expect(await makeGood(db, chain, voucher(201n))).toEqual({ booked: 0n, all: 201n });
  await expect(makeGood(db, chain, voucher(200n))).rejects.toMatchObject({ code: 'VOUCHER_STALE' });
  await expect(makeGood(db, chain, voucher(301n))).rejects.toMatchObject({ code: 'VOUCHER_UNCOVERED' });
  await settleEpoch(ports);
  expect(await balances()).toEqual([300n, 300n]);
  expect(await findings()).toEqual([]);
});

it('[ST10] takes nothing of channels that pay for jobs', async () => {
  chain.deposit(OWNER, OWNER, channel.salt, 500n);
  await expect(makeGood(db, chain, voucher(201n, channel.salt))).rejects.toMatchObject({
    code: 'REQUEST_INVALID',
  });
  const forged = { ...voucher(100n), cumulative: 200n as TokenUnits };
  payIn(300n);
  await expect(makeGood(db, chain, forged)).rejects.toMatchObject({ code: 'VOUCHER_FORGED' });
  expect(await db.query(`select txn from entry where kind = 'made-good'`)).toEqual([]);
});
