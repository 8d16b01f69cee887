-- Whether a researcher made the results of a certified job public; those of volunteer science are without it.
alter table job add column public boolean not null default false;
