-- Who sends the operator's transactions, and since when an epoch waits for cheaper gas or for more to pay. One row.
create table settling (
  id int primary key default 1 check (id = 1),
  owner text not null default '',
  until timestamptz not null default now(),
  waits_since timestamptz
);
insert into settling default values;

-- Transactions under way: kept before they are sent. Those with one nonce take each other's place.
create table outgoing (
  tx text primary key,
  purpose text not null check (purpose in ('epoch', 'claims')),
  raw text not null,
  nonce bigint not null,
  -- what it is reckoned to use, and wei at most for a unit of it
  gas numeric(20, 0) not null,
  price numeric(38, 0) not null,
  -- token units that a claim's gas may cost; null: any
  worth numeric(38, 0),
  at timestamptz not null default now()
);

-- What an epoch newly gives to payees, and what of its vouchers exits would soon take away: what its gas is weighed against. Token units.
alter table epoch add column pays numeric(20, 0) not null default 0;
alter table epoch add column leaving numeric(20, 0) not null default 0;
