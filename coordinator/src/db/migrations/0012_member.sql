-- Who helped and wants to be seen, each device once. Ranks are by the final fuel of devices.
create table team (
  id text primary key,
  name text not null unique,
  founded timestamptz not null default now()
);
create table member (
  device text primary key,
  name text not null,
  team text references team (id),
  -- milliseconds since 1970, as the device signed it: an older word changes nothing
  at bigint not null
);
create index member_team on member (team) where team is not null;
