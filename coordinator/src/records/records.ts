/** What is kept of a device, told to whoever has its key, and erased as far as it may be [ER1]. */
import {
  type DeviceId,
  hubDomain,
  isSigned,
  KnownError,
  proofOfRecordRequest,
  type RecordRequest,
  recoverTyped,
  STATEMENT_REQUEST,
} from '@manyhands/protocol';
import type { Db } from '../db/db.ts';
import { findDevice } from '../db/jobs/find-device.ts';
import { findHeldSlices } from '../db/journal/find-held-slices.ts';
import { readLog } from '../db/journal/read-segments.ts';
import { foldTallies } from '../db/ledger/fold-tallies.ts';
import { eraseDevice } from '../db/records/erase-device.ts';
import {
  readDeviceRecord,
  readReceipts,
  type StoredReceiptRecord,
} from '../db/records/read-device-record.ts';
import { payeeAccount, readStatement } from '../ledger/ledger.ts';

/** How far a device's clock may be off, in milliseconds: older requests are not taken again. */
const CLOCK_MS = 10 * 60_000;
const DAY_MS = 86_400_000;
const RECEIPTS = 1_000;
const SLICES = 200;
const ENTRIES = 10_000;

/** An account that asks for its ledger entries as well. */
export interface StatementRequest {
  readonly account: string;
  readonly at: number;
  readonly signature: string;
}

/** Throws RECORD_REFUSED. `now`: milliseconds since 1970. */
export function checkRequest(request: RecordRequest, signature: string, now: number): void {
  checkTime(request.at, now);
  if (!isSigned(proofOfRecordRequest(request, signature)))
    throw new KnownError('RECORD_REFUSED', `the request is not signed by the device ${request.device}`);
}

/** Throws RECORD_REFUSED. `hub`: where payments are settled. */
export function checkStatement(
  { account, at, signature }: StatementRequest,
  hub: { readonly chainId: number; readonly hub: string },
  now: number,
): void {
  checkTime(at, now);
  const domain = hubDomain(BigInt(hub.chainId), hub.hub);
  const by = recoverTyped(domain, STATEMENT_REQUEST, { account, at: BigInt(at) }, signature);
  if (by !== account)
    throw new KnownError('RECORD_REFUSED', `the statement is not asked for by the account ${account}`);
}

function checkTime(at: number, now: number): void {
  if (Math.abs(now - at) > CLOCK_MS)
    throw new KnownError(
      'RECORD_REFUSED',
      'the time of the request is more than ten minutes off: set the clock',
    );
}

/** Everything that is kept under a device's address. */
export async function recordOf(db: Db, device: string, receiptDays: number) {
  await foldTallies(db);
  const [standing, record, receipts, holds] = await Promise.all([
    findDevice(db, device as DeviceId),
    readDeviceRecord(db, device),
    readReceipts(db, device, RECEIPTS),
    holdsOf(db, device),
  ]);
  const { banned, evidence, ...rest } = record;
  return {
    device,
    reputation: { ...standing, finalFuel: String(standing.finalFuel), banned, evidence },
    ...rest,
    holds,
    receipts: receipts.map((receipt) => ({ ...receipt, keptUntil: keptUntil(receipt, receiptDays) })),
  };
}

/** Answers of the device that wait for more checks, in running jobs. */
async function holdsOf(db: Db, device: string) {
  const holds = [];
  for (const slice of await findHeldSlices(db, SLICES))
    for (const { state, device: by, first, count, fuel } of (await readLog(db, slice)).units())
      if (state === 'held' && by === device) holds.push({ job: slice.job, first, count, fuel: String(fuel) });
  return holds;
}

/** What an account was paid and charged, the newest first. */
export async function statementOf(db: Db, account: string) {
  const lines = await readStatement(db, payeeAccount(account), { before: null, limit: ENTRIES });
  return lines.map(({ amount, ...line }) => ({ ...line, amount: String(amount) }));
}

const keptUntil = ({ over }: StoredReceiptRecord, days: number): Date =>
  new Date(over.getTime() + days * DAY_MS);

/** What was erased and what stays, why and until when. */
export interface Erasure {
  readonly erased: { readonly names: number; readonly counts: number; readonly challenges: number };
  readonly kept: readonly { readonly what: string; readonly why: string; readonly until: string | null }[];
}

export async function eraseRecord(db: Db, device: string, receiptDays: number): Promise<Erasure> {
  await foldTallies(db);
  const erased = await db.transaction((sql) => eraseDevice(sql, device));
  const [{ banned }, receipts] = await Promise.all([
    readDeviceRecord(db, device),
    readReceipts(db, device, RECEIPTS),
  ]);
  const ends = receipts.map((receipt) => keptUntil(receipt, receiptDays).getTime());
  const proofs = {
    what: `consent receipts: ${receipts.length}`,
    why: 'they prove to a site and its visitor what was agreed to; they name the device and nobody else',
    until: ends.length === 0 ? null : new Date(Math.max(...ends)).toISOString(),
  };
  return {
    erased,
    kept: [...(banned === null ? [] : [BAN]), ...(receipts.length === 0 ? [] : [proofs]), ...PROOFS],
  };
}

const BAN = {
  what: 'the ban of this device, and its evidence',
  why: 'a refuted answer stays refuted; else an erasure would lift a ban',
  until: null,
};
const PROOFS = [
  {
    what: 'a site’s accounts of its visits, under the device’s address and the name that the site chose',
    why: 'the site and its visitors are paid by them; ask the site about the name',
    until: null,
  },
  {
    what: 'answers and audits in the results of jobs, under the device’s address',
    why: 'certificates rest on them, and anybody may recompute them',
    until: null,
  },
  {
    what: 'entries of the ledger, under the address of the account that was paid',
    why: 'payments are settled by them, and books are never rewritten',
    until: null,
  },
];
