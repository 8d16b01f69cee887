import type { CoordinatorId, DeviceId, Fence, SliceId } from '@manyhands/protocol';
import { changesBySlice, ownChanges, type SliceChanges } from '../../dispatch/changes.ts';
import type { Auditor, CommitBatch, CommitReceipt } from '../../dispatch/journal.ts';
import { isEmpty, packSegment } from '../../dispatch/segment.ts';
import type { LoggedUnit } from '../../dispatch/slice-log.ts';
import type { SliceMarks } from '../../dispatch/slice-marks.ts';
import { Tally } from '../../dispatch/tally.ts';
import { Breath } from '../breath.ts';
import type { Sql } from '../db.ts';
import { banDevices } from './ban-devices.ts';
import { holdBans, raiseBanCount } from './count-bans.ts';
import type { KnownBans } from './known-bans.ts';
import { lockSlices, type OwnedSlice } from './lock-slices.ts';
import { keepReceipt, numberCommit } from './number-commit.ts';
import { readLog } from './read-segments.ts';
import { reopenSettled } from './reopen-settled.ts';
import { type Ending, settleSlices } from './settle-slices.ts';
import type { SliceMemory } from './slice-memory.ts';
import { type SliceChange, type StoredTally, storeChanges } from './store-changes.ts';
import { storeTimings } from './store-timings.ts';

export interface CommitPorts {
  readonly sql: Sql;
  readonly me: CoordinatorId;
  readonly memory: SliceMemory;
  readonly bans: KnownBans;
}

/** What a commit came to, for whoever keeps it in mind once the transaction has ended. */
export interface Committed {
  readonly receipt: CommitReceipt;
  readonly slices: readonly {
    readonly id: SliceId;
    readonly fence: Fence;
    readonly marks: SliceMarks | null;
  }[];
  readonly tally: StoredTally | null;
}

/** A slice of the batch that its writer owns. */
interface Work {
  readonly slice: OwnedSlice;
  readonly changes: SliceChanges;
  readonly marks: SliceMarks;
}

/**
 * Writes one batch inside a transaction [CM2]: a segment for each slice, whatever the number of units. What a slice's
 * present owner did not say is dropped [LS3]. Locks are taken in the order coordinator, own slices by id, bans.
 */
export async function commitBatch(ports: CommitPorts, batch: CommitBatch): Promise<Committed> {
  const { sql, me } = ports;
  const repeated = await numberCommit(sql, me, batch.number);
  if (repeated !== null) return { receipt: repeated, slices: [], tally: null };
  const { work, lost } = await takeSlices(ports, batch);
  const isBanned = await barBanned(ports, batch, work);

  const tally = new Tally();
  const refused = new Set<Auditor>();
  const changes: SliceChange[] = [];
  const breath = new Breath();
  for (const each of work) {
    changes.push(await decide(sql, each, { isBanned, tally, refused }));
    await breath.taken();
  }
  const stored = changes.length > 0 ? await storeChanges(sql, me, changes, tally) : null;
  await storeTimings(
    sql,
    work.flatMap(({ changes: { timings } }) => timings),
  );
  const endings: Ending[] = [];
  for (const each of work) if (each.changes.settled) endings.push(await endingOf(sql, each, isBanned));
  await settleSlices(sql, endings);
  const receipt = { lost, banned: [...refused] as DeviceId[] };
  await keepReceipt(sql, me, receipt);
  return {
    receipt,
    slices: work.map(({ slice: { id, fence }, changes: { settled }, marks }) => ({
      id,
      fence,
      marks: settled ? null : marks,
    })),
    tally: stored === null ? null : { id: stored, sums: tally },
  };
}

async function takeSlices(
  { sql, me, memory }: CommitPorts,
  batch: CommitBatch,
): Promise<{ work: Work[]; lost: SliceId[] }> {
  const all = changesBySlice(batch);
  if (all.length === 0) return { work: [], lost: [] };
  const ids = [...new Set(all.map((changes) => changes.slice))];
  const owned = new Map((await lockSlices(sql, ids, me)).map((slice) => [slice.id, slice]));
  const { mine, lost } = ownChanges(all, (id) => owned.get(id)?.fence);
  const work: Work[] = [];
  for (const changes of mine) {
    const slice = owned.get(changes.slice) as OwnedSlice;
    // Taken out of the memory: put back only when the transaction has ended well.
    const marks = memory.take(slice.id, slice.fence) ?? (await readLog(sql, slice)).marks();
    work.push({ slice, changes, marks });
  }
  return { work, lost };
}

/** Bans whom the batch bans, keeps other bans out where it matters, and tells who is banned [VF2]. */
async function barBanned(
  { sql, bans }: CommitPorts,
  batch: CommitBatch,
  work: readonly Work[],
): Promise<(device: Auditor) => boolean> {
  const involved = involvedDevices(work);
  const now = new Set<Auditor>(batch.bans.map((ban) => ban.device));
  if (now.size > 0) {
    const before = await raiseBanCount(sql, now.size);
    await bans.learn(sql, before, involved);
    await reopenSettled(sql, await banDevices(sql, batch.bans, before));
  } else if (work.some(({ changes: { finals, settled } }) => settled || finals.length > 0))
    await bans.learn(sql, await holdBans(sql), involved);
  return (device) => now.has(device) || bans.has(device);
}

/** Devices whose work becomes final here, and everybody in slices to be settled. */
function involvedDevices(work: readonly Work[]): Set<DeviceId> {
  const devices = new Set<DeviceId>();
  const name = (device: Auditor): void => {
    if (device !== 'referee') devices.add(device);
  };
  for (const { changes, marks } of work) {
    for (const final of changes.finals) name(final.device);
    if (!changes.settled) continue;
    for (const device of marks.devices) devices.add(device);
    for (const unit of changes.accepted) name(unit.answer.device);
    for (const audit of changes.audits) name(audit.auditor);
  }
  return devices;
}

interface Deciding {
  readonly isBanned: (device: Auditor) => boolean;
  readonly tally: Tally;
  readonly refused: Set<Auditor>;
}

async function decide(
  sql: Sql,
  { slice, changes, marks }: Work,
  { isBanned, tally, refused }: Deciding,
): Promise<SliceChange> {
  const log = changes.reopened.some((unit) => marks.isFinal(unit)) ? await readLog(sql, slice) : null;
  const decided = marks.decide(
    changes,
    {
      isBanned,
      reservePerItem: slice.reserve_per_item,
      finished: (first, attempt) => log?.find({ first, attempt }) as LoggedUnit,
    },
    tally,
  );
  for (const device of decided.refused) refused.add(device);
  const segment = isEmpty(decided) ? null : packSegment(slice.first, decided);
  return { slice: slice.id, segment, counts: decided.counts };
}

/** Whom a slice rests on. Marks also name devices whose word was withdrawn, so where one is banned they are read again. */
async function endingOf(
  sql: Sql,
  { slice, marks }: Work,
  isBanned: (device: Auditor) => boolean,
): Promise<Ending> {
  const some = (devices: ReadonlySet<DeviceId>): boolean => [...devices].some(isBanned);
  const devices = some(marks.devices) ? (await readLog(sql, slice)).marks().devices : marks.devices;
  return { slice: slice.id, devices, isTainted: some(devices) };
}
