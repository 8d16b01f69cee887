import type { Failure, Failures, Progress } from '@manyhands/sdk';
import { useSignal } from '@preact/signals';
import { Copying } from '../../shared/copying.tsx';
import { usePolled } from '../../shared/polled.ts';
import { Table } from '../../shared/table.tsx';
import { countWords } from '../../shared/words.ts';
import { words } from '../../words/words.ts';
import { Trouble } from '../trouble.tsx';
import { drawnEvery, drawnKey, jobOf } from './state.ts';

/** Items listed at once. */
const SHOWN = 10;

/** One failed item: what it said and where, its input, and how to see the same on one's own machine. */
function Item({ job, item }: { readonly job: string; readonly item: number }) {
  const say = words('consoleJob').failures;
  const failure = useSignal<Failure | null>(null);
  const problem = useSignal<Error | null>(null);
  const look = async (event: Event): Promise<void> => {
    if (!(event.currentTarget as HTMLDetailsElement).open || failure.value !== null) return;
    problem.value = null;
    await jobOf(job)
      .failure(item)
      .then(
        (found) => {
          failure.value = found;
        },
        (error: Error) => {
          problem.value = error;
        },
      );
  };
  const found = failure.value;
  return (
    <details onToggle={look}>
      <summary>{say.show(item)}</summary>
      <Trouble problem={problem.value} />
      {found === null && problem.value === null && <p class="quiet">{words('common').asking}</p>}
      {found !== null && (
        <>
          <p>
            <code>{found.code ?? ''}</code> {found.message}
          </p>
          <h3>{say.input}</h3>
          <pre class="copied">
            <code>{JSON.stringify(found.input).slice(0, 2_000)}</code>
          </pre>
          {found.stack.length > 0 && (
            <>
              <h3>{say.stack}</h3>
              <ol class="stack">
                {found.stack.map((entry, i) => (
                  <li key={i}>
                    <code>{stackWords(entry)}</code>
                  </li>
                ))}
              </ol>
            </>
          )}
          <h3>{say.reproduce}</h3>
          <pre class="copied">
            <code>{found.reproduce}</code>
          </pre>
          <Copying text={found.reproduce} name={say.copy} done={say.copied} />
        </>
      )}
    </details>
  );
}

const stackWords = ({ name, file, line, column }: Failure['stack'][number]): string =>
  [name, file === null ? null : `${file}:${line}:${column}`].filter((part) => part !== null).join('  ');

function Kinds({ failures }: { readonly failures: Failures }) {
  const say = words('consoleJob').failures;
  return (
    <Table label={say.title} head={[say.kind, say.many, say.examples]}>
      {failures.kinds.map(({ code, count, examples }) => (
        <tr key={code ?? ''}>
          <th scope="row">{code === null ? say.unknown : <code>{code}</code>}</th>
          <td>{countWords(count)}</td>
          <td>{examples.map(countWords).join(', ')}</td>
        </tr>
      ))}
    </Table>
  );
}

/** Items that ended without a result, each with the command that shows the same elsewhere. */
export function FailuresPanel({ job }: { readonly job: Progress }) {
  const say = words('consoleJob').failures;
  const from = useSignal(0);
  const { value, problem } = usePolled(
    () => jobOf(job.job).failures({ from: from.value }),
    drawnEvery(job),
    drawnKey(job, from.value),
  );
  const failures = value.value;
  const shown = failures?.items.slice(0, SHOWN) ?? [];
  const hasMore = failures !== undefined && (failures.items.length > SHOWN || failures.next !== null);
  const leaf = (name: string, to: number) => (
    <button
      type="button"
      class="small"
      onClick={() => {
        from.value = to;
      }}
    >
      {name}
    </button>
  );
  return (
    <section class="panel" aria-labelledby="failures-title">
      <h2 id="failures-title">{say.title}</h2>
      <Trouble problem={problem.value} />
      {failures?.failed === 0 && job.failed === 0 && <p class="quiet">{say.none}</p>}
      {failures !== undefined && failures.failed > 0 && (
        <>
          <p>
            {say.count(failures.failed)} <span class="quiet">{say.lead}</span>
          </p>
          <Kinds failures={failures} />
          {shown.map(({ item }) => (
            <Item key={item} job={job.job} item={item} />
          ))}
          <p class="row">
            {from.value > 0 && leaf(words('consoleJob').results.first, 0)}
            {hasMore && leaf(say.more, shown[shown.length - 1].item + 1)}
          </p>
        </>
      )}
    </section>
  );
}
