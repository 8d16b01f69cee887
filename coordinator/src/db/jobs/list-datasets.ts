import type { AccountId, Hash, JobId } from '@manyhands/protocol';
import type { Sql } from '../db.ts';

/** Stored bytes that an account sent or that its jobs use. */
export interface StoredDataset {
  readonly hash: Hash;
  /** Of the upload, or of the kernel's parameter that takes it; empty where it has none. */
  readonly name: string;
  /** When it was sent last, or first used. */
  readonly at: Date;
  readonly jobs: number;
  readonly asDataset: number;
  /** The latest jobs that use it. */
  readonly latest: readonly { readonly job: JobId; readonly title: string }[] | null;
}

/** Newest first; `before` continues a page that ended with that hash. */
export const listDatasets = (
  sql: Sql,
  account: AccountId,
  { before, limit }: { readonly before: Hash | null; readonly limit: number },
): Promise<StoredDataset[]> =>
  sql.query<StoredDataset>(
    `with mine as (select id, title, created, datasets from job where account = $1), used as (
       select blob, max(name) as name, id, title, created, max(is_dataset) as is_dataset from (
         select d ->> 'hash' as blob, d ->> 'name' as name, id, title, created, 1 as is_dataset from mine, jsonb_array_elements(datasets) d
         union all
         select distinct blob, '', id, title, created, 0 from mine join job_input on job_input.job = mine.id where blob is not null
       ) e group by blob, id, title, created
     ), stored as (
       select blob, max(name) as name, max(at) as at, count(id) as jobs, sum(is_dataset)::int as as_dataset,
         to_json((array_agg(json_build_object('job', id, 'title', title) order by created desc) filter (where id is not null))[1:5]) as latest
       from (
         select blob, name, id, title, created, created as at, is_dataset from used
         union all
         select blob, name, null, null, null, at, 0 from upload where account = $1
       ) u group by blob
     )
     select blob as hash, coalesce(nullif((select upload.name from upload where account = $1 and upload.blob = stored.blob), ''), name) as name,
       at, jobs, as_dataset as "asDataset", latest
     from stored
     where $2::text is null or (at, blob) < (select s.at, s.blob from stored s where s.blob = $2::text)
     order by at desc, blob desc limit $3`,
    [account, before, limit],
  );
