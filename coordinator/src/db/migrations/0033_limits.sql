-- Rows on hold of a paid job were shown: from then on what is on hold is checked and charged before the job ends.
alter table job add column held_shown boolean not null default false;
-- Its researcher cancelled it, and it ends once nothing is on hold any more. It is paused meanwhile, for good.
alter table job add column ending boolean not null default false;
create index job_ending on job (id) where ending and state = 'running';

-- Under which of its account's keys a job was started, and a graph declared; null: before this was kept.
alter table job add column key text;
alter table graph add column key text;
create index job_key on job (account, key);
create index job_channel on job (channel) where channel is not null;

-- What an account allows a key or a channel to spend; amounts in ledger units.
create table spending_limit (
  account text not null references account (id),
  kind text not null check (kind in ('key', 'channel')),
  -- a key's id, or a channel's at the hub
  subject text not null,
  per_day numeric(38, 0),
  total numeric(38, 0),
  -- the day (UTC) of its last claim, and what the ledger had charged before that day
  day date,
  before numeric(38, 0) not null default 0,
  primary key (account, kind, subject)
);

-- Channels whose exit has begun, as somebody looked last: nothing is set aside for their jobs but what vouchers cover.
create table channel_exit (channel text primary key);
