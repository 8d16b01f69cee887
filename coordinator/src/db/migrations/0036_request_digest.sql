-- What a quote was asked for under its idempotency key: the SHA-256 of the request's canonical JSON, so that another one is refused; null: before this was kept.
alter table job add column request_digest text;
