import { Program } from '../shared/label.tsx';
import type { JobProgress } from '../shared/progress.ts';
import { words } from '../words/words.ts';
import { chooseJob, chosenJobs, invited, isOver, others } from './chosen.ts';

/** The job of an invitation: what it is, and what following it means. */
function Invited({ job }: { job: JobProgress }) {
  const { invited: named, progress, over, take } = words('invite');
  return (
    <>
      <h3>{named(job.title, job.researcher)}</h3>
      <p class="quiet">{progress(job.final, job.items)}</p>
      <Program kernel={job.kernel} name={job.kernelName} />
      {isOver(job) && <p>{over}</p>}
      {!isOver(job) && !chosenJobs.value.includes(job.job) && (
        <button type="button" class="small strong" onClick={() => chooseJob(job.job, true)}>
          {take}
        </button>
      )}
    </>
  );
}

/** What is computed here and what is not, in plain words, with a way to change it. */
function Choice() {
  const many = chosenJobs.value.length;
  const { alone, first, others: othersWords, anything } = words('invite');
  if (many === 0) return null;
  return (
    <>
      <p role="status">{others.value ? first(many) : alone(many)}</p>
      <label class="check">
        <input
          type="checkbox"
          checked={others}
          onChange={(event) => {
            others.value = event.currentTarget.checked;
          }}
        />
        <span>{othersWords}</span>
      </label>
      <button
        type="button"
        class="small"
        onClick={() => {
          chosenJobs.value = [];
        }}
      >
        {anything}
      </button>
    </>
  );
}

/** Shown to whoever was invited to a job, or chose some. */
export function Chosen() {
  const job = invited.value;
  const { invitedTitle, chosenTitle, unknown } = words('invite');
  if (job === undefined && chosenJobs.value.length === 0) return null;
  return (
    <section class="panel chosen" aria-labelledby="chosen-title">
      <h2 id="chosen-title">{job ? invitedTitle : chosenTitle}</h2>
      {job === null && <p class="wrong">{unknown}</p>}
      {job && <Invited job={job} />}
      <Choice />
    </section>
  );
}
