-- An account has several keys, each with a name; only hashes are kept. A key may end by itself.
create table account_key (
  id text primary key,
  account text not null references account (id),
  name text not null,
  key_hash text not null unique,
  created timestamptz not null default now(),
  expires timestamptz,
  -- when it was last asked with, to the minute
  used timestamptz
);
create index account_key_account on account_key (account, created);
insert into account_key (id, account, name, key_hash, created)
  select substr(md5(id), 1, 16), id, 'first key', key_hash, created from account;
alter table account drop column key_hash;

-- Bytes that an account sent, under the name it gave them; the bytes themselves are blobs outside.
create table upload (
  account text not null references account (id),
  blob text not null,
  size bigint not null,
  name text not null,
  at timestamptz not null default now(),
  primary key (account, blob)
);
create index upload_at on upload (account, at);

-- Where a job stood at a moment: ticks of 5 s since 1970, of which about 256 are kept, the older the job the sparser.
create table job_sample (
  job text not null references job (id),
  tick bigint not null,
  final bigint not null,
  held bigint not null,
  executed bigint not null,
  fuel numeric(38, 0) not null,
  primary key (job, tick)
);
-- Where it stood when it was last looked at on a day (UTC), so that usage can be told by days.
create table job_day (
  job text not null references job (id),
  day date not null,
  final bigint not null,
  fuel numeric(38, 0) not null,
  primary key (job, day)
);

-- Fuel that became final on the whole network, by the minute it was folded in; a day and a bit of it is kept.
create table network_minute (
  minute timestamptz primary key,
  fuel numeric(38, 0) not null
);

create index job_account on job (account, created, id);
-- what a job was charged, day by day
create index entry_charge on entry (job, at) where kind = 'charge';
