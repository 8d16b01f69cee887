import {
  addressOf,
  hubDomain,
  newPrivateKey,
  type Payee,
  RELAYED_CLAIM,
  signTyped,
  type TokenUnits,
} from '@manyhands/protocol';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Db } from '../db/db.ts';
import { findClaim } from '../db/relay/find-claim.ts';
import { pgliteForm } from '../db/testing/forms.ts';
import type { Chain, RelayTerms } from './chain.ts';
import { quoteRelay } from './quote.ts';
import { askRelay, type RelayPorts, relayClaims } from './relay.ts';
import { settleEpoch } from './settle.ts';
import { type AnvilChain, startAnvilChain } from './testing/anvil-chain.ts';
import { memoryArchive, pay } from './testing/books.ts';
import { type Channel, channelOf } from './testing/signer.ts';
import { acceptVoucher } from './vouchers.ts';

const UNIT = 1_000_000n;
/** A gwei of gas is a token unit. */
const COIN_PRICE = 10n ** 9n;
const DUE = 10_000_000n;
const GWEI = 10n ** 9n;
const form = pgliteForm();

/** Each test has a payee of its own, for whom something is settled and unclaimed, on one chain. */
describe('a claim on terms, on a real chain', () => {
  let anvil: AnvilChain;
  let chain: Chain;
  let db: Db;
  let ports: RelayPorts;
  let reports: string[];
  let now: number;
  let channel: Channel;
  let key: Uint8Array;
  let payee: Payee;
  let vouched = 0n;

  beforeAll(async () => {
    anvil = await startAnvilChain();
    chain = anvil.chain;
    db = await form.fresh();
    channel = channelOf(anvil.researcher, 1);
    await anvil.deposit(channel.signer, channel.salt, 100n * DUE);
  }, 120_000);
  afterAll(() => anvil.stop());
  beforeEach(async () => {
    key = newPrivateKey();
    payee = addressOf(key) as Payee;
    reports = [];
    ports = {
      db,
      chain,
      gas: { coinPrice: COIN_PRICE, confirmations: 0 },
      report: (what) => reports.push(what),
    };
    await calm();
    await settleFor(payee);
    now = Number(
      ((await anvil.rpc('eth_getBlockByNumber', 'latest', false)) as { timestamp: string }).timestamp,
    );
  }, 60_000);

  async function settleFor(account: Payee): Promise<void> {
    await pay(db, channel.id, account, DUE * UNIT);
    vouched += DUE;
    await acceptVoucher(db, chain, channel.voucher(chain, vouched));
    // The operator sponsors nothing: its share is none.
    const sponsoring = { coinPrice: COIN_PRICE, feePpm: 0 };
    await settleEpoch({ db, chain, archive: memoryArchive(), sponsoring, report: ports.report });
  }

  const gasPrice = (gwei: bigint) =>
    anvil.rpc('anvil_setNextBlockBaseFeePerGas', `0x${(gwei * GWEI).toString(16)}`);
  const calm = () => gasPrice(1n);

  const quote = () => quoteRelay(ports, payee, now);

  function signed(terms: Omit<RelayTerms, 'signature' | 'payee'>, by: Uint8Array = key): RelayTerms {
    const value = {
      ...terms,
      account: payee,
      relayer: chain.operator,
      index: BigInt(terms.index),
      deadline: BigInt(terms.deadline),
    };
    return {
      ...terms,
      payee,
      signature: signTyped(by, hubDomain(chain.chainId, chain.hub), RELAYED_CLAIM, value),
    };
  }

  async function termsNow(change: Partial<RelayTerms> = {}): Promise<RelayTerms> {
    const { index, claimed, fee, net, deadline } = await quote();
    return signed({
      index,
      claimed,
      fee: fee as TokenUnits,
      least: net as TokenUnits,
      deadline,
      ...change,
    });
  }

  /** The next look, whenever it was to be. */
  async function look(): Promise<void> {
    await db.query('update relayed_claim set look = now()');
    await relayClaims(ports, now);
  }

  const state = async () => (await findClaim(db, payee))?.state;
  const balances = () => Promise.all([payee, chain.operator].map((account) => chain.balanceOf(account)));

  it('[RC1] pays the payee what was quoted, and the relayer at least what the gas cost', async () => {
    const offered = await quote();
    expect(offered).toMatchObject({ due: DUE, reason: null, last: null });
    expect(offered.fee + offered.net).toBe(DUE);
    const [, operatorBefore] = await balances();
    const coinsBefore = BigInt((await anvil.rpc('eth_getBalance', chain.operator, 'latest')) as string);
    await askRelay(ports, await termsNow(), now);
    expect((await quote()).reason?.code).toBe('PENDING');
    await look();
    await look();
    expect(await findClaim(db, payee)).toMatchObject({ state: 'done', why: '' });
    expect(await balances()).toEqual([offered.net, operatorBefore + offered.fee]);
    const coins =
      coinsBefore - BigInt((await anvil.rpc('eth_getBalance', chain.operator, 'latest')) as string);
    const spent = (coins * COIN_PRICE) / 10n ** 18n;
    expect(spent).toBeLessThanOrEqual(offered.fee);
    // A quote is an estimate, but one that is near.
    expect(spent * 2n).toBeGreaterThan(offered.cost);
    expect(await quote()).toMatchObject({ due: 0n, fee: 0n, reason: { code: 'NOTHING_DUE' } });
  }, 60_000);

  it('[RC1] is not made below the cost of gas, and what is due keeps', async () => {
    await gasPrice(50_000n);
    const offered = await quote();
    expect(offered.reason).toMatchObject({ code: 'BELOW_GAS', sentence: expect.stringMatching(/it keeps/) });
    const cheap = { fee: 1n as TokenUnits, least: (DUE - 1n) as TokenUnits };
    await expect(askRelay(ports, await termsNow(cheap), now)).rejects.toMatchObject({
      code: 'CLAIM_BELOW_GAS',
    });
    await calm();
    await anvil.rpc('anvil_mine', '0x1');
    expect(await quote()).toMatchObject({ due: DUE, reason: null });
    await expect(askRelay(ports, await termsNow(cheap), now)).rejects.toMatchObject({
      code: 'CLAIM_BELOW_GAS',
    });
    expect(await findClaim(db, payee)).toBeNull();
  }, 60_000);

  it('[RC1] waits where gas became dearer between quote and sending, and is dropped when its terms run out', async () => {
    await askRelay(ports, await termsNow(), now);
    await gasPrice(10_000n);
    await look();
    expect(await findClaim(db, payee)).toMatchObject({
      state: 'asked',
      why: expect.stringMatching(/gas costs more/),
    });
    now += 3_601;
    await look();
    expect(await findClaim(db, payee)).toMatchObject({
      state: 'dropped',
      why: expect.stringMatching(/gas costs more/),
    });
    expect((await balances())[0]).toBe(0n);
    await calm();
    await anvil.rpc('anvil_mine', '0x1');
    now -= 3_601;
    await askRelay(ports, await termsNow(), now);
    await look();
    await look();
    expect(await state()).toBe('done');
  }, 60_000);

  it('is sent again after a reorganisation took it back, and charged once', async () => {
    ports = { ...ports, gas: { coinPrice: COIN_PRICE, confirmations: 2 } };
    const offered = await quote();
    await askRelay(ports, await termsNow(), now);
    const before = await anvil.rpc('evm_snapshot');
    const [, operatorBefore] = await balances();
    await look();
    await look();
    expect(await state()).toBe('sent');
    expect((await balances())[0]).toBe(offered.net);
    await anvil.rpc('evm_revert', before);
    expect((await balances())[0]).toBe(0n);
    await look();
    expect(await balances()).toEqual([offered.net, operatorBefore + offered.fee]);
    await look();
    expect(await state()).toBe('sent');
    await anvil.rpc('anvil_mine', '0x2');
    await look();
    expect(await state()).toBe('done');
  }, 60_000);

  it('is made anew where another transaction of the operator took its place', async () => {
    await askRelay(ports, await termsNow(), now);
    const unsent = new Proxy(chain, {
      get: (target, name) => (name === 'sendPrepared' ? async () => undefined : bound(target, name)),
    });
    ports = { ...ports, chain: unsent };
    await look();
    expect(await state()).toBe('sent');
    await settleFor(payee);
    ports = { ...ports, chain };
    await look();
    expect(await state()).toBe('asked');
    await look();
    await look();
    expect(await state()).toBe('done');
    // Of the later settlement too: the terms name the least.
    expect((await balances())[0]).toBeGreaterThan(DUE);
  }, 60_000);

  it('waits for coins where the relayer has none, says so, and goes on once it has', async () => {
    await askRelay(ports, await termsNow(), now);
    const coins = await anvil.rpc('eth_getBalance', chain.operator, 'latest');
    await anvil.rpc('anvil_setBalance', chain.operator, '0x1');
    await look();
    expect(await findClaim(db, payee)).toMatchObject({
      state: 'asked',
      why: expect.stringMatching(/no coins/),
    });
    expect(reports).toEqual([expect.stringMatching(/no coins/)]);
    await anvil.rpc('anvil_setBalance', chain.operator, coins);
    await look();
    await look();
    expect(await state()).toBe('done');
  }, 60_000);

  it('is dropped without a fee where somebody claims before', async () => {
    await askRelay(ports, await termsNow(), now);
    const sponsoring = { coinPrice: 0n, feePpm: 0 };
    await settleEpoch({ db, chain, archive: memoryArchive(), sponsoring, report: ports.report });
    expect((await balances())[0]).toBe(DUE);
    await look();
    expect(await findClaim(db, payee)).toMatchObject({
      state: 'dropped',
      why: expect.stringMatching(/no fee/),
    });
    expect((await balances())[0]).toBe(DUE);
  }, 60_000);

  it.each([
    ['before it is signed', 'prepareRelay', 'before'],
    ['after it is signed, before the database knows', 'prepareRelay', 'after'],
    ['before it is sent', 'sendPrepared', 'before'],
    ['after it is sent', 'sendPrepared', 'after'],
    ['before its fate is known', 'fateOf', 'before'],
  ] as const)(
    'a crash %s loses nothing and charges nothing twice',
    async (_, call, when) => {
      const offered = await quote();
      await askRelay(ports, await termsNow(), now);
      const crashing = { ...ports, chain: crashAt(chain, call, when) };
      await db.query('update relayed_claim set look = now()');
      if (call === 'fateOf') await look();
      await db.query('update relayed_claim set look = now()');
      await expect(relayClaims(crashing, now)).rejects.toThrow('crash');
      await look();
      await look();
      expect(await state()).toBe('done');
      expect((await balances())[0]).toBe(offered.net);
    },
    60_000,
  );

  it('[SE1] is nobody’s to ask for but the payee’s, and for one at a time', async () => {
    const terms = await termsNow();
    const { index, claimed, fee, least, deadline } = terms;
    const forged = signed({ index, claimed, fee, least, deadline }, newPrivateKey());
    await expect(askRelay(ports, forged, now)).rejects.toMatchObject({ code: 'CLAIM_INVALID' });
    const changed = { ...terms, fee: (terms.fee + 1n) as TokenUnits };
    await expect(askRelay(ports, changed, now)).rejects.toMatchObject({ code: 'CLAIM_INVALID' });
    const bad: Partial<RelayTerms>[] = [
      { deadline: now - 1 },
      { deadline: now + 100_000 },
      { index: index + 1 },
      { claimed: 1n as TokenUnits },
      { least: DUE as TokenUnits },
    ];
    for (const change of bad)
      await expect(termsNow(change).then((each) => askRelay(ports, each, now))).rejects.toMatchObject({
        code: 'CLAIM_INVALID',
      });
    await askRelay(ports, terms, now);
    await expect(askRelay(ports, terms, now)).rejects.toMatchObject({ code: 'CLAIM_PENDING' });
  }, 60_000);
});

const bound = (target: Chain, name: string | symbol) => {
  const member = Reflect.get(target, name, target);
  return typeof member === 'function' ? member.bind(target) : member;
};

/** The chain, except that one call fails as if the process ended: before it does anything, or right after. */
function crashAt(chain: Chain, call: string, when: 'before' | 'after'): Chain {
  return new Proxy(chain, {
    get(target, name) {
      const member = bound(target, name);
      if (name !== call) return member;
      return async (...args: unknown[]) => {
        if (when === 'after') await member(...args);
        throw new Error('crash');
      };
    },
  });
}
