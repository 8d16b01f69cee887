-- Vouchers below a channel's highest, signed with it: of a budget that was paid ahead an epoch redeems the lowest one that covers
-- what is owed, so that the rest is left in the channel.
create table voucher_step (
  channel text not null references voucher (channel),
  -- token units
  cumulative numeric(38, 0) not null,
  signature text not null,
  primary key (channel, cumulative)
);

-- Rows of the job were asked for as they come: from then on nothing of its channel is shown before all that was charged is covered.
alter table job add column arrivals boolean not null default false;
