import type { CoordinatorId, DeviceId, Fence, SliceId } from '@manyhands/protocol';
import type { CommitBatch, CommitReceipt } from '../../dispatch/journal.ts';
import type { Sql } from '../db.ts';
import { appendEntries, type LedgerLine } from './append-entries.ts';
import { banDevices } from './ban-devices.ts';
import { Counts } from './changes.ts';
import { chargeAtMost } from './charge-at-most.ts';
import { type FinishedUnit, finishUnits } from './finish-units.ts';
import { lockDevices } from './lock-devices.ts';
import { lockSlices, type OwnedSlice } from './lock-slices.ts';
import { lockUnownedSlices } from './lock-unowned-slices.ts';
import { readInvolvedDevices } from './read-involved-devices.ts';
import { refuteUnits } from './refute-units.ts';
import { settleSlices } from './settle-slices.ts';
import { storeAudits } from './store-audits.ts';
import { storeDraws } from './store-draws.ts';
import { storeSegments } from './store-segments.ts';
import { storeTimings } from './store-timings.ts';
import { storeUnits } from './store-units.ts';
import { undoBanned } from './undo-banned.ts';
import { withdrawAudits } from './withdraw-audits.ts';

type Fenced = { readonly slice: SliceId; readonly fence: Fence };

/**
 * Writes one batch inside a transaction [CM2]. What a slice's present owner did not say is dropped [LS3]. Safe to
 * repeat: a batch whose reply was lost changes nothing the second time, but for the count of executions.
 */
export async function commitBatch(sql: Sql, me: CoordinatorId, batch: CommitBatch): Promise<CommitReceipt> {
  const named = [
    batch.accepted,
    batch.drawn,
    batch.audits,
    batch.reopened,
    batch.finals,
    batch.executed,
    batch.timings,
    batch.settled,
  ];
  const mentioned = newestFences(named.flat());
  const owned = new Map((await lockSlices(sql, [...mentioned.keys()], me)).map((slice) => [slice.id, slice]));
  const isMine = (each: Fenced): boolean => owned.get(each.slice)?.fence === each.fence;
  const mine = ownPart(batch, isMine);

  const banned = await lockDevices(sql, await devicesOf(sql, mine));
  const counts = new Counts();
  await storeAnswers(sql, mine, counts);
  await recordAudits(sql, mine.audits, counts);
  if (mine.reopened.length > 0) for (const unit of await refuteUnits(sql, mine.reopened)) counts.change(unit);
  const fresh = mine.bans.length > 0 ? await banDevices(sql, mine.bans) : [];
  for (const device of fresh) banned.add(device);
  await finish(
    sql,
    mine.finals.filter((final) => !banned.has(final.device)),
    owned,
    counts,
  );
  for (const { slice, items } of mine.executed) counts.slice(slice).executedItems += items;
  await storeTimings(sql, mine.timings);
  await counts.write(sql);
  await giveUp(sql, mine.settled);
  await spreadBans(sql, fresh);

  const refused = mine.finals.map((final) => final.device).filter((device) => banned.has(device));
  return {
    lost: [...mentioned].filter(([slice, fence]) => !isMine({ slice, fence })).map(([slice]) => slice),
    banned: [...new Set(refused)] as DeviceId[],
  };
}

/** A batch may hold the end of one ownership of a slice and the start of the next. */
function newestFences(all: readonly Fenced[]): Map<SliceId, Fence> {
  const newest = new Map<SliceId, Fence>();
  for (const { slice, fence } of all) if (fence > (newest.get(slice) ?? 0)) newest.set(slice, fence);
  return newest;
}

const ownPart = (batch: CommitBatch, isMine: (each: Fenced) => boolean): CommitBatch => ({
  accepted: batch.accepted.filter(isMine),
  drawn: batch.drawn.filter(isMine),
  audits: batch.audits.filter(isMine),
  reopened: batch.reopened.filter(isMine),
  // Evidence counts whoever owns the slice now.
  bans: batch.bans,
  finals: batch.finals.filter(isMine),
  executed: batch.executed.filter(isMine),
  timings: batch.timings.filter(isMine),
  settled: batch.settled.filter(isMine),
});

