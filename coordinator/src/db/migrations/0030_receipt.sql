-- A payee's place is given once, when something is first promised to it. Null: in no root yet.
alter table leaf alter column cumulative drop default, alter column cumulative drop not null;

-- cancelled: posted, and taken back by a watcher before it could be claimed
alter table epoch drop constraint epoch_state_check;
alter table epoch add constraint epoch_state_check check (state in ('planned', 'posted', 'dropped', 'cancelled'));

-- The newest receipt of each payee, kept before it is handed out: every root from due_epoch on says as much.
create table payee_receipt (
  account text primary key references leaf (account),
  -- token units
  cumulative numeric(20, 0) not null,
  due_epoch bigint not null,
  signature text not null,
  at timestamptz not null default now()
);
