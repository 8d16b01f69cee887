import { signal } from '@preact/signals';
import { Invite } from '../shared/invite.tsx';
import { Program } from '../shared/label.tsx';
import type { JobProgress } from '../shared/progress.ts';
import { categoryWords, durationWords, reasonWords } from '../shared/words.ts';
import { words } from '../words/words.ts';
import { chooseJob, chosenJobs, hasWord, invitationTo, isOver } from './chosen.ts';
import { jobs } from './state.ts';

/** One line on how a job stands: its reason when it does not move. */
function standing(job: JobProgress): string {
  if (job.reason) return reasonWords(job.reason);
  if (job.state !== 'running') return '';
  const { seats, left } = words('volunteer').jobs;
  return [seats(job.seats), ...(job.secondsLeft === null ? [] : [left(durationWords(job.secondsLeft))])].join(
    ', ',
  );
}

function Job({ job }: { job: JobProgress }) {
  const percent = job.items === 0 ? 0 : Math.floor((100 * job.final) / job.items);
  const { states, researcher, free, paid, percentFinal, final, held, refuted, check } =
    words('volunteer').jobs;
  return (
    <li class="job">
      <div class="job-head">
        <h3>{job.title}</h3>
        <span class={`chip ${job.state}`}>{states[job.state]}</span>
      </div>
      <p class="quiet">
        {job.researcher || researcher} · {categoryWords(job.category)} · {job.kernelName} ·{' '}
        {job.budget === null ? free : paid}
      </p>
      <div class="bar" role="img" aria-label={percentFinal(percent / 100)}>
        <span class="final" style={{ width: `${percent}%` }} />
        <span class="held" style={{ width: `${job.items === 0 ? 0 : (100 * job.held) / job.items}%` }} />
      </div>
      <p class="quiet job-foot">
        <span>
          {final(job.final, job.items)}
          {job.held > 0 && `, ${held(job.held)}`}
          {job.refuted > 0 && `, ${refuted(job.refuted)}`}
        </span>
        <span>{standing(job)}</span>
        {job.state === 'certified' && job.budget === null && (
          <a href={`/verify.html?job=${job.job}&item=0`}>{check}</a>
        )}
      </p>
      <Program kernel={job.kernel} name={job.kernelName} />
      {!isOver(job) && (
        <>
          <label class="check">
            <input
              type="checkbox"
              checked={chosenJobs.value.includes(job.job)}
              onChange={(event) => chooseJob(job.job, event.currentTarget.checked)}
            />
            <span>{words('invite').choose}</span>
          </label>
          <Invite link={invitationTo(job.job)} name={job.title} />
        </>
      )}
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

/** What the list is narrowed down to. */
const word = signal('');

/** All jobs of the coordinator, the running ones first; of a word, those that have it. */
export function JobList() {
  const list = jobs.value;
  const { title, unreachable, none } = words('volunteer').jobs;
  const { search, nothingFound } = words('invite');
  const found = (list ?? []).filter((job) => hasWord(job, word.value));
  const sorted = [...found].sort((a, b) => ORDER[a.state] - ORDER[b.state]);
  return (
    <section class="panel jobs" aria-labelledby="jobs-title">
      <h2 id="jobs-title">{title}</h2>
      {list === undefined && <p class="quiet">{words('common').asking}</p>}
      {list === null && <p class="quiet">{unreachable}</p>}
      {list?.length === 0 && <p class="quiet">{none}</p>}
      {list && list.length > 0 && (
        <label class="search">
          <span>{search}</span>
          <input
            type="search"
            value={word}
            onInput={(event) => {
              word.value = event.currentTarget.value;
            }}
          />
        </label>
      )}
      {list && list.length > 0 && found.length === 0 && <p class="quiet">{nothingFound}</p>}
      <ul>
        {sorted.map((job) => (
          <Job key={job.job} job={job} />
        ))}
      </ul>
    </section>
  );
}
