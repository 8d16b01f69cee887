/** What the journal in memory keeps, as the tables of the SQL form. */
import type { CoordinatorId, DeviceId, JobId, SliceId } from '@manyhands/protocol';
import type { Timing } from '../domain/rate.ts';
import type { JobTerms, StoredUnit } from './journal.ts';

export type Writable<T> = { -readonly [K in keyof T]: T[K] extends readonly (infer E)[] ? E[] : T[K] };
export type Row = Omit<Writable<StoredUnit>, 'passed' | 'draws' | 'arrears'> & {
  /** Audits that proved it wrong. */
  refuted: StoredUnit['passed'][number][];
  passed: StoredUnit['passed'][number][];
  draws: StoredUnit['draws'][number][];
};

export interface SliceRow {
  readonly id: SliceId;
  readonly job: JobId;
  readonly first: number;
  readonly count: number;
  state: 'leased' | 'settled';
  owner: CoordinatorId | null;
  fence: number;
  readonly rate: number;
  reserved: bigint;
  spent: bigint;
  /** By first item, its attempts in order. */
  readonly units: Map<number, Row[]>;
}

export interface JobRow {
  readonly terms: JobTerms;
  readonly budget: bigint | null;
  cursor: number;
  running: boolean;
  /** By item, in the order in which they came. */
  readonly timings: Map<number, Timing>;
}

/** Takes out of a slice what a banned device answered or vouched for; whether there was any. */
export function undo(slice: SliceRow, device: DeviceId): boolean {
  let found = false;
  for (const attempts of slice.units.values()) {
    const last = attempts[attempts.length - 1];
    const vouched = last.passed.some((audit) => audit.auditor === device);
    if (last.answer.device === device && last.state !== 'refuted') last.state = 'refuted';
    else if (vouched) last.passed = last.passed.filter((audit) => audit.auditor !== device);
    else continue;
    found = true;
  }
  return found;
}

/** What was paid, was paid with the arrears before it. */
export const arrearsOf = (attempts: readonly Row[]) =>
  attempts
    .slice(attempts.findLastIndex((row) => row.paid) + 1)
    .filter((row) => row.state === 'refuted')
    .flatMap((row) => [...row.passed, ...row.refuted])
    .filter((audit) => audit.auditor !== 'referee');
