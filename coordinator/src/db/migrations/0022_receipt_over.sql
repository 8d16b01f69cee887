-- When a receipt was over: withdrawn, or else run out. It is kept for a time from then on, and no longer.
alter table consent_receipt add column over timestamptz;
update consent_receipt set over = least(
  withdrawn,
  to_timestamp((((receipt::jsonb) ->> 'at')::bigint + ((receipt::jsonb) ->> 'lastsMs')::bigint) / 1000.0));
alter table consent_receipt alter column over set not null;
create index consent_receipt_over on consent_receipt (over);
-- what other coordinators look for several times a second
create index consent_receipt_withdrawn on consent_receipt (withdrawn) where withdrawn is not null;
