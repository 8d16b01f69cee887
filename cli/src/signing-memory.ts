import { join } from 'node:path';
import { channelId } from '@manyhands/protocol';
import type { Payment, SignedDay } from '@manyhands/sdk';
import { homeFolder, readJson, writeJson } from './home.ts';

/** What this machine signed for a channel, and what it may add to that on a day. Token units as decimal texts. */
interface Kept {
  readonly signed: SignedDay;
  readonly perDay?: string;
}
type Signed = Record<string, Kept>;

const path = (): string => join(homeFolder(), 'signed.json');
const today = (): string => new Date().toISOString().slice(0, 10);

export interface Remembered {
  /** Token units at most on a day (UTC); as before if absent. */
  readonly perDay?: bigint;
  /** What the hub redeemed from the channel: so much was signed, though perhaps on another machine. */
  readonly spent: bigint;
}

/**
 * The payment with what this machine knows of its channel: what it signs is written down before it leaves, so that a limit by day
 * holds over runs and commands.
 */
export function remembering(payment: Payment, { perDay, spent }: Remembered): Payment {
  const { researcher, signer, salt } = payment.channel;
  const id = channelId(researcher, signer, salt);
  const kept = (): Kept => {
    const known = readJson<Signed>(path())?.[id];
    if (known !== undefined && BigInt(known.signed.highest) >= spent) return known;
    const redeemed = String(spent);
    return { ...known, signed: { day: known?.signed.day ?? today(), before: redeemed, highest: redeemed } };
  };
  const write = (changes: Partial<Kept>): void =>
    writeJson(path(), { ...readJson<Signed>(path()), [id]: { ...kept(), ...changes } });
  if (perDay !== undefined) write({ perDay: String(perDay) });
  const limit = kept().perDay;
  return {
    ...payment,
    perDay: limit === undefined ? undefined : BigInt(limit),
    memory: { read: () => kept().signed, write: (signed) => write({ signed }) },
  };
}
