-- What a job's items are made of: parts in the order of items. A closed job has what it began with; an open one may grow.
create table job_input (
  job text not null references job (id),
  part int not null,
  first bigint not null,
  count bigint not null,
  -- one of three: a stored table by its hash, a range (protocol/src/inputs.ts), or a few rows as a table of their own
  blob text,
  range jsonb,
  rows bytea,
  root text not null,
  idempotency_key text,
  primary key (job, part),
  unique (job, first),
  unique (job, idempotency_key),
  check (num_nonnulls(blob, range, rows) = 1)
);
insert into job_input (job, part, first, count, blob, root)
  select id, 0, 0, item_count, inputs, input_root from job;
alter table job drop column inputs;

-- open: inputs may be appended, and it is not certified before it is closed
alter table job add column open boolean not null default false;
-- a paused job stays in its state: what is done stays done, nothing more is given out
alter table job add column paused boolean not null default false;
-- how many job_input has of it
alter table job add column parts int not null default 1;
alter table job add column priority int not null default 10;
-- grows with every change of the four above, of its items and of its state, so that coordinators notice
alter table job add column revision int not null default 0;
