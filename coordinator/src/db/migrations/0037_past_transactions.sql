-- What was mined and believed is kept a while under the purpose past: a reorganisation may put it back before all that comes next.
alter table outgoing drop constraint outgoing_purpose_check;
alter table outgoing add constraint outgoing_purpose_check
  check (purpose in ('epoch', 'claims', 'nothing', 'past') or purpose like 'relay:%');
