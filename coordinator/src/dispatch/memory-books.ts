/** What the journal in memory keeps of devices and money. */
import type { DeviceId, SliceId } from '@manyhands/protocol';
import type { Entry } from '../domain/pay.ts';
import type { Auditor, DeviceRecord } from './journal.ts';
import { Tally } from './tally.ts';

type Writable<T> = { -readonly [K in keyof T]: T[K] };

export interface MemoryEntry extends Entry {
  readonly txn: string;
}

export class MemoryBooks {
  readonly records = new Map<DeviceId, Writable<DeviceRecord>>();
  /** In the order in which they were pronounced. */
  readonly bans: DeviceId[] = [];
  /** By slice: each is one transaction of the ledger. */
  readonly #ledgers = new Map<SliceId, Tally>();

  /** Lines of the ledger, summed up by slice, account and kind. */
  get entries(): MemoryEntry[] {
    return [...this.#ledgers].flatMap(([slice, tally]) =>
      [...tally.lines()].map(({ account, kind, amount }) => ({
        txn: `slice:${slice}`,
        account,
        kind,
        amount: amount as Entry['amount'],
      })),
    );
  }

  /** Adds what changed in a slice. */
  fold(slice: SliceId, tally: Tally): void {
    for (const [id, change] of tally.devices) {
      const record = this.#record(id);
      record.passed += change.passed;
      record.finalItems += change.finalItems;
      record.refutedItems += change.refutedItems;
      record.finalFuel += change.finalFuel;
    }
    for (const { job, account, kind, amount } of tally.lines()) {
      let ledger = this.#ledgers.get(slice);
      if (ledger === undefined) {
        ledger = new Tally();
        this.#ledgers.set(slice, ledger);
      }
      ledger.add(job, [{ account, kind, amount: amount as Entry['amount'] }]);
    }
  }

  /** Whether the ban is news. */
  ban(device: DeviceId): boolean {
    const record = this.#record(device);
    if (record.banned) return false;
    record.banned = true;
    this.bans.push(device);
    return true;
  }

  isBanned(device: Auditor): boolean {
    return device !== 'referee' && this.records.get(device)?.banned === true;
  }

  #record(id: DeviceId): Writable<DeviceRecord> {
    const known = this.records.get(id);
    if (known !== undefined) return known;
    const record = { passed: 0, banned: false, finalItems: 0, refutedItems: 0, finalFuel: 0n };
    this.records.set(id, record);
    return record;
  }
}
