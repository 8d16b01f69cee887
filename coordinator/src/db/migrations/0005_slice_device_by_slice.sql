-- Whose word a job's slices rest on is of no use once the job has ended: it is forgotten then, slice by slice.
create index slice_device_slice on slice_device (slice);
delete from slice_device using slice, job
  where slice.id = slice_device.slice and job.id = slice.job and job.state in ('certified', 'cancelled');
