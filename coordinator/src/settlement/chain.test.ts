import {
  addressOf,
  hashOf,
  hubDomain,
  type Payee,
  RELAYED_CLAIM,
  signTyped,
  sumRange,
  type TokenUnits,
} from '@manyhands/protocol';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Chain, ChainRefused, type RelayTerms } from './chain.ts';
import { openEthersChain } from './ethers-chain.ts';
import { rootHex, treeOf } from './leaf-list.ts';
import { MemoryChain } from './memory-chain.ts';
import { type AnvilChain, EXIT_WINDOW, startAnvilChain } from './testing/anvil-chain.ts';
import { claimedBy, sentTo, settled, untilActive } from './testing/sending.ts';
import { type Channel, channelOf } from './testing/signer.ts';

interface ChainUnderTest {
  readonly chain: Chain;
  readonly researcher: string;
  deposit(channel: Channel, amount: bigint): Promise<void>;
  requestExit(channel: Channel): Promise<void>;
  /** Lets the window pass before. */
  exit(channel: Channel): Promise<void>;
}

const account = (n: number): Payee => `0x${(0xabc0 + n).toString(16).padStart(40, '0')}` as Payee;
const LEAVES = hashOf(new Uint8Array());

const treeWith = (...amounts: bigint[]) => {
  const leaves = amounts.map((amount, index) => ({
    index,
    account: account(index),
    cumulative: amount as TokenUnits,
  }));
  const tree = treeOf(leaves);
  return { root: rootHex(tree), claims: leaves.map((leaf) => ({ ...leaf, proof: tree.proof(leaf.index) })) };
};

