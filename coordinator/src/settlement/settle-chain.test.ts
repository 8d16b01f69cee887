/** Settlement on a real EVM whose blocks, price and process are in the test's hands. */
import { type Payee, sumRange } from '@manyhands/protocol';
import { afterAll, beforeAll, beforeEach, expect, it, vi } from 'vitest';
import type { Db } from '../db/db.ts';
import { readLeaves } from '../db/settlement/read-leaves.ts';
import { pgliteForm } from '../db/testing/forms.ts';
import type { Claim, HubCall } from './chain.ts';
import { treeOf } from './leaf-list.ts';
import type { SettlementPorts } from './ports.ts';
import { claimsGas, rangeGas } from './ranges.ts';
import { settleEpoch, settleStep } from './settle.ts';
import { type AnvilChain, startAnvilChain } from './testing/anvil-chain.ts';
import { memoryArchive, pay } from './testing/books.ts';
import { sentTo } from './testing/sending.ts';
import { type Channel, channelOf } from './testing/signer.ts';
import { acceptVoucher } from './vouchers.ts';

vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 });

const UNIT = 1_000_000n;
const GWEI = 10n ** 9n;
/** A gwei of gas is a token unit. */
const COIN_PRICE = 10n ** 9n;
const DUE = 10_000_000n;
const form = pgliteForm();

let anvil: AnvilChain;
let db: Db;
let ports: SettlementPorts;
let reports: string[];
let channel: Channel;
let salt = 0;
let vouched = 0n;

beforeAll(async () => {
  anvil = await startAnvilChain();
});
afterAll(() => anvil.stop());
/** A chain for all tests, and its leaves with it: each has payees of its own and a channel of its own. */
beforeAll(async () => {
  db = await form.fresh();
});
beforeEach(async () => {
  channel = channelOf(anvil.researcher, ++salt);
  await anvil.deposit(channel.signer, channel.salt, 1_000n * DUE);
  [vouched, reports] = [0n, []];
  ports = {
    ...{ db, chain: anvil.chain, archive, report: (what) => reports.push(what) },
    sponsoring: { coinPrice: COIN_PRICE, feePpm: 1_000_000 },
    terms: { gasPpm: 500_000, leastPaid: 0n, patience: 3_600, confirmations: 0, exitSeconds: 3_600 },
  };
});
const archive = memoryArchive();

const payeeOf = (n: number): Payee => `0x${(salt * 100_000 + n).toString(16).padStart(40, '0')}` as Payee;

async function earn(payee: Payee): Promise<void> {
  await pay(db, channel.id, payee, DUE * UNIT);
  vouched += DUE;
  await acceptVoucher(db, anvil.chain, channel.voucher(anvil.chain, vouched));
}

const price = (gwei: bigint) =>
  anvil.rpc('anvil_setNextBlockBaseFeePerGas', `0x${(gwei * GWEI).toString(16)}`);
const mine = (blocks = 1) => anvil.rpc('anvil_mine', `0x${blocks.toString(16)}`);
const step = () => settleStep(ports, true);
const aged = () => db.query(`update outgoing set at = at - interval '1 minute'`);
const sent = () =>
  db.query<{ tx: string; nonce: number; price: bigint }>(
    `select tx, nonce, price from outgoing where purpose <> 'past' order by price`,
  );
const gasUsed = async (tx: string): Promise<number> => {
  const receipt = (await anvil.rpc('eth_getTransactionReceipt', tx)) as { gasUsed: string };
  return Number(receipt.gasUsed);
};

it('[ST5] waits while gas takes more than its share, says so, and settles once it does not', async () => {
  await earn(payeeOf(1));
  await price(1_000n);
  expect(await settleEpoch(ports)).toBeNull();
  expect(reports).toEqual([
    expect.stringMatching(/an epoch waits: gas costs \d+ token units, .* may take 5000000$/),
  ]);
  expect(await sent()).toEqual([]);
  await price(1n);
  await mine();
  expect(await settleEpoch(ports)).not.toBeNull();
  expect(await anvil.chain.balanceOf(payeeOf(1))).toBe(DUE);
});

