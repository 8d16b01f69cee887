-- Claims that payees asked the relayer for, on terms that they signed. Amounts in token units.
create table relayed_claim (
  id bigint generated always as identity primary key,
  payee text not null,
  index bigint not null,
  -- what was claimed before: terms serve once
  claimed numeric(20, 0) not null,
  fee numeric(20, 0) not null,
  least numeric(20, 0) not null,
  -- seconds since 1970
  deadline bigint not null,
  signature text not null,
  -- sent: signed as a transaction, which may have reached the chain; done: mined for good; dropped: will never be
  state text not null default 'asked' check (state in ('asked', 'sent', 'done', 'dropped')),
  -- kept before it is sent, so that a process that comes after a crash sends the same one again
  tx text,
  raw text,
  nonce bigint,
  -- why it waits, or was dropped
  why text not null default '',
  asked timestamptz not null default now(),
  -- when somebody looks at it next; whoever does so puts it off first
  look timestamptz not null default now()
);
-- one under way for each payee
create unique index relayed_claim_pending on relayed_claim (payee) where state in ('asked', 'sent');
create index relayed_claim_look on relayed_claim (look) where state in ('asked', 'sent');
create index relayed_claim_payee on relayed_claim (payee, id);
