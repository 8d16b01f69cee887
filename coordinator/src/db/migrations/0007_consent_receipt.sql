-- What visitors agreed to, word by word, and when they took it back. Written once; only the withdrawal is added.
create table consent_receipt (
  -- SHA-256 of the text
  id text primary key,
  site text not null references site (key),
  device text not null,
  -- JSON as it was signed
  receipt text not null,
  signature text not null,
  received timestamptz not null default now(),
  withdrawn timestamptz,
  -- the device's signature under its withdrawal, and the moment it states in milliseconds since 1970
  withdrawal text,
  withdrawn_at bigint
);
create index consent_receipt_site on consent_receipt (site, received);
create index consent_receipt_device on consent_receipt (device);
