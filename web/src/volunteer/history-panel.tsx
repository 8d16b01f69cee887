import { amountWords, fuelWords } from '../shared/words.ts';
import { formats, words } from '../words/words.ts';
import { type Done, doneByDay } from './history.ts';
import { days, pace, SAMPLE_MS, SAMPLES, today } from './history-state.ts';
import { running } from './state.ts';

const WIDTH = 300;
const HEIGHT = 60;
const DAYS = 14;

function Pace() {
  const points = pace.value;
  const most = Math.max(...points, 1);
  const x = (i: number): number => ((i + SAMPLES - points.length) * WIDTH) / (SAMPLES - 1);
  const line = points.map(
    (value, i) => `${x(i).toFixed(1)},${(HEIGHT - (value / most) * HEIGHT).toFixed(1)}`,
  );
  const now = fuelWords(BigInt(Math.round(points.at(-1) ?? 0)));
  const minutes = (SAMPLES * SAMPLE_MS) / 60_000;
  const { pace: paceWords, paceOver } = words('volunteer').history;
  return (
    <figure class="chart">
      <svg
        viewBox={`0 -2 ${WIDTH} ${HEIGHT + 4}`}
        preserveAspectRatio="none"
        role="img"
        aria-label={paceWords(now)}
      >
        <polyline points={line.join(' ')} />
      </svg>
      <figcaption>{paceOver(now, minutes)}</figcaption>
    </figure>
  );
}

/** “29 Nov”; days are counted in the visitor's own time, so that UTC names them right. */
const dateOf = (day: number): string =>
  formats().date(new Date(day * 86_400_000), { day: 'numeric', month: 'short', timeZone: 'UTC' });

const doneWords = ({ day, items, fuel, earned }: Done): string =>
  words('volunteer').history.done({
    date: dateOf(day),
    items,
    fuel: fuelWords(fuel),
    earned: amountWords(earned),
  });

function Days({ done }: { done: readonly Done[] }) {
  const { days: label, byDay } = words('volunteer').history;
  const most = Math.max(1, ...done.map(({ fuel }) => Number(fuel)));
  return (
    <figure class="chart">
      <ol class="days" aria-label={label(DAYS)}>
        {done.map((each) => (
          <li key={each.day} title={doneWords(each)}>
            <span class="visually-hidden">{doneWords(each)}</span>
            <i aria-hidden="true" style={{ height: `${(Number(each.fuel) * 100) / most}%` }} />
          </li>
        ))}
      </ol>
      <figcaption>{byDay(dateOf(done[0].day))}</figcaption>
    </figure>
  );
}

/** This visit's pace and the last days' work; nothing where there is neither. */
export function History() {
  const done = doneByDay(days.value, today(), DAYS);
  const hasDays = done.some(({ items }) => items > 0);
  const hasPace = running.value && pace.value.length > 1;
  if (!hasDays && !hasPace) return null;
  return (
    <section class="panel" aria-labelledby="history-title">
      <h2 id="history-title">{words('volunteer').history.title}</h2>
      {hasPace && <Pace />}
      {hasDays && <Days done={done} />}
    </section>
  );
}
