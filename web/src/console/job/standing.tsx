import type { Progress } from '@manyhands/sdk';
import { Figure } from '../../shared/figure.tsx';
import { amountWords, countWords, durationWords, fuelWords, reasonWords } from '../../shared/words.ts';
import { formats, words } from '../../words/words.ts';
import { Acts } from './acts.tsx';
import { Bar } from './bar.tsx';
import type { JobSeen } from './state.ts';

/** What the job does in a line; the true reason where it does nothing. */
function lineOf(job: Progress): string {
  const { seats, left } = words('consoleJob').standing;
  if (job.reason !== null) return reasonWords(job.reason);
  if (job.state !== 'running') return '';
  const now = `${seats(job.seats)}.`;
  return job.secondsLeft === null ? now : `${now} ${left(durationWords(job.secondsLeft))}.`;
}

/** Seconds from its start to its certificate, or until now. */
export function secondsTaken(job: Progress): number | null {
  if (job.startedAt === null) return null;
  const end = job.certifiedAt === null ? Date.now() : Date.parse(job.certifiedAt);
  return Math.max(0, (end - Date.parse(job.startedAt)) / 1000);
}

function Figures({ job }: { readonly job: Progress }) {
  const say = words('consoleJob').standing;
  const taken = secondsTaken(job);
  return (
    <dl class="figures">
      <Figure name={say.final} value={countWords(job.final)} hint={say.ofItems(job.items)} />
      <Figure name={say.seatsName} value={countWords(job.seats)} hint={say.seatsHere} />
      <Figure name={say.took} value={taken === null ? '–' : durationWords(taken)} hint={say.sinceStart} />
      <Figure name={say.fuel} value={fuelWords(BigInt(job.fuel))} hint={say.instructions} />
      <Figure
        name={say.audits}
        value={countWords(job.audits)}
        hint={say.auditsHint(job.refereeAudits, job.refuted)}
      />
      {job.spent === null ? (
        <Figure name={say.spent} value="0" hint={say.free} />
      ) : (
        <Figure
          name={say.spent}
          value={amountWords(BigInt(job.spent))}
          unit={words('common').token}
          hint={say.budgetOf(amountWords(BigInt(job.budget ?? 0)))}
        />
      )}
    </dl>
  );
}

/** The job's title, its state with the true reason, how far it is, and what its researcher may do. */
export function Standing({ seen, again }: { readonly seen: JobSeen; readonly again: () => void }) {
  const { progress: job, bill } = seen;
  const { states, standing } = words('consoleJob');
  return (
    <section class="panel" aria-labelledby="job-title">
      <div class="job-head">
        <h2 id="job-title">{job.title}</h2>
        <span class={`chip ${job.state}`}>{states[job.state]}</span>
      </div>
      <p class="quiet">
        {job.researcher} · {job.kernelName} · <code>{job.job}</code>
      </p>
      <Bar job={job} />
      <p role="status" class="job-line">
        {formats().percent(job.items === 0 ? 0 : Math.floor((1000 * job.final) / job.items) / 1000, 1)}
        {job.held > 0 && ` · ${standing.held(job.held)}`} {lineOf(job) && `· ${lineOf(job)}`}
      </p>
      <Figures job={job} />
      {bill !== null && <Acts job={job} again={again} />}
    </section>
  );
}
