-- A graph of jobs, as declared (protocol/src/graph/declaration.ts).
create table graph (
  id text primary key,
  account text not null references account (id),
  idempotency_key text,
  title text not null,
  owner text not null,
  declaration jsonb not null,
  channel jsonb,
  -- the channel's id at the hub
  channel_id text,
  state text not null default 'running' check (state in ('running', 'certified', 'cancelled', 'stopped')),
  paused boolean not null default false,
  -- which coordinator tends it, and until when nobody else does
  keeper text,
  kept_until timestamptz,
  -- it has ended, and all its jobs with it: nobody needs to look at it again
  over boolean not null default false,
  created timestamptz not null default now(),
  ended timestamptz,
  certificate jsonb,
  unique (account, idempotency_key)
);
create index graph_channel on graph (channel_id) where state = 'running' and channel_id is not null;
create index graph_kept on graph (kept_until) where not over;

create table graph_stage (
  graph text not null references graph (id),
  name text not null,
  place int not null,
  -- a stage is begun again where rows that it had taken were refuted before they were certified
  attempt int not null default 1,
  job text references job (id),
  -- ledger units that its jobs may still cost, those of earlier attempts taken off
  budget numeric(38, 0),
  -- rows of each stage before it that it has taken, and how many of them were left out
  rows bigint not null default 0,
  skipped bigint not null default 0,
  -- it has taken all; and that was compared with what was certified
  whole boolean not null default false,
  checked boolean not null default false,
  -- the next row cannot be taken as it is: it waits for the certificate of the stages before it
  hindered boolean not null default false,
  stopped boolean not null default false,
  -- {code, sentence}
  reason jsonb,
  -- [{job, reason}] of earlier attempts
  restarts jsonb not null default '[]',
  primary key (graph, name)
);
create unique index graph_stage_job on graph_stage (job) where job is not null;
