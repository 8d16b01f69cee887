import { channelId, type Payee } from '@manyhands/protocol';
import { expect, it } from 'vitest';
import { pgliteForm } from '../db/testing/forms.ts';
import { MemoryChain } from './memory-chain.ts';
import { MOST_VOUCHERS, takings } from './takings.ts';

const RESEARCHER = `0x${'aa'.repeat(20)}`;
const SIGNER = `0x${'bb'.repeat(20)}`;
const form = pgliteForm();

it('redeems no more vouchers than one transaction holds, those that are worth most, and the others afterwards', async () => {
  const db = await form.fresh();
  const chain = new MemoryChain(`0x${'0f'.repeat(20)}` as Payee);
  // Each owes a token unit more than the one before it.
  const channels = Array.from({ length: MOST_VOUCHERS + 2 }, (_, n) => {
    const salt = `0x${n.toString(16).padStart(64, '0')}`;
    return { salt, id: channelId(RESEARCHER, SIGNER, salt), owes: BigInt(n + 1) };
  });
  for (const { salt, owes } of channels) chain.deposit(RESEARCHER, SIGNER, salt, owes);
  const columns = [channels.map(({ id }) => id), channels.map(({ owes }) => owes)];
  await db.query(
    `insert into voucher (channel, researcher, signer, salt, cumulative, signature)
     select id, $3, $4, '0x' || lpad(to_hex(owes::bigint - 1), 64, '0'), owes, '0x'
     from unnest($1::text[], $2::numeric[]) as channel (id, owes)`,
    [...columns, RESEARCHER, SIGNER],
  );
  await db.query(
    `insert into entry (txn, line, account, amount, kind)
     select 'unit:test:' || owes || ':0', 0, 'channel:' || id, -owes * 1000000, 'charge'
     from unnest($1::text[], $2::numeric[]) as channel (id, owes)`,
    columns,
  );
  const all = channels.reduce((sum, { owes }) => sum + owes, 0n);
  const { redeem, earned, prepaid } = await takings(db, chain, { earnedBefore: 0n, exitsUntil: 0 });
  expect(redeem.map(({ cumulative }) => cumulative)).not.toContain(2n);
  expect([redeem.length, earned, prepaid]).toEqual([MOST_VOUCHERS, all - 1n - 2n, 0n]);

  const least = channels[0].id;
  const channel = chain.channel.bind(chain);
  // All others are redeemed.
  chain.channel = async (id) => {
    const state = await channel(id);
    return id === least ? state : { ...state, spent: state.deposit };
  };
  const next = await takings(db, chain, { earnedBefore: earned, exitsUntil: 0 });
  expect(next.redeem.map(({ cumulative }) => cumulative)).toEqual([1n]);
}, 60_000);