/** What both forms of the Chain port do alike. The cases follow on each other, as a chain does. */
function chainSuite(on: () => ChainUnderTest): void {
  it('knows a channel from its deposit, and one nobody deposited into as empty', async () => {
    const { chain, researcher, deposit } = on();
    const channel = channelOf(researcher, 0);
    expect(await chain.channel(channel.id)).toEqual({ deposit: 0n, spent: 0n, exiting: false });
    await deposit(channel, 1000n);
    expect(await chain.channel(channel.id)).toEqual({ deposit: 1000n, spent: 0n, exiting: false });
  });

  it('redeems vouchers, posts a root and pays what its leaves say, once', async () => {
    const { chain, researcher } = on();
    const channel = channelOf(researcher, 0);
    const { root, claims } = treeWith(600n, 0n, 100n);
    const vouchers = [channel.voucher(chain, 700n)];
    const tx = await settled(chain, { number: 1, vouchers, root, leaves: LEAVES });
    expect(await chain.book()).toEqual({ earned: 700n, paid: 0n, epoch: 1, root });
    expect(await chain.postedBy(1, root)).toEqual({ tx, depth: 0 });
    expect(await chain.postedBy(1, treeWith(1n).root)).toBeNull();
    await untilActive(chain);
    await claimedBy(chain, claims);
    await claimedBy(chain, claims);
    expect(await chain.claimed([0, 1, 2, 3])).toEqual([600n, 0n, 100n, 0n]);
    expect(await chain.balanceOf(account(0))).toBe(600n);
    expect((await chain.book()).paid).toBe(700n);
  });

  it.each([
    ['an epoch sent twice', 'WrongEpoch', { number: 1, root: treeWith(700n).root }],
    ['[ST1] a root above what the hub earned', 'RootAboveEarned', { number: 2, root: treeWith(701n).root }],
    ['a root below the last one', 'RootBelowPrevious', { number: 2, root: treeWith(699n).root }],
  ])('refuses %s', async (_, reason, call) => {
    const refused = settled(on().chain, { vouchers: [], leaves: LEAVES, ...call });
    await expect(refused).rejects.toMatchObject({ reason });
    await expect(refused).rejects.toBeInstanceOf(ChainRefused);
  });

  it('refuses a forged voucher and a wrong proof', async () => {
    const { chain, researcher } = on();
    const stolen = { ...channelOf(researcher, 0).voucher(chain, 800n), cumulative: 900n as TokenUnits };
    const { root, claims } = treeWith(700n);
    await expect(
      settled(chain, { number: 2, vouchers: [stolen], root, leaves: LEAVES }),
    ).rejects.toMatchObject({
      reason: 'VoucherForged',
    });
    await expect(claimedBy(chain, claims)).rejects.toMatchObject({ reason: 'ProofInvalid' });
  });

  it('caps a voucher at the deposit and skips one that was overtaken', async () => {
    const { chain, researcher } = on();
    const channel = channelOf(researcher, 0);
    const { root } = treeWith(600n, 300n, 100n);
    const vouchers = [channel.voucher(chain, 5000n), channel.voucher(chain, 10n)];
    await settled(chain, { number: 2, vouchers, root, leaves: LEAVES });
    expect(await chain.channel(channel.id)).toMatchObject({ deposit: 1000n, spent: 1000n });
    expect((await chain.book()).earned).toBe(1000n);
  });

  it('relays a claim on terms that its payee signed, once, and refuses changed ones', async () => {
    const { chain, researcher, deposit } = on();
    const channel = channelOf(researcher, 0);
    await deposit(channel, 500n);
    const key = new Uint8Array(32).fill(9);
    const payee = addressOf(key) as Payee;
    const leaves = [600n, 300n, 100n, 500n].map((amount, index) => ({
      index,
      account: index === 3 ? payee : account(index),
      cumulative: amount as TokenUnits,
    }));
    const tree = treeOf(leaves);
    const vouchers = [channel.voucher(chain, 1500n)];
    await untilActive(chain);
    await settled(chain, { number: 3, vouchers, root: rootHex(tree), leaves: LEAVES });
    await untilActive(chain);
    const claim = { ...leaves[3], proof: tree.proof(3) };
    const gas = await chain.gasFor({ kind: 'claims', claims: [claim] });
    expect(gas.gas > 0n && gas.price > 0n).toBe(true);
    const signed = { index: 3n, claimed: 0n, fee: 20n, least: 480n, deadline: 2n ** 40n };
    const signature = signTyped(key, hubDomain(chain.chainId, chain.hub), RELAYED_CLAIM, {
      ...signed,
      account: payee,
      relayer: chain.operator,
    });
    const terms = { ...signed, index: 3, deadline: 2 ** 40, payee, signature } as RelayTerms;
    const greedy = { ...terms, fee: 21n as TokenUnits };
    await expect(chain.prepareRelay(claim, greedy)).rejects.toMatchObject({ reason: 'RelayForged' });
    const prepared = await chain.prepareRelay(claim, terms);
    expect(await chain.fateOf(prepared)).toEqual({ kind: 'waiting' });
    const before = await chain.balanceOf(chain.operator);
    await chain.sendPrepared(prepared);
    await chain.sendPrepared(prepared);
    await expect.poll(() => chain.fateOf(prepared), { timeout: 20_000 }).toEqual({ kind: 'mined', depth: 0 });
    expect(await chain.balanceOf(payee)).toBe(480n);
    expect((await chain.balanceOf(chain.operator)) - before).toBe(20n);
    await expect(chain.prepareRelay(claim, terms)).rejects.toMatchObject({ reason: 'RelayStale' });
  });

  it('pays in all no more than the newest root covers, however that moves what was claimed', async () => {
    const { chain } = on();
    // The first leaf was paid already, and is given once more to a fifth.
    const leaves = [0n, 300n, 100n, 500n, 600n].map((amount, index) => ({
      ...{ index, account: account(index), cumulative: amount as TokenUnits },
    }));
    const tree = treeOf(leaves);
    await settled(chain, { number: 4, vouchers: [], root: rootHex(tree), leaves: LEAVES });
    await untilActive(chain);
    const claims = leaves.map((leaf) => ({ ...leaf, proof: tree.proof(leaf.index) }));
    const overdrawn = { reason: 'RootOverdrawn' };
    await expect(claimedBy(chain, claims.slice(4))).rejects.toMatchObject(overdrawn);
    await expect(claimedBy(chain, [claims[1], claims[4]])).rejects.toMatchObject(overdrawn);
    await expect(
      sentTo(chain, { kind: 'range', range: sumRange(tree, leaves, { first: 4, width: 1 }) }),
    ).rejects.toMatchObject(overdrawn);
    await claimedBy(chain, [claims[0], claims[1], claims[1]]);
    expect(await chain.book()).toMatchObject({ earned: 1500n, paid: 1500n });
  });

  it('shows that a researcher asked to withdraw', async () => {
    const { chain, researcher, requestExit } = on();
    await requestExit(channelOf(researcher, 0));
    expect((await chain.channel(channelOf(researcher, 0).id)).exiting).toBe(true);
  });

  it('knows what exits ever took out of a channel', async () => {
    const { chain, researcher, deposit, requestExit, exit } = on();
    const channel = channelOf(researcher, 1);
    expect(await chain.takenOut(channel.id)).toBe(0n);
    for (const [amount, inAll] of [
      [70n, 70n],
      [30n, 100n],
    ]) {
      await deposit(channel, amount);
      await requestExit(channel);
      await exit(channel);
      expect(await chain.channel(channel.id)).toEqual({ deposit: 0n, spent: 0n, exiting: false });
      expect(await chain.takenOut(channel.id)).toBe(inAll);
    }
    // The other channel's exit is only begun.
    expect(await chain.takenOut(channelOf(researcher, 0).id)).toBe(0n);
  });
}

describe('in memory', () => {
  const chain = new MemoryChain(account(99));
  chainSuite(() => ({
    chain,
    researcher: account(98),
    deposit: async ({ researcher, signer, salt }, amount) => chain.deposit(researcher, signer, salt, amount),
    requestExit: async ({ id }) => chain.requestExit(id),
    exit: async ({ id }) => chain.exit(id),
  }));
});

describe('ethers on anvil', () => {
  let anvil: AnvilChain;
  beforeAll(async () => {
    anvil = await startAnvilChain();
  }, 60_000);
  afterAll(() => anvil.stop());
  chainSuite(() => ({
    chain: anvil.chain,
    researcher: anvil.researcher,
    deposit: ({ signer, salt }, amount) => anvil.deposit(signer, salt, amount),
    requestExit: ({ signer, salt }) => anvil.requestExit(signer, salt),
    exit: async ({ signer, salt }) => {
      await anvil.watcher.pass(EXIT_WINDOW);
      await anvil.exit(signer, salt);
    },
  }));
});

it('says that nothing answers where no chain is', async () => {
  const opening = openEthersChain({
    rpcUrl: 'http://127.0.0.1:9',
    hub: account(1),
    token: account(2),
    operatorKey: `0x${'1'.repeat(64)}`,
  });
  await expect(opening).rejects.toMatchObject({ code: 'CHAIN_UNREACHABLE' });
});
