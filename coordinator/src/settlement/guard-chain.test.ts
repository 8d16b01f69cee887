import { addressOf, hashOf, type Payee, type TokenUnits } from '@manyhands/protocol';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Chain, Claim } from './chain.ts';
import { rootHex, treeOf } from './leaf-list.ts';
import { MemoryChain } from './memory-chain.ts';
import { type AnvilChain, startAnvilChain, type Watcher } from './testing/anvil-chain.ts';
import { settled as posted, untilActive } from './testing/sending.ts';
import { type Channel, channelOf } from './testing/signer.ts';

interface ChainUnderTest {
  readonly chain: Chain;
  readonly researcher: string;
  readonly watcher: Watcher;
  deposit(channel: Channel, amount: bigint): Promise<void>;
}

const KEY = new Uint8Array(32).fill(0x0f);
const DELAY = 600;
const account = (n: number): Payee => `0x${(0xabc0 + n).toString(16).padStart(40, '0')}` as Payee;

function treeWith(...amounts: bigint[]) {
  const leaves = amounts.map((amount, index) => ({
    index,
    account: account(index),
    cumulative: amount as TokenUnits,
  }));
  const tree = treeOf(leaves);
  const claims: Claim[] = leaves.map((leaf) => ({ ...leaf, proof: tree.proof(leaf.index) }));
  return { root: rootHex(tree), claims };
}