async function devicesOf(sql: Sql, batch: CommitBatch): Promise<Set<string>> {
  const settled = batch.settled.map((each) => each.slice);
  return new Set([
    ...[batch.accepted.map((unit) => unit.answer.device), batch.bans.map((ban) => ban.device)].flat(),
    ...[batch.reopened, batch.finals].flat().map((unit) => unit.device),
    ...batch.audits.map((audit) => audit.auditor),
    ...(await readInvolvedDevices(sql, [...batch.audits, ...batch.reopened], settled)),
  ]);
}

async function storeAnswers(sql: Sql, batch: CommitBatch, counts: Counts): Promise<void> {
  if (batch.accepted.length > 0) {
    for (const unit of await storeUnits(sql, batch.accepted)) {
      counts.slice(unit.slice).heldItems += unit.count;
      counts.slice(unit.slice).executedItems += unit.count;
    }
    await storeSegments(sql, batch.accepted);
  }
  const draws = [...batch.accepted.map((unit) => ({ ...unit, round: 0 })), ...batch.drawn];
  if (draws.length > 0) await storeDraws(sql, draws);
}

/** Withdrawals last: what they take back may have passed within the same batch. */
async function recordAudits(sql: Sql, audits: CommitBatch['audits'], counts: Counts): Promise<void> {
  const withdrawn = audits.filter((audit) => audit.verdict === 'withdrawn');
  const made = audits.filter((audit) => audit.verdict !== 'withdrawn');
  for (const audit of made.length > 0 ? await storeAudits(sql, made) : []) {
    const slice = counts.slice(audit.slice);
    slice.executedItems += 1;
    if (audit.verdict === 'passed') counts.vouch(audit, 1);
    else slice.refutedUnits += 1;
  }
  for (const audit of withdrawn.length > 0 ? await withdrawAudits(sql, withdrawn) : [])
    counts.vouch(audit, -1);
}

async function finish(
  sql: Sql,
  finals: CommitBatch['finals'],
  owned: ReadonlyMap<SliceId, OwnedSlice>,
  counts: Counts,
): Promise<void> {
  if (finals.length === 0) return;
  const byKey = new Map(finals.map((final) => [keyOf(final), final]));
  const lines: LedgerLine[] = [];
  for (const unit of await finishUnits(sql, finals)) {
    counts.change(unit);
    const final = byKey.get(keyOf(unit));
    if (final === undefined || final.entries.length === 0 || unit.paid_itself) continue;
    const perItem = owned.get(unit.slice)?.reserve_per_item ?? 0n;
    const paid = chargeAtMost(final.entries, unit.paid_before ? 0n : perItem * BigInt(unit.count));
    counts.slice(unit.slice).spent += paid.charged;
    if (!unit.paid_before) counts.slice(unit.slice).paidItems += unit.count;
    lines.push(...paid.entries.map((entry, line) => ({ ...entry, txn: txnOf(unit), line, job: unit.job })));
  }
  await appendEntries(sql, lines);
}

const keyOf = (unit: { job: string; first: number; attempt: number }): string =>
  `${unit.job}:${unit.first}:${unit.attempt}`;

const txnOf = (unit: FinishedUnit): string => `unit:${keyOf(unit)}`;

/** A ban that another coordinator committed meanwhile opens a slice again at the moment it is settled. */
async function giveUp(sql: Sql, settled: CommitBatch['settled']): Promise<void> {
  if (settled.length === 0) return;
  const slices = settled.map((each) => each.slice);
  await settleSlices(sql, slices);
  const counts = new Counts();
  await undoBanned(sql, slices, counts);
  await counts.write(sql);
}

/** Slices that somebody owns are that coordinator's to correct: it hears of the ban with its next beat. */
async function spreadBans(sql: Sql, devices: readonly DeviceId[]): Promise<void> {
  if (devices.length === 0) return;
  const counts = new Counts();
  await undoBanned(sql, await lockUnownedSlices(sql, devices), counts);
  await counts.write(sql);
}
