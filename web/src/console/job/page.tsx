import type { Progress } from '@manyhands/sdk';
import { useSignal } from '@preact/signals';
import { Invite } from '../../shared/invite.tsx';
import { words } from '../../words/words.ts';
import { Trouble } from '../trouble.tsx';
import { FailuresPanel } from './failures.tsx';
import { Files } from './files.tsx';
import { FuelPanel } from './fuel-map.tsx';
import { OverTime } from './over-time.tsx';
import { Paying } from './paying.tsx';
import { Plots } from './plots.tsx';
import { Rows } from './rows.tsx';
import { Standing } from './standing.tsx';
import { isOver, useJob } from './state.ts';

/** Why there are no results for this reader; null where there are some. */
function withheld(job: Progress, isOwn: boolean): string | null {
  const { early, folded, private: isPrivate } = words('consoleJob').results;
  if (job.keep !== null) return folded;
  if (isOwn) return null;
  if (job.budget !== null) return isPrivate;
  return job.state === 'certified' ? null : early;
}

function Results({ job, isOwn }: { readonly job: Progress; readonly isOwn: boolean }) {
  const why = withheld(job, isOwn);
  if (why !== null)
    return (
      <section class="panel" aria-labelledby="rows-title">
        <h2 id="rows-title">{words('consoleJob').results.title}</h2>
        <p>{why}</p>
      </section>
    );
  return (
    <>
      <FuelPanel job={job} />
      <Plots job={job} />
      <Rows job={job} />
      <FailuresPanel job={job} />
    </>
  );
}

/** One job: how it stands, and what came of it so far. */
export function JobPage({ job: id }: { readonly job: string }) {
  const isMoving = useSignal(true);
  const { value, problem, again } = useJob(id, isMoving.value);
  const seen = value.value;
  if (seen === undefined)
    return (
      <section class="panel" aria-labelledby="job-title">
        <h2 id="job-title">{words('console').pages.job}</h2>
        {problem.value === null ? (
          <p class="quiet">{words('common').asking}</p>
        ) : (
          <Trouble problem={problem.value} />
        )}
      </section>
    );
  const { progress: job, bill } = seen;
  isMoving.value = !isOver(job);
  return (
    <>
      <Trouble problem={problem.value} />
      <Standing seen={seen} again={again} />
      <Paying seen={seen} />
      {job.state !== 'quoted' && (
        <>
          <OverTime job={job} />
          <Results job={job} isOwn={bill !== null} />
          <Files job={job} isOwn={bill !== null} />
        </>
      )}
      {!isOver(job) && (
        <section class="panel" aria-labelledby="invite-title">
          <h2 id="invite-title">{words('consoleJob').invite}</h2>
          <Invite link={new URL(`/?job=${id}`, location.href).href} name={job.title} />
        </section>
      )}
    </>
  );
}