it('[ST5] settles what an exit would take away, however dear', async () => {
  await earn(payeeOf(1));
  await anvil.requestExit(channel.signer, channel.salt);
  // Above the share, and below what is at stake.
  await price(70n);
  const settled = await settleEpoch({ ...ports, terms: { ...ports.terms, gasPpm: 1 } as never });
  expect(settled?.vouchers).toBe(1);
  expect((await anvil.chain.channel(channel.id)).spent).toBe(DUE);
  await price(1n);
});

it('[ST6] puts a dearer transaction in the place of a stuck one, within the share, and one of them is mined', async () => {
  await earn(payeeOf(1));
  await price(1n);
  await mine();
  await anvil.rpc('evm_setAutomine', false);
  expect((await step()).kind).toBe('moving');
  const [first] = await sent();
  await price(20n);
  await mine();
  expect(await anvil.chain.fateOf({ ...first, raw: '' })).toEqual({ kind: 'waiting' });
  await step();
  expect(await sent(), 'not at once').toHaveLength(1);
  await aged();
  await step();
  const [, second] = await sent();
  expect(second.nonce).toBe(first.nonce);
  expect(second.price).toBeGreaterThan(first.price);
  // So dear that the share does not allow it.
  await price(5_000n);
  await mine();
  await aged();
  await step();
  expect(await sent()).toHaveLength(2);
  expect(reports.at(-1)).toMatch(/was sent, and then gas rose above its share/);
  await price(20n);
  await mine(2);
  await anvil.rpc('evm_setAutomine', true);
  const settled = await settleEpoch(ports);
  expect(settled?.tx).toBe(second.tx);
  expect(await anvil.chain.balanceOf(payeeOf(1))).toBe(DUE);
  await price(1n);
});

it('[ST6] believes an epoch with its confirmations only, and sends one again that was taken back', async () => {
  ports = { ...ports, terms: { ...ports.terms, confirmations: 2 } as never };
  await earn(payeeOf(1));
  const before = await anvil.rpc('evm_snapshot');
  await step();
  await vi.waitFor(async () => expect((await anvil.chain.book()).epoch).toBeGreaterThan(0));
  await mine();
  expect((await step()).kind).toBe('moving');
  const known = async () => (await readLeaves(db)).some(({ account }) => account === payeeOf(1));
  expect(await known()).toBe(false);
  const [{ tx }] = await sent();
  await anvil.rpc('evm_revert', before);
  expect(await anvil.rpc('eth_getTransactionReceipt', tx)).toBeNull();
  const blocks = setInterval(() => mine(), 100);
  try {
    expect((await settleEpoch(ports))?.tx).toBe(tx);
  } finally {
    clearInterval(blocks);
  }
  expect(await known()).toBe(true);
  expect(await anvil.chain.balanceOf(payeeOf(1))).toBe(DUE);
});

it('[ST6] posts again an epoch that was believed and then vanished', async () => {
  await earn(payeeOf(1));
  const before = await anvil.rpc('evm_snapshot');
  const first = await settleEpoch(ports);
  await anvil.rpc('evm_revert', before);
  expect(await anvil.chain.balanceOf(payeeOf(1))).toBe(0n);
  await mine();
  const again = await settleEpoch(ports);
  expect(again).toMatchObject({ epoch: first?.epoch, total: first?.total });
  expect(await anvil.chain.balanceOf(payeeOf(1))).toBe(DUE);
});

it('[ST6] goes on with a chain that was away while an epoch was under way', async () => {
  await earn(payeeOf(1));
  await anvil.rpc('evm_setAutomine', false);
  await step();
  const [{ tx }] = await sent();
  await anvil.restart(async () => {
    await expect(step()).rejects.toMatchObject({ code: 'CHAIN_UNREACHABLE' });
  });
  // Its pool is forgotten, its blocks are there.
  expect((await settleEpoch(ports))?.tx).toBe(tx);
  expect(await anvil.chain.balanceOf(payeeOf(1))).toBe(DUE);
});

