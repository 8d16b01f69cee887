import type { Progress } from '@manyhands/sdk';
import { useSignal } from '@preact/signals';
import { usePolled } from '../../shared/polled.ts';
import { Table } from '../../shared/table.tsx';
import { amountWords, countWords, percentWords } from '../../shared/words.ts';
import { words } from '../../words/words.ts';
import { momentWords } from '../amounts.ts';
import { Bar } from '../job/bar.tsx';
import { addressOf } from '../routes.ts';
import { client } from '../session.ts';
import { Trouble } from '../trouble.tsx';

const POLL_MS = 2_000;

function Line({ job }: { readonly job: Progress }) {
  const { states, jobs } = words('consoleJob');
  const share = job.items === 0 ? 0 : job.final / job.items;
  return (
    <tr>
      <th scope="row">
        <a href={addressOf({ page: 'job', job: job.job })}>{job.title}</a>
      </th>
      <td>
        <span class={`chip ${job.state}`}>{states[job.state]}</span>
      </td>
      <td>
        <Bar job={job} />
        {percentWords(Math.floor(share * 100) / 100)} · {countWords(job.final)}/{countWords(job.items)}
      </td>
      <td>{job.spent === null ? jobs.free : amountWords(BigInt(job.spent))}</td>
      <td>{momentWords(job.createdAt)}</td>
    </tr>
  );
}

/** The account's jobs, newest first. What is on the first page is kept up to date. */
export function JobsPage() {
  const { title, none, first, job, state, progress, created, cost, more } = words('consoleJob').jobs;
  const older = useSignal<readonly Progress[]>([]);
  const next = useSignal<string | null | undefined>(undefined);
  const { value, problem } = usePolled(() => client.value.ownJobs({ limit: 25 }), POLL_MS, 'own');
  const page = value.value;
  const before = next.value === undefined ? page?.next : next.value;
  const goOn = async (): Promise<void> => {
    try {
      const found = await client.value.ownJobs({ before: before as string, limit: 25 });
      older.value = [...older.value, ...found.jobs];
      next.value = found.next;
    } catch (error) {
      problem.value = error as Error;
    }
  };
  const known = new Set(page?.jobs.map((each) => each.job));
  const list = [...(page?.jobs ?? []), ...older.value.filter((each) => !known.has(each.job))];
  return (
    <section class="panel" aria-labelledby="jobs-title">
      <h2 id="jobs-title">{title}</h2>
      <Trouble problem={problem.value} />
      {page === undefined && problem.value === null && <p class="quiet">{words('common').asking}</p>}
      {page !== undefined && list.length === 0 && (
        <p>
          {none} <a href={addressOf({ page: 'kernel' })}>{first}</a>
        </p>
      )}
      {list.length > 0 && (
        <Table label={title} head={[job, state, progress, cost, created]}>
          {list.map((each) => (
            <Line key={each.job} job={each} />
          ))}
        </Table>
      )}
      {before != null && (
        <button type="button" class="small" onClick={goOn}>
          {more}
        </button>
      )}
    </section>
  );
}
