-- How settlement stands, as whoever leads saw it last, for all coordinators: what waits and why, and since when it is so.
alter table settling add column state text not null default 'NOTHING_NEW';
alter table settling add column figures jsonb not null default '{}';
alter table settling add column state_since timestamptz not null default now();
-- Token units, as of the last plan: what payees earned and no voucher covers, and how much more the operator's leaf has than it earned.
alter table settling add column short numeric(20, 0) not null default 0;
alter table settling add column deficit numeric(20, 0) not null default 0;
