import { type Hash, hashOf, type Payee } from '@manyhands/protocol';
import { unknownBlob } from '../../blobs/blobs.ts';
import type { Db } from '../../db/db.ts';
import type { LeafArchive } from '../settle.ts';

/** Pays a payee from a channel in the ledger, as a final unit does. `fee` goes to the operator. Ledger units. */
export async function pay(db: Db, from: string, to: Payee, amount: bigint, fee = 0n): Promise<void> {
  const [{ next }] = await db.query<{ next: number }>('select count(*) as next from entry');
  await db.query(
    `insert into entry (txn, line, account, amount, kind)
     select $1, * from unnest($2::int[], $3::text[], $4::numeric[], $5::text[])`,
    [
      `unit:test:${next}:0`,
      [0, 1, 2],
      [`channel:${from}`, `payee:${to}`, 'operator'],
      [-amount - fee, amount, fee],
      ['charge', 'work', 'fee'],
    ],
  );
}

/** Keeps published leaves in memory. */
export function memoryArchive(): LeafArchive {
  const kept = new Map<Hash, Uint8Array>();
  return {
    async add(bytes) {
      kept.set(hashOf(bytes), bytes);
      return hashOf(bytes);
    },
    async read(hash) {
      return kept.get(hash) as Uint8Array;
    },
    async readAt(hash, offset, length) {
      const bytes = kept.get(hash);
      if (bytes === undefined) throw unknownBlob(hash);
      return bytes.subarray(offset, offset + length);
    },
  };
}
