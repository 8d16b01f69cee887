import type { CoordinatorId, SliceId } from '@manyhands/protocol';
import type { Auditor, Claim, ClaimRequest, SliceGrant, SliceTerms } from '../../dispatch/journal.ts';
import { isEmpty, packSegment } from '../../dispatch/segment.ts';
import type { LoggedUnit, SliceLog } from '../../dispatch/slice-log.ts';
import { SliceMarks } from '../../dispatch/slice-marks.ts';
import { Tally } from '../../dispatch/tally.ts';
import type { Room } from '../../domain/spending.ts';
import { costAhead, itemsAhead, type WorkRoom } from '../../domain/work-window.ts';
import type { Sql } from '../db.ts';
import { countUnfolded } from '../folds/count-unfolded.ts';
import { roomFor } from '../limits/room-for.ts';
import { workRoomFor } from '../limits/work-room-for.ts';
import { carveSlice } from './carve-slice.ts';
import { type FreeSlice, findFreeSlice } from './find-free-slice.ts';
import { type LeasedSlice, leaseSlice } from './lease-slice.ts';
import { type LockedJob, lockJob } from './lock-job.ts';
import { readBanned } from './read-banned.ts';
import { type PayHistory, readPayHistory } from './read-pay-history.ts';
import { readAnswers, readLog, readOn } from './read-segments.ts';
import { type StoredTally, storeChanges } from './store-changes.ts';

/** A claim, and the marks of the slice that it granted. */
export interface Claimed {
  readonly claim: Claim;
  readonly marks: SliceMarks | null;
  /** What undoing the work of banned devices added up to. */
  readonly tally: StoredTally | null;
}

const NONE: Claimed = { claim: { kind: 'none' }, marks: null, tally: null };

/** Hands out a slice that somebody gave up or that was opened again, or carves the next one, inside a transaction. */
export async function claimSlice(sql: Sql, me: CoordinatorId, request: ClaimRequest): Promise<Claimed> {
  const job = await lockJob(sql, request.job);
  if (job === null) return NONE;
  const history = await readPayHistory(sql, request.job, job.rate);
  const left = job.budget === null ? null : leftOf(job.budget - history.committed, await roomFor(sql, job));
  const ahead = await workRoomFor(sql, request.job, job);
  const bounds = { left, ahead };
  return (
    (await claimFree(sql, me, request, bounds)) ?? claimFresh(sql, me, request, { job, history, ...bounds })
  );
}

/** What may still be reserved; null: as much as anybody likes. */
interface Left {
  /** Ledger units. */
  readonly free: bigint;
  /** What leaves no more: the account's limit, by day or in all, or else the budget. */
  readonly by: Room['of'] | 'budget';
}

/** What keeps a job from taking more; null: nothing does. */
interface Bounds {
  readonly left: Left | null;
  /** By the vouchers of its channel. */
  readonly ahead: WorkRoom | null;
}

const leftOf = (budget: bigint, room: Room | null): Left =>
  room !== null && room.free < budget ? { free: room.free, by: room.of } : { free: budget, by: 'budget' };

const tooDear = ({ free, by }: Left, terms: SliceTerms): Claimed => ({
  ...NONE,
  claim: by === 'budget' ? { kind: 'budget', free, terms } : { kind: 'limit', of: by },
});

const UNSIGNED: Claimed = { ...NONE, claim: { kind: 'limit', of: 'voucher' } };

/** Takes up a slice that its owner gave up, or that was opened again [LS4]. Null: there is none. */
async function claimFree(
  sql: Sql,
  me: CoordinatorId,
  request: ClaimRequest,
  { left, ahead }: Bounds,
): Promise<Claimed | null> {
  const found = await findFreeSlice(sql, request.job, me, request.holding ?? null);
  if (found === null) return null;
  if (left !== null && found.needed > 0n && found.needed > left.free) return tooDear(left, found.terms);
  if (ahead !== null && isTooFarAhead(found, ahead)) return UNSIGNED;
  const leased = await leaseSlice(sql, found.id, me);
  const log = await readLog(sql, leased);
  const marks = log.marks();
  const tally = await undoBanned({ sql, me, job: request.job, log, marks }, leased);
  const needed = log.needed();
  const units = log.stored(await readAnswers(sql, leased.id, needed));
  return { claim: { kind: 'granted', slice: { ...leased, job: request.job, units } }, marks, tally };
}

