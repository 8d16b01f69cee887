import type { HistoryPoint, Progress } from '@manyhands/sdk';
import { Chart, Line, type Point } from '../../shared/charts/chart.tsx';
import { usePolled } from '../../shared/polled.ts';
import { Table } from '../../shared/table.tsx';
import { amountWords, durationWords } from '../../shared/words.ts';
import { formats, words } from '../../words/words.ts';
import { numberWords, roundFuel } from '../amounts.ts';
import { Trouble } from '../trouble.tsx';
import { secondsTaken } from './standing.tsx';
import { drawnEvery, drawnKey, jobOf } from './state.ts';

type History = Awaited<ReturnType<ReturnType<typeof jobOf>['history']>>;

function Curve({ points, items }: { readonly points: readonly HistoryPoint[]; readonly items: number }) {
  const { chart, axis, legend } = words('consoleJob').time;
  const start = Date.parse(points[0].at);
  const unit = unitOf((Date.parse(points[points.length - 1].at) - start) / 1000);
  const since = ({ at }: HistoryPoint): number => (Date.parse(at) - start) / 1000 / unit;
  const last = points[points.length - 1];
  const final = points.map((point): Point => [since(point), point.final]);
  const held = points.map((point): Point => [since(point), point.final + point.held]);
  return (
    <>
      <Chart
        label={chart(last.final, items)}
        x={{ low: 0, high: Math.max(1, since(last)), name: axis, say: (units) => timeWords(units * unit) }}
        y={{ low: 0, high: Math.max(1, items), name: '', say: numberWords }}
      >
        {(place) => (
          <>
            <Line points={held} place={place} kind="held" />
            <Line points={final} place={place} kind="final" />
          </>
        )}
      </Chart>
      <p class="quiet">{legend}</p>
    </>
  );
}

/** Seconds, minutes, hours or days, so that round numbers of them stand beside the axis. */
const unitOf = (seconds: number): number => [86_400, 3_600, 60].find((unit) => seconds > 2 * unit) ?? 1;

const timeWords = (seconds: number): string => (seconds === 0 ? '0' : durationWords(seconds));

/** What the trial promised beside what came. */
function Expected({ job, estimate }: { readonly job: Progress; readonly estimate: History['estimate'] }) {
  const say = words('consoleJob').time;
  const taken = secondsTaken(job);
  const all = taken === null || job.secondsLeft === null ? null : taken + job.secondsLeft;
  const isDone = job.final === job.items;
  const projected = (text: string): string => (isDone ? text : say.projected(text));
  const fuel = job.final === 0 ? '–' : roundFuel(Number(job.fuel) / job.final);
  const executions = job.final === 0 ? '–' : formats().number(job.executed / (job.final + job.held));
  const cost =
    job.spent === null || job.final === 0
      ? null
      : projected(amountWords((BigInt(job.spent) * BigInt(job.items)) / BigInt(job.final)));
  const lines: [string, string, string][] = [
    [say.fuelPerItem, roundFuel(Number(estimate.fuelPerItem)), fuel],
    [say.executions, formats().number(estimate.executionsPerItem), executions],
    [
      say.duration,
      estimate.seconds === null ? '–' : durationWords(estimate.seconds),
      all === null ? '–' : projected(durationWords(all)),
    ],
  ];
  if (estimate.cost !== null) lines.push([say.cost, amountWords(BigInt(estimate.cost)), cost ?? '–']);
  return (
    <Table label={say.expected} head={[say.what, say.estimated, say.now]}>
      {lines.map(([what, before, now]) => (
        <tr key={what}>
          <th scope="row">{what}</th>
          <td>{before}</td>
          <td>{now}</td>
        </tr>
      ))}
    </Table>
  );
}

/** The job's progress over time, and what was expected of it. */
export function OverTime({ job }: { readonly job: Progress }) {
  const { title, early, expected } = words('consoleJob').time;
  const { value, problem } = usePolled(() => jobOf(job.job).history(), drawnEvery(job), drawnKey(job));
  const history = value.value;
  return (
    <section class="panel" aria-labelledby="time-title">
      <h2 id="time-title">{title}</h2>
      <Trouble problem={problem.value} />
      {history === undefined && problem.value === null && <p class="quiet">{words('common').asking}</p>}
      {history !== undefined && history.points.length > 0 && (
        <Curve points={history.points} items={job.items} />
      )}
      {history !== undefined && job.final + job.held === 0 && <p class="quiet">{early}</p>}
      {history !== undefined && (
        <>
          <h3>{expected}</h3>
          <Expected job={job} estimate={history.estimate} />
        </>
      )}
    </section>
  );
}
