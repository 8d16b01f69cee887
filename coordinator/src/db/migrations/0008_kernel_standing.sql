-- What the operator decided about a kernel: whether its jobs may run here, and since when it is stopped everywhere.
alter table kernel add column review text not null default 'pending' check (review in ('pending', 'approved', 'refused'));
alter table kernel add column review_reason text not null default '';
alter table kernel add column stopped timestamptz;
alter table kernel add column stopped_reason text not null default '';
create index job_kernel on job (kernel);
create index build_kernel on build (kernel);

-- Every decision, in order, so that it can be seen later who was stopped when and why. Appended, never rewritten.
create table kernel_decision (
  id bigint generated always as identity primary key,
  kernel text not null references kernel (hash),
  decision text not null check (decision in ('approve', 'refuse', 'stop', 'lift')),
  reason text not null,
  at timestamptz not null default now()
);
create index kernel_decision_kernel on kernel_decision (kernel, id);
