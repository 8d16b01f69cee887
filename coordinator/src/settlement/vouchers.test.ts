import type { Payee, TokenUnits } from '@manyhands/protocol';
import { beforeEach, describe, expect, it } from 'vitest';
import type { Db } from '../db/db.ts';
import { findStep } from '../db/settlement/find-step.ts';
import { readVouchers } from '../db/settlement/read-vouchers.ts';
import { pgliteForm } from '../db/testing/forms.ts';
import { MemoryChain } from './memory-chain.ts';
import { channelOf } from './testing/signer.ts';
import { acceptVoucher } from './vouchers.ts';

const RESEARCHER = `0x${'aa'.repeat(20)}`;

describe('accepting vouchers', () => {
  const form = pgliteForm();
  const channel = channelOf(RESEARCHER, 1);
  let db: Db;
  let chain: MemoryChain;
  beforeEach(async () => {
    db = await form.fresh();
    chain = new MemoryChain(`0x${'0f'.repeat(20)}` as Payee);
    chain.deposit(RESEARCHER, channel.signer, channel.salt, 1000n);
  });

  it('keeps the highest of each channel', async () => {
    expect(await acceptVoucher(db, chain, channel.voucher(chain, 10n))).toEqual({
      channel: channel.id,
      cumulative: 10n,
    });
    await acceptVoucher(db, chain, channel.voucher(chain, 1000n));
    expect(await readVouchers(db)).toEqual([{ channel: channel.id, ...channel.voucher(chain, 1000n) }]);
  });

  it('[VO1] a voucher never decreases, not even among many at the same moment', async () => {
    const amounts = [5n, 90n, 20n, 90n, 70n];
    await Promise.allSettled(
      amounts.map((amount) => acceptVoucher(db, chain, channel.voucher(chain, amount))),
    );
    expect((await readVouchers(db))[0].cumulative).toBe(90n);
    for (const stale of [90n, 89n, 0n])
      await expect(acceptVoucher(db, chain, channel.voucher(chain, stale))).rejects.toMatchObject({
        code: 'VOUCHER_STALE',
        details: { vouchered: '90' },
      });
  });

  it('keeps the steps below a voucher until another brings its own', async () => {
    const step = (amount: bigint) => channel.voucher(chain, amount);
    const steps = [10n, 20n].map(step);
    await acceptVoucher(db, chain, { ...step(30n), steps });
    expect((await findStep(db, channel.id, 11n))?.cumulative).toBe(20n);
    await acceptVoucher(db, chain, step(40n));
    expect((await findStep(db, channel.id, 0n))?.cumulative).toBe(10n);
    await acceptVoucher(db, chain, { ...step(60n), steps: [step(50n)] });
    expect(await findStep(db, channel.id, 0n)).toEqual({ cumulative: 50n, signature: step(50n).signature });
    expect(await findStep(db, channel.id, 51n)).toBeNull();
    const forged = { ...step(65n), cumulative: 66n as TokenUnits };
    for (const [wrong, code] of [
      [[forged], 'VOUCHER_FORGED'],
      [[step(62n), step(61n)], 'REQUEST_INVALID'],
      [[step(70n)], 'REQUEST_INVALID'],
    ] as const)
      await expect(acceptVoucher(db, chain, { ...step(70n), steps: wrong })).rejects.toMatchObject({ code });
    expect((await readVouchers(db))[0].cumulative).toBe(60n);
  });

  it.each([
    ['another amount', { cumulative: 11n as TokenUnits }],
    ['another signer', { signer: `0x${'bb'.repeat(20)}` }],
    ['another researcher', { researcher: `0x${'cc'.repeat(20)}` }],
    ['no signature', { signature: '0x' }],
  ])('refuses a voucher signed for %s', async (_, change) => {
    const forged = { ...channel.voucher(chain, 10n), ...change };
    await expect(acceptVoucher(db, chain, forged)).rejects.toMatchObject({ code: 'VOUCHER_FORGED' });
    expect(await readVouchers(db)).toEqual([]);
  });

  it('refuses what no deposit covers', async () => {
    await expect(acceptVoucher(db, chain, channel.voucher(chain, 1001n))).rejects.toMatchObject({
      code: 'VOUCHER_UNCOVERED',
      details: { deposit: '1000' },
    });
    const nobody = channelOf(RESEARCHER, 2);
    await expect(acceptVoucher(db, chain, nobody.voucher(chain, 1n))).rejects.toMatchObject({
      code: 'CHANNEL_UNKNOWN',
    });
    chain.requestExit(channel.id);
    await expect(acceptVoucher(db, chain, channel.voucher(chain, 1n))).rejects.toMatchObject({
      code: 'VOUCHER_UNCOVERED',
    });
    expect(await readVouchers(db)).toEqual([]);
  });

  it('refuses what is no voucher at all', async () => {
    for (const change of [{ salt: '0x12' }, { signer: 'me' }, { cumulative: (2n ** 64n) as TokenUnits }])
      await expect(
        acceptVoucher(db, chain, { ...channel.voucher(chain, 1n), ...change }),
      ).rejects.toMatchObject({
        code: 'REQUEST_INVALID',
      });
  });
});