const isTooFarAhead = ({ needed, terms }: FreeSlice, ahead: WorkRoom): boolean =>
  !ahead.isIdle && needed > 0n && costAhead(ahead, { needed, ...terms }) > ahead.free;

interface Taken {
  readonly sql: Sql;
  readonly me: CoordinatorId;
  readonly job: ClaimRequest['job'];
  readonly log: SliceLog;
  readonly marks: SliceMarks;
}

/**
 * Undoes what rests on banned devices [VF2]: their units are refuted, their audits withdrawn. A ban that is committed
 * while this runs is told to the new owner with its next beat.
 */
async function undoBanned(
  { sql, me, job, log, marks }: Taken,
  { fence, first }: LeasedSlice,
): Promise<StoredTally | null> {
  const banned = new Set<Auditor>(await readBanned(sql, [...marks.devices]));
  if (banned.size === 0) return null;
  const tally = new Tally();
  const decided = marks.decide(
    log.correction({ job, fence }, (device) => banned.has(device)),
    {
      isBanned: () => false,
      reservePerItem: 0n,
      finished: (unit, attempt): LoggedUnit => log.find({ first: unit, attempt }),
    },
    tally,
  );
  if (isEmpty(decided)) return null;
  const segment = packSegment(first, decided);
  const slice: SliceId = log.slice.id;
  const id = await storeChanges(sql, me, [{ slice, segment, counts: decided.counts }], tally);
  await readOn(sql, log);
  return id === null ? null : { id, sums: tally };
}

interface Fresh extends Bounds {
  readonly job: LockedJob;
  readonly history: PayHistory;
}

/**
 * Outputs are kept until their slice is settled and folded, and are not to pile up: so slices of a job that keeps a fold have so many
 * units at most, and no more are carved while so many slices' worth of items wait to be folded.
 */
const FOLD_UNITS = 1_024;
const UNFOLDED_SLICES = 2;

/** Carves at the rate of the moment; the job's lock keeps the rate from moving twice at once. */
async function claimFresh(
  sql: Sql,
  me: CoordinatorId,
  request: ClaimRequest,
  { job, history, left, ahead }: Fresh,
): Promise<Claimed> {
  const most = job.folds ? Math.min(request.count, FOLD_UNITS * job.unit_items) : request.count;
  const open = Math.min(most, job.item_count - job.cursor);
  if (!request.carve || open <= 0) return NONE;
  if (job.folds && (await countUnfolded(sql, request.job)) > UNFOLDED_SLICES * most) return NONE;
  const terms = request.termsAfter(history.rates);
  const perItem = terms.reservePerItem;
  const paid = affordable(Math.min(open, terms.most ?? open), left?.free ?? null, perItem);
  if (left !== null && paid === 0) return tooDear(left, terms);
  const count =
    ahead === null ? paid : itemsAhead(ahead, { count: paid, unitItems: job.unit_items, perItem });
  if (count === 0) return UNSIGNED;
  const leased = await carveSlice(sql, request.job, me, { count, ...terms });
  const slice: SliceGrant = { ...leased, job: request.job, units: [] };
  const marks = new SliceMarks(leased.first, leased.count);
  return { claim: { kind: 'granted', slice }, marks, tally: null };
}

function affordable(wanted: number, free: bigint | null, perItem: bigint): number {
  if (free === null || perItem === 0n) return wanted;
  return free <= 0n ? 0 : Math.min(wanted, Number(free / perItem));
}
