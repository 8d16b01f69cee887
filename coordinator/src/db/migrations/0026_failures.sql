-- After how many failed items a job pauses by itself; null: never.
alter table job add column stop_after int;
-- Failed items that it had when it was last let go on: those are not counted again.
alter table job add column excused bigint not null default 0;
-- Why it paused by itself: {failed, first, code, message}; null unless it did.
alter table job add column halted jsonb;

-- Why final items failed, as far as somebody asked. The same on every device, so it is found once and kept.
create table failure (
  job text not null references job (id),
  item bigint not null,
  code text not null,
  message text not null,
  -- [{name, file, line, column, offset}]; null: the item was not executed again for it
  stack jsonb,
  primary key (job, item)
);
