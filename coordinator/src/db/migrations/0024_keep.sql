-- What a job keeps instead of all its rows (protocol/src/keep); null: all of them.
alter table job add column keep jsonb;

-- Of a job that keeps a fold: the fence under which the slice was folded last, 0 before. Null: its rows are kept. A settled
-- slice with another fence is to be folded; since when somebody does, so that others take the next one.
alter table slice add column folded_fence bigint;
alter table slice add column folding timestamptz;
create index slice_unfolded on slice (id) where state = 'settled' and folded_fence <> fence;

-- Of a segment whose answers were folded: how many bytes each of its units has in what is left of them
-- (dispatch/kept-answers.ts). Null: the answers are whole.
alter table segment add column kept bytea;
alter table segment alter column kept set storage external;

-- What the folded units of one device come to. A device is refuted with all of its work of a job, so nothing finer is needed; once
-- the job is certified one row without a device has the sum. Rewritten with each slice: room is left for it on its page.
create table fold_part (
  job text not null references job (id),
  device text not null,
  part jsonb not null,
  primary key (job, device)
) with (fillfactor = 50);
