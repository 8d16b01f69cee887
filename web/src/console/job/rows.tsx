import type { Progress, Row } from '@manyhands/sdk';
import { type Signal, useSignal } from '@preact/signals';
import { usePolled } from '../../shared/polled.ts';
import { Table } from '../../shared/table.tsx';
import { countWords } from '../../shared/words.ts';
import { words } from '../../words/words.ts';
import { Trouble } from '../trouble.tsx';
import { cellWords } from './cells.ts';
import { drawnEvery, drawnKey, jobOf } from './state.ts';

const PAGE = 20;

function Line({ row, job }: { readonly row: Row; readonly job: Progress }) {
  const { statuses } = words('consoleJob');
  return (
    <tr class={row.status === 'ok' ? undefined : 'failed'}>
      <th scope="row">{countWords(row.index)}</th>
      {job.outputs.map(({ name }) => (
        <td key={name}>{row.values === null ? statuses[row.status] : cellWords(row.values[name])}</td>
      ))}
      <td>{countWords(Number(row.fuel))}</td>
    </tr>
  );
}

function Leafing({ from, items }: { readonly from: Signal<number>; readonly items: number }) {
  const say = words('consoleJob').results;
  const last = Math.max(0, items - PAGE);
  const button = (name: string, to: number) => (
    <button
      type="button"
      class="small"
      disabled={to === from.value}
      onClick={() => {
        from.value = to;
      }}
    >
      {name}
    </button>
  );
  const go = (event: SubmitEvent): void => {
    event.preventDefault();
    const item = Number(new FormData(event.currentTarget as HTMLFormElement).get('item'));
    from.value = Math.max(0, Math.min(items - 1, item));
  };
  return (
    <form class="row find" onSubmit={go}>
      {button(say.first, 0)}
      {button(say.back, Math.max(0, from.value - PAGE))}
      {button(say.on, Math.min(last, from.value + PAGE))}
      {button(say.last, last)}
      <label class="item-field">
        <span>{say.at}</span>
        <input type="number" name="item" min={0} max={Math.max(0, items - 1)} value={from.value} required />
      </label>
      <button type="submit" class="small">
        {say.go}
      </button>
    </form>
  );
}

/** A page of final rows; those that are not final yet are missing in it. */
export function Rows({ job }: { readonly job: Progress }) {
  const say = words('consoleJob').results;
  const from = useSignal(0);
  const to = Math.min(job.items, from.value + PAGE);
  const { value, problem } = usePolled(
    async () => ({
      from: from.value,
      ...(await jobOf(job.job).sample({ from: from.value, to, rows: PAGE })),
    }),
    drawnEvery(job),
    drawnKey(job, from.value),
  );
  const page = value.value?.from === from.value ? value.value : undefined;
  return (
    <section class="panel" aria-labelledby="rows-title">
      <h2 id="rows-title">{say.title}</h2>
      <Trouble problem={problem.value} />
      <Leafing from={from} items={job.items} />
      {page === undefined && problem.value === null && <p class="quiet">{words('common').asking}</p>}
      {page !== undefined && page.rows.length === 0 && <p>{say.none(from.value, to - 1)}</p>}
      {page !== undefined && page.rows.length > 0 && (
        <>
          <Table
            label={say.preview}
            head={[say.index, ...job.outputs.map(({ name }) => name), words('consoleJob').standing.fuel]}
          >
            {page.rows.map((row) => (
              <Line key={row.index} row={row} job={job} />
            ))}
          </Table>
          <p class="quiet">{say.shown(page.rows.length, from.value, to - 1)}</p>
        </>
      )}
    </section>
  );
}
