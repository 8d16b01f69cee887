/** The JSON of what a researcher looks at: keys, own jobs, progress over time, usage, stored bytes, the network. */
import type { Estimate, JobState, Progress } from './wire.ts';

/** A key of an account, never the key itself. Times are ISO texts. */
export interface AccountKey {
  readonly id: string;
  readonly name: string;
  readonly created: string;
  /** When it ends by itself; null: never. */
  readonly expires: string | null;
  /** To the minute; null: never. */
  readonly used: string | null;
  /** This client asks with it. */
  readonly asks: boolean;
}

/** What an account allows a key or a channel to spend, and how far that is used. Token units as decimal text. */
export interface SpendingLimit {
  readonly kind: 'key' | 'channel';
  /** A key's id, or a channel's at the hub. */
  readonly subject: string;
  /** On a day (UTC); null: no limit by day. */
  readonly perDay: string | null;
  readonly total: string | null;
  /** What the ledger charged under it today, and what was charged in all. */
  readonly today: string;
  readonly spent: string;
  /** Set aside for units under way, and what budgets of running jobs still allow. */
  readonly reserved: string;
  readonly open: string;
}

/** A page of an account's jobs, newest first; `next` continues it, null ends it. */
export interface JobsPage {
  readonly jobs: readonly Progress[];
  readonly next: string | null;
}

/** Where a job stood at a moment. `fuel` is a decimal string. */
export interface HistoryPoint {
  readonly at: string;
  readonly final: number;
  readonly held: number;
  readonly executed: number;
  readonly fuel: string;
}

/** A job's progress over time, oldest first, and what it was estimated to take before its start. */
export interface History {
  readonly points: readonly HistoryPoint[];
  readonly estimate: Pick<
    Estimate,
    'items' | 'fuelPerItem' | 'coreSeconds' | 'cost' | 'seconds' | 'executionsPerItem' | 'bound'
  >;
}

/** How much fuel items took, by where they are. Numbers of a bucket of which nothing was seen are null. */
export interface FuelMap {
  readonly from: number;
  readonly to: number;
  /** All final items of the span were looked at; else evenly some of them. */
  readonly isWhole: boolean;
  readonly seen: number;
  readonly buckets: readonly {
    readonly first: number;
    readonly count: number;
    readonly seen: number;
    /** Of those seen; they are in no other number, since a failed item is charged its cap. */
    readonly failed: number;
    readonly least: number | null;
    readonly mean: number | null;
    readonly most: number | null;
    /** The item that took most. */
    readonly slowest: number | null;
  }[];
  /** The slowest first, 20 at most. */
  readonly slowest: readonly { readonly item: number; readonly fuel: number }[];
}

/** Money in ledger units: millionths of the token's smallest unit, as decimal strings, so that sums are exact. */
export interface Used {
  readonly items: number;
  readonly fuel: string;
  readonly charged: string;
}

/** What an account's jobs used: in all, on each of the last days (UTC), by job (the latest 200) and by channel. */
export interface Usage {
  readonly total: Used & { readonly jobs: number; readonly reserved: string };
  readonly days: readonly (Used & { readonly day: string })[];
  readonly jobs: readonly (Used & {
    readonly job: string;
    readonly title: string;
    readonly state: JobState;
    readonly created: string;
    readonly reserved: string;
    readonly budget: string | null;
    readonly channel: string | null;
  })[];
  readonly channels: readonly {
    readonly channel: string;
    readonly charged: string;
    readonly vouchered: string;
  }[];
}

/** Stored bytes that an account sent or that its jobs use. */
export interface StoredDataset {
  readonly hash: string;
  readonly name: string;
  /** Bytes; null: not stored any more. */
  readonly size: number | null;
  readonly at: string;
  readonly use: 'dataset' | 'inputs' | 'none';
  /** How many of the account's jobs use it, and the latest of them. */
  readonly jobs: number;
  readonly latest: readonly { readonly job: string; readonly title: string }[];
}

/** What the whole network does, checks and pays. Sessions and seats are those of this coordinator. */
export interface NetworkFigures {
  readonly sessions: number;
  readonly seats: number;
  readonly jobs: {
    readonly running: number;
    readonly paused: number;
    readonly certified: number;
    readonly cancelled: number;
  };
  readonly fuel: {
    readonly perSecond: number;
    /** The last 24 hours in quarters of an hour, oldest first. */
    readonly day: readonly { readonly at: string; readonly fuel: string }[];
  };
  readonly verification: {
    readonly finalItems: number;
    readonly heldItems: number;
    readonly executedItems: number;
    readonly deviceAudits: number;
    readonly refereeAudits: number;
    readonly refutedUnits: number;
    readonly devices: number;
    readonly caught: number;
    readonly meanBound: number | null;
  };
  readonly settlements: readonly {
    readonly epoch: number;
    readonly tx: string;
    readonly total: string;
    readonly vouchers: number;
    readonly payees: number;
    readonly at: string;
  }[];
}