/** How both forms of the Chain port guard payees. The cases follow on each other, as a chain does. */
function guardSuite(on: () => ChainUnderTest): void {
  const first = treeWith(600n, 300n, 100n);
  const second = treeWith(600n, 350n, 150n);
  const post = async (number: number, root: string): Promise<void> => {
    await posted(on().chain, { number, vouchers: [], root, leaves: hashOf(new Uint8Array()) });
  };
  const settled = async (): Promise<void> => {
    await on().watcher.pass(3 * DELAY);
    await untilActive(on().chain);
  };

  it('has no demands while no root is pending, and refuses them', async () => {
    const { chain, researcher, deposit, watcher } = on();
    const channel = channelOf(researcher, 0);
    await deposit(channel, 2000n);
    await posted(chain, {
      number: 1,
      vouchers: [channel.voucher(chain, 2000n)],
      root: first.root,
      leaves: hashOf(new Uint8Array()),
    });
    await settled();
    expect(await chain.guard.activationDelay()).toBe(DELAY);
    expect(await chain.guard.demands()).toEqual([]);
    await expect(watcher.demandLeaf(first.claims[0])).rejects.toThrow(/RootNotPending/);
  });

  it('[DM1] shows what is demanded until it is answered, once each, and pays the stake to who answers', async () => {
    const { chain, watcher } = on();
    await post(2, second.root);
    await watcher.demandLeaf(first.claims[1]);
    await expect(watcher.demandLeaf(first.claims[1])).rejects.toThrow(/DemandOpen/);
    await watcher.demandLeaf(first.claims[2]);
    const open = await chain.guard.demands();
    expect(open).toMatchObject([
      { index: 1, account: account(1), cumulative: 300n },
      { index: 2, account: account(2), cumulative: 100n },
    ]);
    const before = await chain.balanceOf(chain.operator);
    const wrong = { claim: first.claims[2], demanded: 100n as TokenUnits };
    const right = { claim: second.claims[1], demanded: 300n as TokenUnits };
    const outcomes = await chain.guard.answer([wrong, right, { ...right, demanded: 299n as TokenUnits }]);
    expect(outcomes).toEqual([
      { why: 'ProofInvalid' },
      { tx: expect.stringMatching(/^0x/) },
      { why: 'NothingDemanded' },
    ]);
    expect(await chain.guard.demands()).toMatchObject([{ index: 2 }]);
    expect((await chain.balanceOf(chain.operator)) - before).toBe(1_000_000_000n);
    await watcher.demandLeaf(first.claims[1]);
    expect(await chain.guard.demands()).toHaveLength(2);
  });

  it('[ST4] tells that a root was cancelled because nobody answered, and has the one before back at once', async () => {
    const { chain, watcher } = on();
    await watcher.addBond(1000n);
    expect(await chain.guard.bond()).toEqual({ amount: 1000n, exitAt: null });
    const demand = { index: 2, account: account(2), cumulative: 100n as TokenUnits };
    await expect(watcher.closeDemand(demand)).rejects.toThrow(/AnswerOpen/);
    expect((await chain.postedBy(2, second.root))?.tx).toMatch(/^0x/);
    expect(await chain.guard.cancelled(2, second.root)).toBeNull();
    await watcher.pass(DELAY + 1);
    await watcher.closeDemand(demand);
    expect(await chain.guard.cancelled(2, second.root)).toMatchObject({ lostBond: 1000n });
    expect(await chain.guard.cancelled(1, first.root)).toBeNull();
    expect(await chain.book()).toMatchObject({ epoch: 2, root: first.root, earned: 2000n });
    expect(await chain.postedBy(2, second.root)).toBeNull();
    expect(await chain.guard.demands()).toEqual([]);
    expect((await chain.guard.bond()).amount).toBe(0n);
    await expect(post(2, second.root)).rejects.toThrow(/WrongEpoch/);
    await post(3, second.root);
    await settled();
    expect((await chain.book()).root).toBe(second.root);
  });

  it('[RE1] signs receipts that the hub takes for demands once they are due, and no others', async () => {
    const { chain, watcher } = on();
    const promised = { index: 1, account: account(1), cumulative: 400n as TokenUnits, dueEpoch: 5 };
    const receipt = { ...promised, signature: chain.guard.signReceipt(promised) };
    await post(4, second.root);
    await expect(watcher.demandReceipt(receipt)).rejects.toThrow(/ReceiptNotDue/);
    await expect(watcher.demandReceipt({ ...receipt, dueEpoch: 4 })).rejects.toThrow(/ReceiptForged/);
    await settled();
    await post(5, second.root);
    await watcher.demandReceipt(receipt);
    expect(await chain.guard.demands()).toMatchObject([{ index: 1, cumulative: 400n }]);
    const low = { claim: second.claims[1], demanded: 400n as TokenUnits };
    expect(await chain.guard.answer([low])).toEqual([{ why: 'ProofInvalid' }]);
  });

  it('cancels a root at once that takes a leaf back', async () => {
    const { chain, watcher } = on();
    await settled();
    const lower = treeWith(601n, 349n, 150n);
    await post(6, lower.root);
    await expect(watcher.cancelRoot(second.claims[0], lower.claims[0])).rejects.toThrow(/NothingTaken/);
    await watcher.cancelRoot(second.claims[1], lower.claims[1]);
    expect(await chain.guard.cancelled(6, lower.root)).not.toBeNull();
    expect((await chain.book()).root).toBe(second.root);
  });
}

describe('in memory', () => {
  const chain = new MemoryChain(addressOf(KEY) as Payee, KEY);
  const researcher = account(98);
  const watcher: Watcher = {
    demandLeaf: async (was) => chain.guard.demandLeaf(was, researcher),
    demandReceipt: async (receipt) => chain.guard.demandReceipt(receipt, researcher),
    cancelRoot: async (was, now) => chain.guard.cancelRoot(was, now, researcher),
    closeDemand: async (demand) => chain.guard.closeDemand(demand),
    addBond: async (amount) => chain.guard.addBond(amount),
    pass: async (seconds) => chain.guard.pass(seconds),
  };
  guardSuite(() => ({
    ...{ chain, researcher, watcher },
    deposit: async ({ researcher: by, signer, salt }, amount) => chain.deposit(by, signer, salt, amount),
  }));
});

describe('ethers on anvil', () => {
  let anvil: AnvilChain;
  beforeAll(async () => {
    anvil = await startAnvilChain(DELAY);
  }, 60_000);
  afterAll(() => anvil.stop());
  guardSuite(() => ({
    ...{ chain: anvil.chain, researcher: anvil.researcher, watcher: anvil.watcher },
    deposit: ({ signer, salt }, amount) => anvil.deposit(signer, salt, amount),
  }));
});
