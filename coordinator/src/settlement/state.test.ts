import { KnownError, type Payee } from '@manyhands/protocol';
import { beforeEach, describe, expect, it } from 'vitest';
import type { Db } from '../db/db.ts';
import { pgliteForm } from '../db/testing/forms.ts';
import { MemoryChain } from './memory-chain.ts';
import type { SettlementPorts } from './ports.ts';
import { settleEpoch, settleStep } from './settle.ts';
import { readState } from './state.ts';
import { memoryArchive, pay } from './testing/books.ts';
import { channelOf } from './testing/signer.ts';
import { acceptVoucher } from './vouchers.ts';

const OPERATOR = `0x${'0f'.repeat(20)}` as Payee;
const ANN = `0x${'01'.repeat(20)}` as Payee;
const UNIT = 1_000_000n;
const form = pgliteForm();

describe('how settlement stands', () => {
  const channel = channelOf(`0x${'aa'.repeat(20)}`, 1);
  let db: Db;
  let chain: MemoryChain;
  let ports: SettlementPorts;
  beforeEach(async () => {
    db = await form.fresh();
    chain = new MemoryChain(OPERATOR);
    chain.gasPrice = 1n;
    chain.deposit(channel.researcher, channel.signer, channel.salt, 10_000n);
    ports = {
      ...{ db, chain, archive: memoryArchive(), me: 'leader', report: () => undefined },
      sponsoring: { coinPrice: 10n ** 9n, feePpm: 1_000_000 },
      terms: { gasPpm: 500_000, leastPaid: 100n, patience: 3_600, confirmations: 0, exitSeconds: 0 },
    };
  });

  async function earn(amount: bigint, vouched = amount): Promise<void> {
    await pay(db, channel.id, ANN, amount * UNIT);
    await acceptVoucher(db, chain, channel.voucher(chain, vouched));
  }
  const step = () => settleStep(ports, true);
  /** As another coordinator of the database tells it. */
  const told = () => readState(db, 'another');

  it('[ST9] is told by a coordinator that does not lead, with since when', async () => {
    expect(await told()).toMatchObject({ code: 'NOTHING_NEW', leads: false });
    await earn(40n);
    await step();
    const first = await told();
    expect(first).toMatchObject({
      code: 'TOO_LITTLE',
      figures: { pays: '40', least: '100' },
      sentence: 'It pays 40 token units, and 100 are the least.',
      leads: false,
    });
    expect(await readState(db, 'leader')).toEqual({ ...first, leads: true });
    await earn(20n, 60n);
    await step();
    expect(await told()).toEqual({
      ...first,
      figures: { pays: '60', least: '100' },
      sentence: 'It pays 60 token units, and 100 are the least.',
    });
    // Who does not lead says nothing of what it sees.
    expect((await settleStep({ ...ports, me: 'another', terms: undefined }, true)).kind).toBe('led');
    expect((await told()).code).toBe('TOO_LITTLE');
  });

  it('[ST9] says that gas is too dear, that coins are missing, what is under way, and in the end that all is done', async () => {
    await earn(1_000n);
    chain.gasPrice = 10n ** 14n;
    await step();
    expect(await told()).toMatchObject({ code: 'GAS_DEAR', figures: { pays: '1000', most: '500' } });
    chain.gasPrice = 1n;
    chain.coins = 0n;
    await step();
    expect((await told()).code).toBe('NO_COINS');
    Object.assign(chain, { coins: 10n ** 21n, mines: false, delays: true });
    await step();
    expect(await told()).toMatchObject({ code: 'SENT', figures: { epoch: '1' } });
    chain.gasPrice = 10n ** 14n;
    await db.query(`update outgoing set at = at - interval '1 minute'`);
    await step();
    expect(await told()).toMatchObject({ code: 'GAS_ROSE', figures: { epoch: '1' } });
    chain.gasPrice = 1n;
    chain.mine();
    ports = { ...ports, terms: { ...ports.terms, confirmations: 2 } as never };
    await step();
    expect(await told()).toMatchObject({
      code: 'CONFIRMING',
      figures: { epoch: '1', depth: '0', confirmations: '2' },
    });
    chain.mine();
    chain.mine();
    await step();
    expect((await told()).code).toBe('ROOT_DELAY');
    chain.activate();
    await settleStep({ ...ports, minedMs: 0 }, false);
    expect((await told()).code).toBe('CLAIMING');
    chain.mine();
    await settleStep(ports, false);
    expect((await told()).code).toBe('NOTHING_NEW');
    expect(await chain.balanceOf(ANN)).toBe(1_000n);
  });

  it('[ST9] says that the chain is away, until it answers', async () => {
    chain.failure = new KnownError('CHAIN_UNREACHABLE', 'away');
    await expect(step()).rejects.toThrow('away');
    expect(await told()).toMatchObject({ code: 'CHAIN_AWAY', sentence: 'The chain does not answer.' });
    chain.failure = new Error('broken');
    await expect(step()).rejects.toThrow('broken');
    expect((await told()).code).toBe('FAILED');
    chain.failure = null;
    await settleStep(ports, false);
    expect((await told()).code).toBe('NOTHING_NEW');
  });

  it('[ST9] says what keeps anything from being settled, also while nobody looks anew', async () => {
    await earn(1_000n);
    await settleEpoch(ports);
    ports = { ...ports, chain: new MemoryChain(OPERATOR) };
    await step();
    expect(await told()).toMatchObject({ code: 'UNCOVERED', figures: { earned: '0' } });
    ports = { ...ports, chain };
    await db.query('delete from epoch');
    await step();
    expect(await told()).toMatchObject({ code: 'ROOT_UNKNOWN', figures: { epoch: '1' } });
    await settleStep(ports, false);
    expect((await told()).code).toBe('ROOT_UNKNOWN');
  });

  it('[ST9] says whose money is missing where payees get less than they earned', async () => {
    await earn(1_000n, 900n);
    await settleEpoch(ports);
    expect(await told()).toMatchObject({ code: 'VOUCHERS_LAG', figures: { short: '100' } });
    await acceptVoucher(db, chain, channel.voucher(chain, 1_000n));
    await settleEpoch(ports);
    expect((await told()).code).toBe('NOTHING_NEW');
    // The operator's income is rooted, and then it pays for what no researcher does.
    await pay(db, channel.id, ANN, 0n, 300n * UNIT);
    await acceptVoucher(db, chain, channel.voucher(chain, 1_300n));
    await settleEpoch(ports);
    await pay(db, channel.id, ANN, 200n * UNIT, -200n * UNIT);
    await settleEpoch(ports);
    expect(await told()).toMatchObject({
      code: 'OPERATOR_SHORT',
      figures: { short: '200', deficit: '200' },
      sentence: expect.stringMatching(
        /^Payees wait for 200 token units, .*lost 200 more than it earned .*make-good/,
      ),
    });
  });
});
