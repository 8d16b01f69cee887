-- The whole state of a network. Bulk bytes (kernels, builds, datasets, input tables) are blobs outside.
-- Money is numeric(38,0): ledger units, a millionth of the token's smallest unit, unless a column says token units.

create table coordinator (
  id text primary key,
  address text not null default '',
  beat timestamptz not null default now(),
  stopped boolean not null default false,
  -- its last commit, and what it was told of it if that was anything
  number bigint not null default 0,
  receipt jsonb
);

create table account (
  id text primary key,
  name text not null,
  key_hash text not null unique,
  created timestamptz not null default now()
);

create table kernel (
  hash text primary key,
  name text not null,
  schema jsonb not null,
  label jsonb not null,
  source_hash text,
  created timestamptz not null default now()
);

create table build (
  hash text primary key,
  kernel text not null references kernel (hash),
  rewriter int not null,
  -- careful, hooked, or what a fast one assumes (jobs/kernels.ts)
  mode text not null,
  memory_pages int not null
);

create table job (
  id text primary key,
  account text not null references account (id),
  idempotency_key text,
  title text not null,
  researcher text not null,
  kernel text not null references kernel (hash),
  build text not null references build (hash),
  -- for seats that must be able to pause inside an item
  hooked text not null references build (hash),
  -- [{name, hash}] in the kernel's order
  datasets jsonb not null,
  inputs text not null,
  input_root text not null,
  item_count bigint not null,
  unit_items int not null,
  fuel_cap numeric(20, 0) not null,
  policy jsonb not null,
  -- of the trial: nanoseconds of a reference core per 10^9 fuel; a slice carries its own
  rate bigint not null,
  -- {payer, perCoreHour, feePpm, sitePpm} in ledger units (db/job-price.ts), or null for volunteer science
  price jsonb,
  budget numeric(38, 0),
  channel text,
  estimate jsonb not null,
  draw_secret bytea not null,
  draw_commitment text not null,
  state text not null check (state in ('quoted', 'running', 'certified', 'cancelled')),
  -- the first item no slice covers yet
  cursor bigint not null default 0,
  created timestamptz not null default now(),
  started timestamptz,
  certified timestamptz,
  certificate jsonb,
  unique (account, idempotency_key)
);
create index job_state on job (state);

create table slice (
  id bigint generated always as identity primary key,
  job text not null references job (id),
  first bigint not null,
  count bigint not null,
  -- leased: owned and being worked; settled: every unit is final; a refutation opens it again
  state text not null check (state in ('leased', 'settled')),
  owner text,
  fence bigint not null default 1,
  -- what its items pay by, fixed when it is carved: nanoseconds of a reference core per 10^9 fuel
  rate bigint not null,
  -- budget set aside while it is worked, in ledger units: reserve_per_item for each item not paid yet
  reserve_per_item numeric(38, 0) not null default 0,
  reserved numeric(38, 0) not null default 0,
  -- items of which an attempt was final once; the researcher pays for none of them again
  paid_items bigint not null default 0,
  -- totals over the slice's commits, so that progress needs no reading of segments
  spent numeric(38, 0) not null default 0,
  held_items bigint not null default 0,
  final_items bigint not null default 0,
  trapped_items bigint not null default 0,
  final_fuel numeric(38, 0) not null default 0,
  executed_items bigint not null default 0,
  device_audits bigint not null default 0,
  referee_audits bigint not null default 0,
  refuted_units bigint not null default 0,
  unique (job, first)
);
create index slice_owner on slice (owner) where owner is not null;
create index slice_free on slice (job, first) where state = 'leased';

-- What one commit changed in one slice (dispatch/segment.ts): appended, never rewritten. Packed already, so PostgreSQL
-- is not to try it. The row of its slice is locked while it is written: no reference is checked again.
create table segment (
  slice bigint not null,
  -- grows in the order of the slice's commits
  id bigint generated always as identity,
  events bytea not null,
  -- results of the accepted units, end to end
  answers bytea not null,
  primary key (slice, id)
);
alter table segment alter column events set storage external, alter column answers set storage external;

create table device (
  id text primary key,
  -- audits of this device's work that passed
  passed bigint not null default 0,
  final_items bigint not null default 0,
  final_fuel numeric(38, 0) not null default 0,
  refuted_items bigint not null default 0,
  banned timestamptz,
  -- counts bans, in the order in which they were committed
  ban bigint unique,
  evidence jsonb
);

-- On whose word a slice rests that was settled. Written when it is; a ban finds by it what to open again.
create table slice_device (
  device text not null,
  slice bigint not null,
  primary key (device, slice)
);

-- How many bans there are. Commits that make work final or settle slices share its lock, those that ban have it alone:
-- so a final comes either before the ban of its device, or is refused. One lock, where one for each device would cost
-- as much as all the rest of a commit.
create table ban_count (number bigint not null);
insert into ban_count values (0);

-- What one commit adds to devices and ledger accounts (dispatch/tally.ts), until it is folded into their tables.
create table tally (
  id bigint generated always as identity primary key,
  coordinator text not null,
  sums bytea not null
);
alter table tally alter column sums set storage external;

-- How long the referee took for an item of a job, for the rate of the job's later slices.
create table timing (
  job text not null references job (id),
  item bigint not null,
  seq bigint generated always as identity,
  fuel numeric(20, 0) not null,
  -- of a reference core
  nanoseconds bigint not null,
  primary key (job, item)
);
create index timing_seq on timing (job, seq);

-- One line of the double-entry ledger. Entries of a transaction sum to zero. Appended, never rewritten.
create table entry (
  id bigint generated always as identity primary key,
  -- names what was folded, so that it cannot be written twice: tallies:<first id>-<last id>
  txn text not null,
  line int not null,
  account text not null,
  amount numeric(38, 0) not null,
  job text,
  kind text not null,
  at timestamptz not null default now(),
  unique (txn, line)
);
create index entry_account on entry (account);

-- The highest voucher of each channel. Amounts in token units.
create table voucher (
  channel text primary key,
  researcher text not null,
  signer text not null,
  salt text not null,
  cumulative numeric(20, 0) not null,
  signature text not null,
  at timestamptz not null default now()
);

-- A payee's place in the settlement tree; the account at an index never changes. Amounts in token units.
create table leaf (
  index bigint primary key,
  account text not null unique,
  cumulative numeric(20, 0) not null default 0
);

-- dropped: the chain was rebuilt before it was posted. A rebuilt chain counts its epochs from 1 again.
create table epoch (
  id bigint generated always as identity primary key,
  number bigint not null,
  state text not null check (state in ('planned', 'posted', 'dropped')),
  root text not null,
  -- token units
  total numeric(20, 0) not null,
  -- hash of the published leaves (a blob) and the vouchers that the epoch redeems
  leaves text not null,
  vouchers jsonb not null,
  tx text,
  at timestamptz not null default now()
);
create unique index epoch_planned on epoch (state) where state = 'planned';

create table setting (
  name text primary key,
  value text not null
);
