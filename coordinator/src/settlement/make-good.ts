/** What the operator lost after its income was rooted, paid in by itself [ST10]. */
import {
  channelId,
  KnownError,
  LEDGER_UNITS_PER_TOKEN_UNIT,
  MAKE_GOOD_SALT,
  type TokenUnits,
} from '@manyhands/protocol';
import type { Db } from '../db/db.ts';
import { addMadeGood } from '../db/settlement/add-made-good.ts';
import { lockVoucher } from '../db/settlement/lock-voucher.ts';
import { readVouchered } from '../db/settlement/read-voucher.ts';
import { balanceOf, channelAccount, OPERATOR_ACCOUNT } from '../ledger/ledger.ts';
import type { Chain } from './chain.ts';
import { acceptVoucher, type OfferedVoucher } from './vouchers.ts';

export interface MadeGood {
  /** Token units that the operator's account was given by this. */
  readonly booked: TokenUnits;
  /** All that was ever paid in by this channel. */
  readonly all: TokenUnits;
}

/**
 * Takes the voucher of a channel that is there for nothing else, and books all that it promises as the operator's, charged to
 * the channel: the next epoch redeems it, and payees get what they lacked. Once more books nothing. Throws REQUEST_INVALID for
 * any other channel, and what {@link acceptVoucher} throws.
 */
export async function makeGood(db: Db, chain: Chain, offered: OfferedVoucher): Promise<MadeGood> {
  if (offered.salt.toLowerCase() !== MAKE_GOOD_SALT)
    throw new KnownError(
      'REQUEST_INVALID',
      `only a channel with the salt ${MAKE_GOOD_SALT} makes losses good: others pay for jobs`,
    );
  const channel = channelId(offered.researcher, offered.signer, offered.salt);
  // It may have been taken before, by a request that broke off.
  if ((await readVouchered(db, channel)) !== offered.cumulative) await acceptVoucher(db, chain, offered);
  return db.transaction(async (sql) => {
    const all = await lockVoucher(sql, channel);
    const account = channelAccount(channel);
    const lacking = all * LEDGER_UNITS_PER_TOKEN_UNIT + (await balanceOf(sql, account));
    if (lacking > 0n)
      await addMadeGood(sql, {
        txn: `made-good:${channel}:${all}`,
        from: account,
        to: OPERATOR_ACCOUNT,
        amount: lacking,
      });
    return { booked: (lacking > 0n ? lacking / LEDGER_UNITS_PER_TOKEN_UNIT : 0n) as TokenUnits, all };
  });
}
