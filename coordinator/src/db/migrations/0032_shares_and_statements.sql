-- What the author of a kernel takes of the price of work with it, as stated when it was first published; null: nothing.
alter table kernel add column author text;
alter table kernel add column author_ppm int;

-- What the owner of a dataset takes, as stated when its bytes were first sent.
create table dataset_share (
  blob text primary key,
  payee text not null,
  ppm int not null,
  account text not null references account (id),
  at timestamptz not null default now()
);
create index upload_blob on upload (blob);

-- Statements read an account's lines in their order.
create index entry_account_id on entry (account, id);
drop index entry_account;
