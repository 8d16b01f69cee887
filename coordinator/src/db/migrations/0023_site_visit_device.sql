-- A device's record lists its visits.
create index site_visit_device on site_visit (device);
