import type { Progress, Sample } from '@manyhands/sdk';
import { type Signal, useSignal } from '@preact/signals';
import { Bars, Chart, Dots, Line, type Point } from '../../shared/charts/chart.tsx';
import { rangeOf } from '../../shared/charts/scale.ts';
import { usePolled } from '../../shared/polled.ts';
import { words } from '../../words/words.ts';
import { numberWords } from '../amounts.ts';
import { Trouble } from '../trouble.tsx';
import { binned, FUEL, ITEM, numberIn, plottable } from './cells.ts';
import { drawnEvery, drawnKey, jobOf } from './state.ts';

/** Rows that are drawn: more of them say nothing more on a screen. */
const ROWS = 2_000;
const KINDS = ['histogram', 'scatter', 'line'] as const;
type Kind = (typeof KINDS)[number];

const nameOf = (column: string): string => {
  const { item, fuel } = words('consoleJob').plots;
  return column === ITEM ? item : column === FUEL ? fuel : column;
};

function Histogram({ numbers, column }: { readonly numbers: readonly number[]; readonly column: string }) {
  const say = words('consoleJob').plots;
  const bins = binned(numbers);
  const most = Math.max(1, ...bins.map(({ count }) => count));
  const mean = numbers.reduce((sum, each) => sum + each, 0) / numbers.length;
  const range = rangeOf(numbers);
  return (
    <>
      <Chart
        label={say.chart(say.kinds.histogram, nameOf(column), numbers.length)}
        x={{ low: bins[0].low, high: bins[bins.length - 1].high, name: nameOf(column), say: numberWords }}
        y={{ low: 0, high: most, name: say.items, say: numberWords }}
        height={260}
      >
        {(place) => (
          <Bars
            place={place}
            bars={bins.map(({ low, high, count }) => ({
              from: low,
              to: high,
              y: count,
              says: say.bin(numberWords(low), numberWords(high), count),
            }))}
          />
        )}
      </Chart>
      <p class="quiet">
        {say.spread(
          numberWords(Math.min(range.high, ...numbers)),
          numberWords(mean),
          numberWords(Math.max(range.low, ...numbers)),
        )}
      </p>
    </>
  );
}

interface PointsProps {
  readonly kind: 'scatter' | 'line';
  readonly points: readonly Point[];
  readonly x: string;
  readonly y: string;
}

function Points({ kind, points, x, y }: PointsProps) {
  const say = words('consoleJob').plots;
  const drawn = kind === 'line' ? [...points].sort((a, b) => a[0] - b[0]) : points;
  return (
    <Chart
      label={say.chart(say.kinds[kind], say.against(nameOf(y), nameOf(x)), points.length)}
      x={{ ...rangeOf(points.map((point) => point[0])), name: nameOf(x), say: numberWords }}
      y={{ ...rangeOf(points.map((point) => point[1])), name: nameOf(y), say: numberWords }}
      height={260}
    >
      {(place) =>
        kind === 'line' ? (
          <Line points={drawn} place={place} kind="final" />
        ) : (
          <Dots points={drawn} place={place} />
        )
      }
    </Chart>
  );
}

interface Chosen {
  readonly kind: Signal<Kind>;
  readonly x: Signal<string>;
  readonly y: Signal<string>;
}

function Choose<T extends string>(props: {
  readonly name: string;
  readonly of: readonly T[];
  readonly chosen: Signal<T>;
  readonly say: (each: T) => string;
}) {
  return (
    <label>
      <span>{props.name}</span>
      <select
        value={props.chosen.value}
        onChange={(event) => {
          props.chosen.value = event.currentTarget.value as T;
        }}
      >
        {props.of.map((each) => (
          <option key={each} value={each}>
            {props.say(each)}
          </option>
        ))}
      </select>
    </label>
  );
}

function Picture({ sample, job, chosen }: { sample: Sample; job: Progress; chosen: Chosen }) {
  const say = words('consoleJob').plots;
  const [kind, x, y] = [chosen.kind.value, chosen.x.value, chosen.y.value];
  const points = sample.rows
    .map((row): Point => [kind === 'histogram' ? 0 : numberIn(row, x), numberIn(row, y)])
    .filter((point) => point.every(Number.isFinite));
  const left = sample.rows.length - points.length;
  return (
    <>
      {points.length === 0 ? (
        <p>{say.none}</p>
      ) : kind === 'histogram' ? (
        <Histogram numbers={points.map((point) => point[1])} column={y} />
      ) : (
        <Points kind={kind} points={points} x={x} y={y} />
      )}
      <p class="quiet">
        {say.shown(points.length, sample.items, job.items)} {left > 0 && say.left(left)}
      </p>
    </>
  );
}

/** Columns of the results against each other, while they come. */
export function Plots({ job }: { readonly job: Progress }) {
  const say = words('consoleJob').plots;
  const columns = [...plottable(job.outputs), FUEL, ITEM];
  const chosen: Chosen = {
    kind: useSignal<Kind>('histogram'),
    x: useSignal(ITEM),
    y: useSignal(columns[0]),
  };
  const { value, problem } = usePolled(
    () => jobOf(job.job).sample({ rows: ROWS }),
    drawnEvery(job),
    drawnKey(job),
  );
  const isHistogram = chosen.kind.value === 'histogram';
  return (
    <section class="panel" aria-labelledby="plots-title">
      <h2 id="plots-title">{say.title}</h2>
      <Trouble problem={problem.value} />
      <div class="row find">
        <Choose name={say.kind} of={KINDS} chosen={chosen.kind} say={(each) => say.kinds[each]} />
        {!isHistogram && <Choose name={say.x} of={columns} chosen={chosen.x} say={nameOf} />}
        <Choose name={isHistogram ? say.column : say.y} of={columns} chosen={chosen.y} say={nameOf} />
      </div>
      {value.value !== undefined && <Picture sample={value.value} job={job} chosen={chosen} />}
    </section>
  );
}
