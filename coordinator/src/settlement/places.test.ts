/** What is stuck in the operator's row of nonces, and what waits behind it: in memory, and on a real EVM. */
import {
  addressOf,
  hubDomain,
  newPrivateKey,
  type Payee,
  RELAYED_CLAIM,
  signTyped,
  type TokenUnits,
} from '@manyhands/protocol';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Db } from '../db/db.ts';
import { findClaim } from '../db/relay/find-claim.ts';
import { pgliteForm } from '../db/testing/forms.ts';
import type { Chain } from './chain.ts';
import { MemoryChain } from './memory-chain.ts';
import { clearWay } from './places.ts';
import type { SettlementPorts } from './ports.ts';
import { quoteRelay } from './quote.ts';
import { askRelay, type RelayPorts, relayClaims } from './relay.ts';
import { settleEpoch, settleStep } from './settle.ts';
import { startAnvilChain } from './testing/anvil-chain.ts';
import { memoryArchive, pay } from './testing/books.ts';
import { type Channel, channelOf } from './testing/signer.ts';
import { acceptVoucher } from './vouchers.ts';

vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 });

const UNIT = 1_000_000n;
const GWEI = 10n ** 9n;
/** A gwei of gas is a token unit. */
const COIN_PRICE = 10n ** 9n;
const DUE = 10_000_000n;
const OPERATOR = `0x${'0f'.repeat(20)}` as Payee;
const ELSE = `0x${'e5'.repeat(20)}` as Payee;
const form = pgliteForm();

/** A chain whose blocks and price are in the test's hands: nothing is mined but by {@link mine}. */
interface Held {
  readonly chain: Chain;
  readonly channel: Channel;
  price(gwei: bigint): Promise<void>;
  /** False: what is sent waits. */
  mines(does: boolean): Promise<void>;
  mine(): Promise<void>;
  /** Takes the chain back to now; nodes know what was mined since, of which `raws` are the operator's. */
  mark(): Promise<(raws: readonly string[]) => Promise<void>>;
  now(): Promise<number>;
  stop(): Promise<void>;
}

async function heldMemory(): Promise<Held> {
  const chain = new MemoryChain(OPERATOR);
  const channel = channelOf(`0x${'aa'.repeat(20)}`, 1);
  chain.deposit(channel.researcher, channel.signer, channel.salt, 100n * DUE);
  return {
    ...{ chain, channel },
    price: async (gwei) => {
      chain.gasPrice = gwei * GWEI;
    },
    mines: async (does) => {
      chain.mines = does;
    },
    mine: async () => chain.mine(),
    mark: async () => {
      const back = chain.mark();
      return async () => back('kept');
    },
    now: async () => 1_700_000_000,
    stop: async () => undefined,
  };
}

async function heldAnvil(): Promise<Held> {
  const anvil = await startAnvilChain();
  const channel = channelOf(anvil.researcher, 1);
  await anvil.deposit(channel.signer, channel.salt, 100n * DUE);
  const block = async () =>
    (await anvil.rpc('eth_getBlockByNumber', 'latest', false)) as { timestamp: string };
  return {
    ...{ chain: anvil.chain, channel },
    // No block: with it the node would forget what pays less.
    price: async (gwei) => {
      await anvil.rpc('anvil_setNextBlockBaseFeePerGas', `0x${(gwei * GWEI).toString(16)}`);
    },
    mines: async (does) => {
      await anvil.rpc('evm_setAutomine', does);
    },
    mine: async () => {
      await anvil.rpc('anvil_mine', '0x1');
    },
    mark: async () => {
      const before = await anvil.rpc('evm_snapshot');
      return async (raws) => {
        await anvil.rpc('evm_revert', before);
        for (const raw of raws) await anvil.rpc('eth_sendRawTransaction', raw);
      };
    },
    now: async () => Number((await block()).timestamp),
    stop: () => anvil.stop(),
  };
}

