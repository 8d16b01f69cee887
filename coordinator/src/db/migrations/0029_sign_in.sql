-- The account that an Ethereum address signs in to.
create table wallet_account (
  address text primary key,
  account text not null references account (id),
  created timestamptz not null default now()
);
create index wallet_account_account on wallet_account (account);

-- Texts that are to be signed, until one is or its time is over: each opens an account once.
create table sign_in (
  nonce text primary key,
  address text not null,
  message text not null,
  expires timestamptz not null
);
create index sign_in_expires on sign_in (expires);

-- a key that a wallet's signature gave: it ends by itself, and is no key that its owner made
alter table account_key add column session boolean not null default false;
