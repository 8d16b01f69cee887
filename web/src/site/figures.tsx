import { Figure } from '../shared/figure.tsx';
import { countWords, fuelWords } from '../shared/words.ts';
import { formats, words } from '../words/words.ts';
import type { Day, Totals } from './api.ts';
import { totals } from './state.ts';

const [WIDTH, HEIGHT, GAP] = [280, 90, 4];

/** What was refuted after it was final makes a day negative: it has no bar. */
const heightOf = (day: Day): number => Math.max(0, Number(day.finalFuel));

const dayWords = (day: string): string =>
  formats().date(new Date(`${day}T00:00:00Z`), { day: 'numeric', month: 'short', timeZone: 'UTC' });

function Bars({ days, most, label }: { days: readonly Day[]; most: number; label: string }) {
  const width = WIDTH / days.length;
  return (
    <svg class="bars" viewBox={`0 0 ${WIDTH} ${HEIGHT}`} role="img" aria-label={label}>
      {days.map((day, i) => {
        const height = Math.max(1, (heightOf(day) / most) * HEIGHT);
        return (
          <rect key={day.day} x={i * width} y={HEIGHT - height} width={width - GAP} height={height} rx={2}>
            <title>{`${dayWords(day.day)}: ${fuelWords(BigInt(day.finalFuel))}`}</title>
          </rect>
        );
      })}
    </svg>
  );
}

function Chart({ days }: { days: readonly Day[] }) {
  const { chart, chartSays, asTable, day, final, consents, nothing } = words('site').figures;
  const most = Math.max(...days.map(heightOf));
  if (most === 0) return <p class="quiet">{nothing}</p>;
  return (
    <figure>
      <figcaption>{chart}</figcaption>
      <Bars days={days} most={most} label={chart} />
      <p class="quiet">{chartSays(fuelWords(BigInt(most)))}</p>
      <details>
        <summary>{asTable}</summary>
        <table>
          <thead>
            <tr>
              <th scope="col">{day}</th>
              <th scope="col">{final}</th>
              <th scope="col">{consents}</th>
            </tr>
          </thead>
          <tbody>
            {days.map((each) => (
              <tr key={each.day}>
                <th scope="row">{dayWords(each.day)}</th>
                <td>{fuelWords(BigInt(each.finalFuel))}</td>
                <td>{countWords(each.consents)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </details>
    </figure>
  );
}

function Numbers({ sessions, days, finalFuel, heldFuel, refutedFuel }: Totals) {
  const say = words('site').figures;
  const consents = days.reduce((sum, day) => sum + day.consents, 0);
  return (
    <dl class="figures">
      <Figure name={say.sessions} value={countWords(sessions)} hint={say.sessionsHint} />
      <Figure name={say.consents} value={countWords(consents)} hint={say.consentsHint} />
      <Figure name={say.final} value={fuelWords(BigInt(finalFuel))} hint={say.finalHint} />
      <Figure name={say.held} value={fuelWords(BigInt(heldFuel))} hint={say.heldHint} />
      <Figure name={say.refuted} value={fuelWords(BigInt(refutedFuel))} hint={say.refutedHint} />
    </dl>
  );
}

export function Doings() {
  const { title, challenges, challengeCounts } = words('site').figures;
  const found = totals.value;
  return (
    <section class="panel doings" aria-labelledby="doings-title">
      <h2 id="doings-title">{title}</h2>
      {found === null ? (
        <p class="quiet">{words('common').asking}</p>
      ) : (
        <>
          <Numbers {...found} />
          <Chart days={found.days} />
          <p>
            <b>{challenges}</b>{' '}
            {challengeCounts(found.challenges.open, found.challenges.taken, found.challenges.solved)}
          </p>
        </>
      )}
    </section>
  );
}