it('[ST6] of two coordinators one settles, and the other goes on where it fell silent', async () => {
  await earn(payeeOf(1));
  const [one, two] = ['one', 'two'].map((me) => ({ ...ports, me }));
  await db.query(`update settling set until = now() - interval '1 minute'`);
  const { epoch } = await anvil.chain.book();
  await anvil.rpc('evm_setAutomine', false);
  const found = await Promise.all([settleStep(one, true), settleStep(two, true)]);
  expect(found.map(({ kind }) => kind).sort()).toEqual(['led', 'moving']);
  expect(await sent()).toHaveLength(1);
  await anvil.rpc('evm_setAutomine', true);
  await mine();
  await db.query(`update settling set until = now() - interval '1 minute'`);
  const other = found[0].kind === 'led' ? one : two;
  expect((await settleEpoch(other))?.epoch).toBe(epoch + 1);
  expect((await anvil.chain.book()).epoch).toBe(epoch + 1);
  await db.query(`update settling set until = now() - interval '1 minute'`);
});

it('[RC1] claims for neighbours in ranges at the gas that is reckoned, and one that cannot be paid stops nobody', async () => {
  // No token pays it; it gets no leaf nowadays, and one that is there stays.
  const zero = `0x${'0'.repeat(40)}` as Payee;
  await db.query('insert into leaf (index, account) select count(*), $1 from leaf', [zero]);
  const payees = [zero, ...Array.from({ length: 59 }, (_, n) => payeeOf(n))];
  for (const payee of payees) await pay(db, channel.id, payee, DUE * UNIT);
  vouched = DUE * BigInt(payees.length);
  await acceptVoucher(db, anvil.chain, channel.voucher(anvil.chain, vouched));
  const settled = await settleEpoch(ports);
  for (const payee of payees.slice(1)) expect(await anvil.chain.balanceOf(payee)).toBe(DUE);
  const txs = new Set(settled?.payees.flatMap(({ claimedTx }) => claimedTx ?? []));
  expect(txs.size).toBeLessThan(6);
  const first = await sum([...txs].map(gasUsed));
  expect(first / payees.length).toBeLessThan(37_000);

  for (const payee of payees) await pay(db, channel.id, payee, DUE * UNIT);
  await acceptVoucher(db, anvil.chain, channel.voucher(anvil.chain, 2n * vouched));
  const again = await settleEpoch(ports);
  const later = new Set(again?.payees.flatMap(({ claimedTx }) => claimedTx ?? []));
  expect((await sum([...later].map(gasUsed))) / payees.length).toBeLessThan(15_000);
  for (const payee of payees.slice(1)) expect(await anvil.chain.balanceOf(payee)).toBe(2n * DUE);
});

it('reckons the gas of claims a little above what the hub takes', async () => {
  const payees = Array.from({ length: 64 }, (_, n) => payeeOf(n));
  const { chain } = anvil;
  for (const isFirst of [true, false]) {
    for (const payee of payees.slice(1)) await pay(db, channel.id, payee, DUE * UNIT);
    vouched += DUE * BigInt(payees.length - 1);
    await earn(payees[0]);
    // Nothing is claimed at the operator's cost here.
    await settleEpoch({ ...ports, sponsoring: { coinPrice: COIN_PRICE, feePpm: 0 } });
    const leaves = await readLeaves(db);
    const tree = treeOf(leaves);
    const due = leaves.filter(({ account }) => payees.includes(account));
    const first = Math.ceil(due[0].index / 16) * 16;
    const range = { first, width: 16 };
    // No two in one word of claimed amounts, as those who are claimed by themselves are.
    const single = due
      .filter(({ index }) => index % 4 === 0 && (index < first || index >= first + 16))
      .slice(0, 10);
    const claims = single.map((leaf): Claim => ({ ...leaf, proof: tree.proof(leaf.index) }));
    const cases: [HubCall, number][] = [
      [
        { kind: 'range', range: sumRange(tree, leaves, range) },
        rangeGas({ width: 16, above: tree.depth - 4 }, Array(16).fill({ isFirst })),
      ],
      [{ kind: 'claims', claims }, claimsGas(Array(10).fill({ isFirst }), tree.depth)],
    ];
    for (const [call, reckoned] of cases) {
      const used = await gasUsed(await sentTo(chain, call));
      expect(used, call.kind).toBeLessThan(reckoned);
      expect(used, call.kind).toBeGreaterThan(0.8 * reckoned);
    }
  }
});

const sum = async (numbers: readonly Promise<number>[]): Promise<number> =>
  (await Promise.all(numbers)).reduce((all, each) => all + each, 0);
