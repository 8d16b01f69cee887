-- When a slice was carved for a call: whoever carved it knows it, or hears of it in a moment.
alter table slice add column called timestamptz;
