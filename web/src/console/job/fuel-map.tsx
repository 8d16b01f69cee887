import type { FuelMap, Progress } from '@manyhands/sdk';
import { type Signal, useSignal } from '@preact/signals';
import { type Bar, Bars, Chart } from '../../shared/charts/chart.tsx';
import { usePolled } from '../../shared/polled.ts';
import { Table } from '../../shared/table.tsx';
import { countWords, fuelWords } from '../../shared/words.ts';
import { formats, words } from '../../words/words.ts';
import { numberWords, roundFuel } from '../amounts.ts';
import { Trouble } from '../trouble.tsx';
import { drawnEvery, drawnKey, jobOf } from './state.ts';

const BUCKETS = 160;
/** Of the items around one that somebody looks closer at. */
const CLOSE = 40;

interface Span {
  readonly from: number;
  /** The item after the last one. */
  readonly to: number;
}

type Looked = Signal<Span>;

function Picture({ map, isLog, look }: { map: FuelMap; isLog: boolean; look: (span: Span) => void }) {
  const { chart, axis, bar, legend, failed } = words('consoleJob').fuel;
  const seen = map.buckets.filter((bucket) => bucket.seen > bucket.failed);
  const broken = map.buckets.filter((bucket) => bucket.failed > 0);
  const of = (which: 'most' | 'mean'): Bar[] =>
    seen.map(({ first, count, ...bucket }) => ({
      from: first,
      to: first + count,
      y: bucket[which] ?? 0,
      says: bar(first, first + count - 1, roundFuel(bucket.mean ?? 0), roundFuel(bucket.most ?? 0)),
    }));
  const high = Math.max(1, ...seen.map(({ most }) => most ?? 0));
  const low = isLog ? Math.max(1, Math.min(...seen.map(({ least }) => least ?? 1)) / 2) : 0;
  const closer = (event: MouseEvent): void => {
    const place = [...(event.currentTarget as Element).querySelectorAll('.most rect')].indexOf(
      event.target as Element,
    );
    const bucket = seen[place];
    if (bucket !== undefined && bucket.count > 1)
      look({ from: bucket.first, to: bucket.first + bucket.count });
  };
  return (
    <>
      {/* biome-ignore lint/a11y/noStaticElementInteractions: a shortcut for the mouse; fields and buttons below do the same */}
      {/* biome-ignore lint/a11y/useKeyWithClickEvents: a shortcut for the mouse */}
      <div onClick={closer}>
        <Chart
          label={chart(map.from, map.to - 1, map.seen)}
          x={{
            low: map.from,
            high: Math.max(map.to, map.from + 1),
            name: axis,
            say: (item) => countWords(item),
          }}
          y={{ low, high, name: '', say: numberWords, kind: isLog ? 'log' : 'linear' }}
        >
          {(place) => (
            <>
              <Bars bars={of('most')} place={place} kind="most" />
              <Bars bars={of('mean')} place={place} kind="mean" />
              {broken.map(({ first, count }) => (
                <line
                  key={first}
                  class="failed"
                  x1={place.x(first)}
                  x2={Math.max(place.x(first) + 2, place.x(first + count))}
                  y1={place.floor + 2}
                  y2={place.floor + 2}
                />
              ))}
            </>
          )}
        </Chart>
      </div>
      <p class="quiet">
        {legend} {broken.length > 0 && failed}
      </p>
    </>
  );
}

function Slowest({ map, look }: { readonly map: FuelMap; readonly look: (span: Span) => void }) {
  const { fuel } = words('consoleJob');
  const [sum, ok] = map.buckets.reduce(
    ([all, many], { mean, seen, failed }) => [all + (mean ?? 0) * (seen - failed), many + seen - failed],
    [0, 0],
  );
  const mean = sum / ok || 1;
  return (
    <>
      <h3>{fuel.slowest}</h3>
      <Table label={fuel.slowest} head={[fuel.item, fuel.fuelName, fuel.times]}>
        {map.slowest.slice(0, 10).map((each) => (
          <tr key={each.item}>
            <th scope="row">
              <button
                type="button"
                class="small plain"
                aria-label={fuel.closer(each.item)}
                onClick={() => look({ from: Math.max(0, each.item - CLOSE / 2), to: each.item + CLOSE / 2 })}
              >
                {countWords(each.item)}
              </button>
            </th>
            <td>{fuelWords(BigInt(each.fuel))}</td>
            <td>{formats().number(each.fuel / mean)}×</td>
          </tr>
        ))}
      </Table>
    </>
  );
}

/** Which items to look at. */
function SpanFields({ span, items }: { readonly span: Looked; readonly items: number }) {
  const say = words('consoleJob').fuel;
  const look = (event: SubmitEvent): void => {
    event.preventDefault();
    const fields = new FormData(event.currentTarget as HTMLFormElement);
    const from = Math.min(Number(fields.get('from')), items - 1);
    span.value = { from, to: Math.max(from + 1, Math.min(items, Number(fields.get('to')) + 1)) };
  };
  const { from, to } = span.value;
  return (
    <form class="row find" onSubmit={look}>
      <label>
        <span>{say.from}</span>
        <input type="number" name="from" min={0} max={items - 1} value={from} required />
      </label>
      <label>
        <span>{say.to}</span>
        <input type="number" name="to" min={0} max={items - 1} value={to - 1} required />
      </label>
      <button type="submit" class="small">
        {say.show}
      </button>
      {(from > 0 || to < items) && (
        <button
          type="button"
          class="small"
          onClick={() => {
            span.value = { from: 0, to: items };
          }}
        >
          {say.all}
        </button>
      )}
    </form>
  );
}

/** A map of fuel by item, to find the slow ones: as a picture, and as a table of the slowest. */
export function FuelPanel({ job }: { readonly job: Progress }) {
  const say = words('consoleJob').fuel;
  const span = useSignal<Span>({ from: 0, to: Math.max(1, job.items) });
  const isLog = useSignal(false);
  const { from, to } = span.value;
  const { value, problem } = usePolled(
    () => jobOf(job.job).fuelMap({ from, to, buckets: BUCKETS }),
    drawnEvery(job),
    drawnKey(job, from, to),
  );
  const map = value.value;
  const look = (wanted: Span): void => {
    span.value = { from: wanted.from, to: Math.min(job.items, wanted.to) };
  };
  return (
    <section class="panel" aria-labelledby="fuel-title">
      <h2 id="fuel-title">{say.title}</h2>
      <p class="quiet lead">{say.lead}</p>
      <Trouble problem={problem.value} />
      {map !== undefined && map.seen === 0 && <p>{say.none}</p>}
      {map !== undefined && map.seen > 0 && (
        <>
          <Picture map={map} isLog={isLog.value} look={look} />
          <p class="quiet">
            {say.seen(map.seen, map.to - map.from)} {!map.isWhole && say.partly}
          </p>
        </>
      )}
      <label class="check">
        <input
          type="checkbox"
          checked={isLog.value}
          onChange={(event) => {
            isLog.value = event.currentTarget.checked;
          }}
        />
        <span>{say.log}</span>
      </label>
      <SpanFields span={span} items={Math.max(1, job.items)} />
      {map !== undefined && map.slowest.length > 0 && <Slowest map={map} look={look} />}
    </section>
  );
}
