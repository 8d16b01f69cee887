-- The whole state of a network. Bulk bytes (kernels, builds, datasets, input tables) are blobs outside.
-- Money is numeric(38,0): ledger units, a millionth of the token's smallest unit, unless a column says token units.

create table coordinator (
  id text primary key,
  address text not null default '',
  beat timestamptz not null default now(),
  stopped boolean not null default false
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
  -- totals over the slice's commits, so that progress needs no scan of units
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

create table device (
  id text primary key,
  -- audits of this device's work that passed
  passed bigint not null default 0,
  final_items bigint not null default 0,
  final_fuel numeric(38, 0) not null default 0,
  refuted_items bigint not null default 0,
  banned timestamptz,
  evidence jsonb
);

-- One accepted answer. Its highest attempt counts.
create table unit (
  job text not null references job (id),
  first bigint not null,
  attempt int not null,
  seq bigint generated always as identity,
  slice bigint not null references slice (id),
  count int not null,
  device text not null,
  payee text not null,
  site text not null,
  assignment text not null,
  digest text not null,
  rate_ppm int not null,
  fuel numeric(38, 0) not null,
  trapped int not null,
  state text not null check (state in ('held', 'final', 'refuted')),
  -- was final and paid once; stays true when it is refuted later
  paid boolean not null default false,
  primary key (job, first, attempt)
);
create index unit_device on unit (device);
create index unit_slice on unit (slice);

-- The bytes of an answer: appended, never rewritten.
create table segment (
  job text not null,
  first bigint not null,
  attempt int not null,
  statuses bytea not null,
  fuels bytea not null,
  lengths bytea not null,
  outputs bytea not null,
  primary key (job, first, attempt)
);

-- What was drawn for audit of an answer: round 0 with the answer, later rounds by exit checks.
create table draw (
  job text not null,
  first bigint not null,
  attempt int not null,
  round int not null,
  positions jsonb not null,
  primary key (job, first, attempt, round)
);

-- One re-execution of one item that agreed with the answer, or proved it wrong.
create table audit (
  job text not null,
  first bigint not null,
  attempt int not null,
  item bigint not null,
  -- a device, or 'referee'
  auditor text not null,
  payee text not null,
  site text not null,
  fuel numeric(38, 0) not null,
  -- withdrawn: passed once, but its auditor was refuted later
  verdict text not null check (verdict in ('passed', 'refuted', 'withdrawn')),
  at timestamptz not null default now(),
  primary key (job, first, attempt, item, auditor)
);
create index audit_auditor on audit (auditor);

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
  -- names what is paid, so that it cannot be paid twice: unit:<job>:<first>:<attempt>, epoch:<n>, …
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