describe.each([
  ['in memory', heldMemory],
  ['ethers on anvil', heldAnvil],
])('what is stuck, %s', (_, held) => {
  let on: Held;
  let db: Db;
  let ports: SettlementPorts;
  let relay: RelayPorts;
  let now: number;
  let vouched: bigint;
  beforeEach(async () => {
    on = await held();
    db = await form.fresh();
    const report = () => undefined;
    ports = {
      ...{ db, chain: on.chain, archive: memoryArchive(), report },
      // The operator's share of claims is none: whoever wants one asks for it.
      sponsoring: { coinPrice: COIN_PRICE, feePpm: 0 },
      terms: { gasPpm: 1_000_000, leastPaid: 0n, patience: 3_600, confirmations: 0, exitSeconds: 3_600 },
    };
    relay = { db, chain: on.chain, gas: { coinPrice: COIN_PRICE, confirmations: 0 }, report };
    vouched = 0n;
    await on.price(1n);
    now = await on.now();
  });
  afterEach(() => on.stop());

  async function earn(...payees: Payee[]): Promise<void> {
    for (const payee of payees) await pay(db, on.channel.id, payee, DUE * UNIT);
    vouched += DUE * BigInt(payees.length);
    await acceptVoucher(db, on.chain, on.channel.voucher(on.chain, vouched));
  }

  /** Asks for a claim on terms; `extra`: token units beyond the fee that was quoted. */
  async function ask(key: Uint8Array, extra = 0n): Promise<void> {
    const { chain } = on;
    const payee = addressOf(key) as Payee;
    const { index, claimed, fee, net, deadline } = await quoteRelay(relay, payee, now);
    const terms = { index, claimed, deadline, fee: fee + extra, least: net - extra };
    const signature = signTyped(key, hubDomain(chain.chainId, chain.hub), RELAYED_CLAIM, {
      ...terms,
      ...{ account: payee, relayer: chain.operator, index: BigInt(index), deadline: BigInt(deadline) },
    });
    const [taken, least] = [terms.fee, terms.least] as TokenUnits[];
    await askRelay(relay, { ...terms, fee: taken, least, payee, signature }, now);
  }

  /** A second of the coordinator that leads, whenever it was to look next. */
  async function look(): Promise<void> {
    await db.query('update relayed_claim set look = now()');
    await clearWay(ports);
    await relayClaims(relay, now);
  }
  const aged = () => db.query(`update outgoing set at = at - interval '1 minute'`);
  const sent = () =>
    db.query<{ purpose: string; nonce: number; price: bigint }>(
      `select purpose, nonce, price from outgoing where purpose <> 'past' order by nonce, price`,
    );
  const stateOf = async (key: Uint8Array) => (await findClaim(db, addressOf(key)))?.state;
  /** Blocks and looks, until nothing of ours is under way. */
  async function calm(): Promise<void> {
    await on.mines(true);
    await on.price(1n);
    await expect
      .poll(
        async () => {
          await look();
          await on.mine();
          return [
            ...(await sent()),
            ...(await db.query(`select id from relayed_claim where state = 'asked'`)),
          ];
        },
        { timeout: 30_000, interval: 50 },
      )
      .toEqual([]);
  }

  /** Two payees with something settled, and their keys. */
  async function settledTwo(): Promise<[Uint8Array, Uint8Array]> {
    const keys: [Uint8Array, Uint8Array] = [newPrivateKey(), newPrivateKey()];
    await earn(...keys.map((key) => addressOf(key) as Payee));
    await settleEpoch(ports);
    return keys;
  }

  it('[ST8] a claim on terms is made dearer as far as its fee goes', async () => {
    const [ann] = await settledTwo();
    await on.mines(false);
    await ask(ann, DUE / 4n);
    await look();
    await on.price(5n);
    await aged();
    await look();
    const [first, second, ...more] = await sent();
    expect(more).toEqual([]);
    expect(second).toMatchObject({ purpose: first.purpose, nonce: first.nonce });
    expect(second.price > first.price && second.price >= 5n * GWEI).toBe(true);
    await on.price(5_000n);
    await aged();
    await look();
    expect(await sent()).toHaveLength(2);
    expect((await findClaim(db, addressOf(ann)))?.why).toMatch(/gas rose above the fee/);
    await calm();
    expect(await stateOf(ann)).toBe('done');
  });

  it('[ST8] an epoch takes the place of a claim on terms that is stuck, which is made again', async () => {
    const [ann] = await settledTwo();
    await on.mines(false);
    await ask(ann);
    await look();
    const [stuck] = await sent();
    await on.price(10n);
    await aged();
    await earn(ELSE);
    expect((await settleStep(ports, true)).kind).toBe('moving');
    const [, epoch] = await sent();
    expect(epoch).toMatchObject({ purpose: 'epoch', nonce: stuck.nonce });
    await on.mine();
    expect((await settleStep(ports, false)).posted?.epoch).toBe(2);
    await look();
    expect(await stateOf(ann)).toBe('asked');
    await calm();
    expect(await stateOf(ann)).toBe('done');
  });

  it('[ST8] what was believed and is put back by a reorganisation, at a price of before, makes room for what is settled anew', async () => {
    const back = await on.mark();
    await earn(ELSE);
    expect((await settleEpoch(ports))?.epoch).toBe(1);
    const past = await db.query<{ raw: string; nonce: number }>('select raw, nonce from outgoing');
    await on.mines(false);
    await back(past.map(({ raw }) => raw));
    await on.price(100n);
    await aged();
    await settleStep(ports, true);
    expect(await sent()).toMatchObject([{ purpose: 'epoch', nonce: past[0].nonce }]);
    await on.mine();
    expect((await settleStep(ports, false)).posted?.epoch).toBe(1);
  });

  it('[ST8] where an epoch was sent behind it, a claim that is not worth the price gives its place to nothing', async () => {
    const [ann] = await settledTwo();
    await on.mines(false);
    await ask(ann);
    await look();
    await earn(ELSE);
    await settleStep(ports, true);
    const [stuck, epoch] = await sent();
    expect([epoch.purpose, epoch.nonce]).toEqual(['epoch', stuck.nonce + 1]);
    await on.price(10n);
    await settleStep(ports, false);
    await look();
    expect(await sent(), 'not at once').toHaveLength(2);
    await aged();
    await settleStep(ports, false);
    const dearer = (await sent()).at(-1);
    expect(dearer?.price).toBeGreaterThan(epoch.price);
    await look();
    const nothing = (await sent()).filter(({ purpose }) => purpose === 'nothing');
    expect(nothing).toMatchObject([{ nonce: stuck.nonce }]);
    expect(nothing[0].price).toBeLessThanOrEqual(dearer?.price as bigint);
    await look();
    expect(await sent(), 'once').toHaveLength(4);
    await on.mine();
    await on.mine();
    expect((await settleStep(ports, false)).posted?.epoch).toBe(2);
    await look();
    expect(await stateOf(ann)).toBe('asked');
    await calm();
    expect(await stateOf(ann)).toBe('done');
    expect(await on.chain.balanceOf(addressOf(ann))).toBeGreaterThan(0n);
  });

  it('[ST8] an epoch that is not worth the price any more gives its place to nothing for a claim behind it, and waits', async () => {
    const [ann] = await settledTwo();
    await on.mines(false);
    await earn(ELSE);
    await settleStep(ports, true);
    const [epoch] = await sent();
    await on.price(2n);
    await ask(ann, DUE / 4n);
    await look();
    await on.price(12n);
    await aged();
    await look();
    expect((await sent()).map(({ purpose, nonce }) => [purpose.slice(0, 5), nonce - epoch.nonce])).toEqual([
      ['epoch', 0],
      ['relay', 1],
      ['relay', 1],
    ]);
    await db.query(`update epoch set pays = pays / 20 where state = 'planned'`);
    await look();
    expect((await sent()).map(({ purpose, nonce }) => [purpose, nonce])).toContainEqual([
      'nothing',
      epoch.nonce,
    ]);
    await on.mine();
    await on.mine();
    await look();
    expect(await stateOf(ann)).toBe('done');
    expect((await settleStep(ports, false)).kind).toBe('waits');
    await db.query(`update epoch set pays = pays * 20 where state = 'planned'`);
    await on.mines(true);
    await on.price(1n);
    expect((await settleEpoch(ports))?.epoch).toBe(2);
  });

  it('[ST8] a claim whose fee pays the price takes the place of one whose fee does not', async () => {
    const [ann, bob] = await settledTwo();
    await on.mines(false);
    await ask(ann);
    await look();
    const [stuck] = await sent();
    await on.price(10n);
    await aged();
    await ask(bob);
    await look();
    expect((await sent()).map(({ nonce }) => nonce)).toEqual([stuck.nonce, stuck.nonce]);
    await on.mine();
    await look();
    expect([await stateOf(ann), await stateOf(bob)]).toEqual(['asked', 'done']);
    await calm();
    expect(await stateOf(ann)).toBe('done');
  });
});
