import type { Usage } from '@manyhands/sdk';
import { type Signal, useSignal } from '@preact/signals';
import { Bars, Chart } from '../../shared/charts/chart.tsx';
import { Figure } from '../../shared/figure.tsx';
import { usePolled } from '../../shared/polled.ts';
import { save } from '../../shared/save.ts';
import { Table } from '../../shared/table.tsx';
import { amountWords, countWords, fuelWords, shortHash } from '../../shared/words.ts';
import { words } from '../../words/words.ts';
import { dayWords, ledgerWords, numberWords } from '../amounts.ts';
import { addressOf } from '../routes.ts';
import { client } from '../session.ts';
import { Trouble } from '../trouble.tsx';

const POLL_MS = 10_000;
const DAYS = [7, 30, 90, 366] as const;
const WHATS = ['items', 'fuel', 'charged'] as const;
type What = (typeof WHATS)[number];
type Day = Usage['days'][number];

const UNITS_PER_HAND = 1e15;

/** What a bar shows: ledger units as tokens, the rest as it is. A day on which more was refuted than final has none. */
const heightOf = (day: Day, what: What): number =>
  Math.max(0, Number(day[what]) / (what === 'charged' ? UNITS_PER_HAND : 1));

const sayOf = (day: Day, what: What): string =>
  what === 'items'
    ? countWords(day.items)
    : what === 'fuel'
      ? fuelWords(BigInt(day.fuel))
      : `${ledgerWords(day.charged)} ${words('common').token}`;

function Totals({ total }: { readonly total: Usage['total'] }) {
  const say = words('consoleJob').usage;
  return (
    <dl class="figures">
      <Figure name={say.items} value={countWords(total.items)} hint={say.itemsHint(total.jobs)} />
      <Figure name={say.fuel} value={fuelWords(BigInt(total.fuel))} hint={say.fuelHint} />
      <Figure name={say.charged} value={ledgerWords(total.charged)} hint={say.chargedHint} />
      <Figure name={say.reserved} value={ledgerWords(total.reserved)} hint={say.reservedHint} />
    </dl>
  );
}

function ByDay({ days, what }: { readonly days: readonly Day[]; readonly what: What }) {
  const say = words('consoleJob').usage;
  const heights = days.map((day) => heightOf(day, what));
  const high = Math.max(...heights);
  if (high === 0) return <p>{say.nothing}</p>;
  return (
    <>
      <Chart
        label={say.chart(say[what], days.length)}
        x={{ low: 0, high: days.length, name: '', say: (at) => (days[at] ? dayWords(days[at].day) : '') }}
        y={{ low: 0, high, name: '', say: numberWords }}
      >
        {(place) => (
          <Bars
            place={place}
            bars={days.map((day, i) => ({
              from: i,
              to: i + 1,
              y: heights[i],
              says: `${dayWords(day.day)}: ${sayOf(day, what)}`,
            }))}
          />
        )}
      </Chart>
      <details>
        <summary>{words('consoleJob').asTable}</summary>
        <Table
          label={say.byDay}
          head={[say.day, say.items, say.fuel, `${say.charged}, ${words('common').token}`]}
        >
          {[...days]
            .reverse()
            .filter((day) => day.items !== 0 || day.charged !== '0')
            .map((day) => (
              <tr key={day.day}>
                <th scope="row">{dayWords(day.day)}</th>
                <td>{countWords(day.items)}</td>
                <td>{fuelWords(BigInt(day.fuel))}</td>
                <td>{ledgerWords(day.charged)}</td>
              </tr>
            ))}
        </Table>
      </details>
    </>
  );
}

