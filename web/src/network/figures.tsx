import type { NetworkFigures } from '@manyhands/sdk';
import { ask, type Refused } from '../shared/ask.ts';
import { Bars, Chart } from '../shared/charts/chart.tsx';
import { Figure } from '../shared/figure.tsx';
import { usePolled } from '../shared/polled.ts';
import { SettlingState } from '../shared/settling.tsx';
import { Table } from '../shared/table.tsx';
import {
  amountWords,
  countWords,
  fuelWords,
  percentWords,
  refusalWords,
  shortHash,
} from '../shared/words.ts';
import { formats, words } from '../words/words.ts';

const POLL_MS = 2_000;

function Now({ seen: { sessions, seats, jobs, fuel } }: { readonly seen: NetworkFigures }) {
  const say = words('network');
  return (
    <section class="panel" aria-labelledby="now-title">
      <h2 id="now-title">{say.now}</h2>
      <dl class="figures">
        <Figure name={say.seats} value={countWords(seats)} hint={say.seatsHint(sessions)} />
        <Figure
          name={say.running}
          value={countWords(jobs.running)}
          hint={say.runningHint(jobs.paused, jobs.certified, jobs.cancelled)}
        />
        <Figure name={say.rate} value={roundFuel(fuel.perSecond)} hint={say.rateHint} />
      </dl>
    </section>
  );
}

const roundFuel = (fuel: number): string => fuelWords(BigInt(Math.round(fuel)));

const hourWords = (at: string | undefined): string =>
  at === undefined ? '' : formats().date(new Date(at), { hour: '2-digit', minute: '2-digit' });

function Day({ day }: { readonly day: NetworkFigures['fuel']['day'] }) {
  const say = words('network');
  const all = day.reduce((sum, { fuel }) => sum + BigInt(fuel), 0n);
  // What was refuted after it was final makes a quarter negative: it has no bar.
  const heights = day.map(({ fuel }) => Math.max(0, Number(fuel)));
  const high = Math.max(...heights);
  return (
    <section class="panel" aria-labelledby="day-title">
      <h2 id="day-title">{say.day}</h2>
      {high === 0 ? (
        <p>{say.dayNothing}</p>
      ) : (
        <>
          <Chart
            label={say.dayChart(fuelWords(all))}
            x={{ low: 0, high: day.length, name: say.time, say: (quarter) => hourWords(day[quarter]?.at) }}
            y={{ low: 0, high, name: '', say: (fuel) => formats().number(fuel) }}
          >
            {(place) => (
              <Bars
                place={place}
                bars={day.map(({ at, fuel }, i) => ({
                  from: i,
                  to: i + 1,
                  y: heights[i],
                  says: `${hourWords(at)}: ${fuelWords(BigInt(fuel))}`,
                }))}
              />
            )}
          </Chart>
          <details>
            <summary>{say.asTable}</summary>
            <Table label={say.day} head={[say.time, say.fuel]}>
              {day
                .filter(({ fuel }) => fuel !== '0')
                .map(({ at, fuel }) => (
                  <tr key={at}>
                    <th scope="row">{hourWords(at)}</th>
                    <td>{fuelWords(BigInt(fuel))}</td>
                  </tr>
                ))}
            </Table>
          </details>
        </>
      )}
    </section>
  );
}

function Checks({ of }: { readonly of: NetworkFigures['verification'] }) {
  const say = words('network');
  const audits = of.deviceAudits + of.refereeAudits;
  return (
    <section class="panel" aria-labelledby="checks-title">
      <h2 id="checks-title">{say.checks}</h2>
      <dl class="figures">
        <Figure
          name={say.items}
          value={countWords(of.finalItems)}
          hint={say.itemsHint(formats().number(of.executedItems / (of.finalItems + of.heldItems || 1)))}
        />
        <Figure
          name={say.audits}
          value={countWords(audits)}
          hint={say.auditsHint(percentWords(audits === 0 ? 0 : of.refereeAudits / audits))}
        />
        <Figure
          name={say.refuted}
          value={countWords(of.refutedUnits)}
          hint={say.refutedHint(of.caught, of.devices)}
        />
        <Figure
          name={say.bound}
          value={of.meanBound === null ? say.none : formats().percent(of.meanBound, 3)}
          hint={say.boundHint}
        />
      </dl>
    </section>
  );
}

function Settlements({ list }: { readonly list: NetworkFigures['settlements'] }) {
  const say = words('network');
  return (
    <section class="panel" aria-labelledby="settlements-title">
      <h2 id="settlements-title">{say.settlements}</h2>
      <p class="quiet">{list.length === 0 ? say.noSettlement : say.settlementsLead}</p>
      <SettlingState />
      {list.length > 0 && (
        <Table
          label={say.settlements}
          head={[say.epoch, say.at, say.total, say.payees, say.vouchers, say.tx]}
        >
          {list.map(({ epoch, at, total, payees, vouchers, tx }) => (
            <tr key={tx}>
              <th scope="row">{countWords(epoch)}</th>
              <td>{formats().date(new Date(at), { dateStyle: 'medium', timeStyle: 'short' })}</td>
              <td>{amountWords(BigInt(total))}</td>
              <td>{countWords(payees)}</td>
              <td>{countWords(vouchers)}</td>
              <td>
                <code title={tx}>{shortHash(tx)}</code>
              </td>
            </tr>
          ))}
        </Table>
      )}
    </section>
  );
}

/** What the network does, checks and pays, kept up to date. */
export function Figures() {
  const { value, problem } = usePolled(() => ask<NetworkFigures>('/v1/network'), POLL_MS, 'network');
  const seen = value.value;
  const refused = problem.value as Refused | null;
  return (
    <main class="one">
      {refused !== null && (
        <p class="wrong" role="alert">
          {refusalWords(refused)}
        </p>
      )}
      {seen === undefined && refused === null && <p class="quiet">{words('common').asking}</p>}
      {seen !== undefined && (
        <>
          <Now seen={seen} />
          <Day day={seen.fuel.day} />
          <Checks of={seen.verification} />
          <Settlements list={seen.settlements} />
        </>
      )}
    </main>
  );
}
