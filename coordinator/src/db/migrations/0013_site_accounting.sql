-- What a site allows jobs to be for; none named: anything.
alter table site add column categories jsonb not null default '[]';

-- Whose device worked for which site: one row for each name that the site has for its user (empty: it named none).
-- Fuel and money are folded in from tallies. Ledger units by who got them.
create table site_visit (
  id bigint generated always as identity primary key,
  site text not null references site (key),
  device text not null,
  visitor text not null,
  first_seen timestamptz not null default now(),
  last_seen timestamptz not null default now(),
  final_fuel numeric(38, 0) not null default 0,
  refuted_fuel numeric(38, 0) not null default 0,
  to_site numeric(38, 0) not null default 0,
  to_visitor numeric(38, 0) not null default 0,
  to_cause numeric(38, 0) not null default 0,
  unique (site, visitor, device)
);
create index site_visit_page on site_visit (site, id);

-- The same by site and day (UTC), and how many visitors agreed. A day on which more was refuted than became final is negative.
create table site_day (
  site text not null references site (key),
  day date not null,
  consents int not null default 0,
  final_fuel numeric(38, 0) not null default 0,
  refuted_fuel numeric(38, 0) not null default 0,
  to_site numeric(38, 0) not null default 0,
  to_visitor numeric(38, 0) not null default 0,
  to_cause numeric(38, 0) not null default 0,
  primary key (site, day)
);
insert into site_day (site, day, consents) select key, receipt_day, receipts from site where receipt_day is not null;
alter table site drop column receipt_day;
alter table site drop column receipts;

-- How many sessions each coordinator has for a site, as it said last.
create table site_presence (
  coordinator text not null,
  site text not null,
  sessions int not null,
  primary key (coordinator, site)
);
create index site_presence_site on site_presence (site);
