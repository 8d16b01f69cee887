-- What a job is for, as its researcher declares it (protocol/src/categories.ts).
alter table job add column category text not null default 'other';

-- What strangers say against a kernel, for the operator to read. It stops nothing by itself.
create table kernel_report (
  id bigint generated always as identity primary key,
  kernel text not null references kernel (hash),
  kind text not null,
  words text not null,
  -- a keyed hash of the address prefix: tells reporters apart and says nothing else about them
  reporter text not null,
  at timestamptz not null default now(),
  resolved timestamptz
);
-- one open report of a reporter about a kernel: a second one takes its place
create unique index kernel_report_open on kernel_report (kernel, reporter) where resolved is null;
create index kernel_report_reporter on kernel_report (reporter) where resolved is null;