function ByJob({ jobs }: { readonly jobs: Usage['jobs'] }) {
  const { usage: say, jobs: of, states } = words('consoleJob');
  return (
    <Table
      label={say.byJob}
      head={[of.job, of.state, say.items, say.fuel, `${say.charged}, ${words('common').token}`]}
    >
      {jobs.map((each) => (
        <tr key={each.job}>
          <th scope="row">
            <a href={addressOf({ page: 'job', job: each.job })}>{each.title}</a>
          </th>
          <td>{states[each.state]}</td>
          <td>{countWords(each.items)}</td>
          <td>{fuelWords(BigInt(each.fuel))}</td>
          <td>{each.channel === null ? of.free : ledgerWords(each.charged)}</td>
        </tr>
      ))}
    </Table>
  );
}

interface Channels {
  readonly channels: Usage['channels'];
  readonly save: (channel: string) => Promise<void>;
}

function ByChannel({ channels, save: saveStatement }: Channels) {
  const say = words('consoleJob').usage;
  return (
    <>
      <h3>{say.byChannel}</h3>
      <Table
        label={say.byChannel}
        head={[say.channel, `${say.charged}, ${words('common').token}`, say.vouchered, '']}
      >
        {channels.map(({ channel, charged, vouchered }) => (
          <tr key={channel}>
            <th scope="row">
              <code title={channel}>{shortHash(channel)}</code>
            </th>
            <td>{ledgerWords(charged)}</td>
            <td>{amountWords(BigInt(vouchered) / 1_000_000n)}</td>
            <td>
              <button type="button" class="small" onClick={() => saveStatement(channel)}>
                {say.statement}
              </button>
            </td>
          </tr>
        ))}
      </Table>
    </>
  );
}

function Shown({ days, what }: { readonly days: Signal<number>; readonly what: Signal<What> }) {
  const say = words('consoleJob').usage;
  return (
    <div class="row find">
      <label>
        <span>{say.days}</span>
        <select
          value={days.value}
          onChange={(event) => {
            days.value = Number(event.currentTarget.value);
          }}
        >
          {DAYS.map((each) => (
            <option key={each} value={each}>
              {each}
            </option>
          ))}
        </select>
      </label>
      <label>
        <span>{say.show}</span>
        <select
          value={what.value}
          onChange={(event) => {
            what.value = event.currentTarget.value as What;
          }}
        >
          {WHATS.map((each) => (
            <option key={each} value={each}>
              {say[each]}
            </option>
          ))}
        </select>
      </label>
    </div>
  );
}

/** What the account's jobs used, and what they were charged. */
export function UsagePage() {
  const say = words('consoleJob').usage;
  const days = useSignal<number>(30);
  const what = useSignal<What>('items');
  const { value, problem } = usePolled(() => client.value.usage(days.value), POLL_MS, String(days.value));
  const csv = (): Promise<void> =>
    client.value.usageCsv(days.value).then(
      (text) => save('usage.csv', text, 'text/csv'),
      (error: Error) => {
        problem.value = error;
      },
    );
  const statement = (channel: string): Promise<void> =>
    client.value
      .statement(channel)
      .then((bytes) => new Response(bytes as BodyInit).text())
      .then(
        (text) => save(`statement-${shortHash(channel)}.csv`, text, 'text/csv'),
        (error: Error) => {
          problem.value = error;
        },
      );
  const usage = value.value;
  return (
    <section class="panel" aria-labelledby="usage-title">
      <h2 id="usage-title">{say.title}</h2>
      <Trouble problem={problem.value} />
      {usage === undefined && problem.value === null && <p class="quiet">{words('common').asking}</p>}
      {usage !== undefined && (
        <>
          <Totals total={usage.total} />
          <h3>{say.byDay}</h3>
          <Shown days={days} what={what} />
          <ByDay days={usage.days} what={what.value} />
          <p class="row">
            <button type="button" class="small" onClick={csv}>
              {say.csv}
            </button>
          </p>
          {usage.jobs.length > 0 && (
            <>
              <h3>{say.byJob}</h3>
              <ByJob jobs={usage.jobs} />
            </>
          )}
          {usage.channels.length > 0 && <ByChannel channels={usage.channels} save={statement} />}
          <p class="quiet">{say.exact}</p>
        </>
      )}
    </section>
  );
}
