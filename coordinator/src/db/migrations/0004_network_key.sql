-- What all coordinators of a network share and nobody else knows: one row.
create table network_key (
  only boolean primary key check (only),
  seal_key bytea not null check (octet_length(seal_key) = 32)
);
