import type { CoordinatorId, JobId } from '@manyhands/protocol';
import type { Sql } from '../db.ts';
import type { LeasedSlice } from '../journal/lease-slice.ts';

export interface CallRow {
  /** The row as a table of its own, and the root over it. */
  readonly rows: Uint8Array;
  readonly root: string;
  readonly owner: CoordinatorId;
  /** Under which it is there once: a second row of the same key is refused as a duplicate. */
  readonly idempotencyKey: string | null;
  readonly rate: number;
  readonly reservePerItem: bigint;
  /** Null: the caller holds the job's lock, or the job pays nothing. */
  readonly expected: Expected | null;
}

/** What the rate of a call rests on where nobody looked at it under the job's lock. */
export interface Expected {
  /** The number of the job's newest timing; null: there is none. */
  readonly newest: number | null;
}

/**
 * Appends one row to an open job and carves its slice for its owner: one statement, because somebody waits for the answer. Null
 * where the job does not run or is closed, or where items before it are not carved yet [SL1]; and where its terms were expected
 * to be those of the job's last slice and are not any more [RT1], the budget does not cover it [LG2], its spending is limited, vouchers do not cover it [RS4], other jobs of its channel run, or others carve at the same
 * moment, so that what this statement sees of slices may be old. The input root grows as protocol's joinedRoot has it.
 *
 * The transaction it is in does not wait for the disk: whoever calls is answered provisionally, and nothing that refers to the
 * slice is durable before the slice is.
 */
export async function appendCall(sql: Sql, job: JobId, call: CallRow): Promise<LeasedSlice | null> {
  const [row] = await sql.query<LeasedSlice>(
    `with growing as (
       select id, item_count, input_root, parts, set_config('synchronous_commit', 'off', true) from job
       where id = $1 and state = 'running' and open and not paused and cursor = item_count and (not $7::boolean or (
         cursor = (select cursor from job where id = $1)
         and $5::bigint is not distinct from (select rate from slice where job = $1 order by first desc limit 1)
         and $8::bigint is not distinct from (select max(seq) from timing where job = $1)
         and (channel is null or (held_shown
           and not exists (select from job other where other.channel = job.channel and other.id <> job.id and other.state = 'running')
           and not exists (select from channel_exit leaving where leaving.channel = job.channel)
           and (select coalesce(sum(charged.spent + case when paid.state = 'running' then charged.reserved else 0 end), 0)
                from job paid join slice charged on charged.job = paid.id where paid.channel = job.channel) + $6::numeric
             <= 1000000 * (coalesce((select cumulative from voucher where voucher.channel = job.channel), 0)
                + (estimate ->> 'creditWindow')::numeric)))
         and not exists (select from spending_limit l where l.account = job.account
           and ((l.kind = 'key' and l.subject = job.key) or (l.kind = 'channel' and l.subject = job.channel)))
         and (budget is null
           or budget - (select coalesce(sum(spent + reserved), 0) from slice where job = $1) >= $6::numeric)))
       for no key update
     ), grown as (
       update job set item_count = growing.item_count + 1, cursor = growing.item_count + 1, parts = growing.parts + 1,
         revision = revision + 1, input_root = encode(sha256(convert_to(
           'manyhands inputs ' || growing.input_root || ' ' || growing.item_count || ' 1 ' || $3::text, 'UTF8')), 'hex')
       from growing where job.id = growing.id
       returning growing.item_count as first, growing.parts as part, job.keep
     ), appended as (
       insert into job_input (job, part, first, count, rows, root, idempotency_key)
       select $1, part, first, 1, $2, $3, $9 from grown
     )
     insert into slice (job, first, count, state, owner, rate, reserve_per_item, reserved, called, folded_fence)
     select $1, first, 1, 'leased', $4, $5::bigint, $6::numeric, $6::numeric, now(), case when keep is not null then 0 end
     from grown
     returning id, first, count, fence, rate`,
    [
      job,
      call.rows,
      call.root,
      call.owner,
      call.rate,
      call.reservePerItem,
      call.expected !== null,
      call.expected?.newest ?? null,
      call.idempotencyKey,
    ],
  );
  return row ?? null;
}
