import type { JobProgress } from '../shared/progress.ts';
import { categoryWords, countWords, durationWords } from '../shared/words.ts';
import { Program } from './label.tsx';
import { jobs } from './state.ts';

const STATES: Record<JobProgress['state'], string> = {
  quoted: 'not started',
  running: 'running',
  paused: 'paused',
  certified: 'certified',
  cancelled: 'cancelled',
};

/** One line on how a job stands: its reason when it does not move. */
function standing(job: JobProgress): string {
  if (job.state !== 'running') return job.reason?.sentence ?? '';
  const left = job.secondsLeft === null ? '' : `, ${durationWords(job.secondsLeft)} left`;
  return job.reason?.sentence ?? `${job.seats} ${job.seats === 1 ? 'seat' : 'seats'}${left}`;
}

function Job({ job }: { job: JobProgress }) {
  const percent = job.items === 0 ? 0 : Math.floor((100 * job.final) / job.items);
  return (
    <li class="job">
      <div class="job-head">
        <h3>{job.title}</h3>
        <span class={`chip ${job.state}`}>{STATES[job.state]}</span>
      </div>
      <p class="quiet">
        {job.researcher || 'a researcher'} · {categoryWords(job.category)} · {job.kernelName} ·{' '}
        {job.budget === null ? 'volunteer science' : 'paid'}
      </p>
      <div class="bar" role="img" aria-label={`${percent} % final`}>
        <span class="final" style={{ width: `${percent}%` }} />
        <span class="held" style={{ width: `${job.items === 0 ? 0 : (100 * job.held) / job.items}%` }} />
      </div>
      <p class="quiet job-foot">
        <span>
          {countWords(job.final)} of {countWords(job.items)} items final
          {job.held > 0 && `, ${countWords(job.held)} on hold`}
          {job.refuted > 0 && `, ${countWords(job.refuted)} refuted`}
        </span>
        <span>{standing(job)}</span>
        {job.state === 'certified' && job.budget === null && (
          <a href={`/verify.html?job=${job.job}&item=0`}>Check a result yourself</a>
        )}
      </p>
      <Program kernel={job.kernel} name={job.kernelName} />
    </li>
  );
}

const ORDER: Record<JobProgress['state'], number> = {
  running: 0,
  paused: 1,
  quoted: 2,
  certified: 3,
  cancelled: 4,
};

/** All jobs of the coordinator, the running ones first. */
export function JobList() {
  const list = jobs.value;
  const sorted = [...(list ?? [])].sort((a, b) => ORDER[a.state] - ORDER[b.state]);
  return (
    <section class="panel jobs" aria-labelledby="jobs-title">
      <h2 id="jobs-title">Jobs</h2>
      {list === undefined && <p class="quiet">Asking the coordinator…</p>}
      {list === null && <p class="quiet">The coordinator does not answer.</p>}
      {list?.length === 0 && (
        <p class="quiet">No jobs yet. Nothing will run until a researcher submits one.</p>
      )}
      <ul>
        {sorted.map((job) => (
          <Job key={job.job} job={job} />
        ))}
      </ul>
    </section>
  );
}
