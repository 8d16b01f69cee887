-- Websites whose visitors may lend computing power. The key is public: it stands in the site's pages.
create table site (
  key text primary key,
  account text not null references account (id),
  name text not null,
  -- of the pages that may show the card, as browsers write them
  origins jsonb not null,
  -- addresses, or empty
  payee text not null,
  cause text not null,
  -- who gets how much of what visitors earn, in millionths
  site_ppm int not null,
  visitor_ppm int not null,
  cause_ppm int not null,
  created timestamptz not null default now(),
  -- how many new receipts came on that day: what strangers can make be stored is bounded
  receipt_day date,
  receipts int not null default 0,
  check (site_ppm >= 0 and visitor_ppm >= 0 and cause_ppm >= 0 and site_ppm + visitor_ppm + cause_ppm = 1000000)
);
create index site_account on site (account);

-- Work that a site asks of one of its visitors: so much final fuel, counted from a baseline.
create table challenge (
  id text primary key,
  site text not null references site (key),
  fuel numeric(20, 0) not null,
  created timestamptz not null default now(),
  expires timestamptz not null,
  -- the device that took it up, and its final fuel from which it counts
  device text,
  baseline numeric(38, 0)
);
create index challenge_site on challenge (site, expires);
create index challenge_device on challenge (device) where device is not null;
