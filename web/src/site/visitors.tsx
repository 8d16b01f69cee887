import { useSignal } from '@preact/signals';
import { fuelWords } from '../shared/words.ts';
import { formats, words } from '../words/words.ts';
import type { Visitor } from './api.ts';
import { before, nextPage, pageBefore, saveCsv, seek, visitors } from './state.ts';

function Row({ visitor }: { visitor: Visitor }) {
  const { unnamed } = words('site').visitors;
  const seen = formats().date(new Date(visitor.lastSeen), { dateStyle: 'medium', timeStyle: 'short' });
  return (
    <tr>
      <th scope="row">{visitor.visitor || <span class="quiet">{unnamed}</span>}</th>
      <td>
        <code>{visitor.device.slice(0, 8)}</code>
      </td>
      <td>{fuelWords(BigInt(visitor.finalFuel))}</td>
      <td>{fuelWords(BigInt(visitor.heldFuel))}</td>
      <td>{fuelWords(BigInt(visitor.refutedFuel))}</td>
      <td>{seen}</td>
    </tr>
  );
}

function Table({ rows }: { rows: readonly Visitor[] }) {
  const { title, visitor, device, lastSeen } = words('site').visitors;
  const { final, held, refuted } = words('site').figures;
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: who has no mouse scrolls it by the arrow keys
    <section class="wide" aria-label={title} tabIndex={0}>
      <table>
        <thead>
          <tr>
            {[visitor, device, final, held, refuted, lastSeen].map((name) => (
              <th scope="col" key={name}>
                {name}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <Row key={`${row.device} ${row.visitor}`} visitor={row} />
          ))}
        </tbody>
      </table>
    </section>
  );
}

function Find() {
  const name = useSignal('');
  const { find, look } = words('site').visitors;
  return (
    <form
      class="row find"
      onSubmit={(event) => {
        event.preventDefault();
        void seek(name.value);
      }}
    >
      <label>
        <span>{find}</span>
        <input
          type="text"
          maxLength={64}
          autocomplete="off"
          spellcheck={false}
          value={name}
          onInput={(event) => {
            name.value = event.currentTarget.value;
          }}
        />
      </label>
      <button type="submit" class="small">
        {look}
      </button>
    </form>
  );
}

export function Visitors() {
  const { title, hint, none, next, back, csv } = words('site').visitors;
  const page = visitors.value;
  return (
    <section class="panel visitors" aria-labelledby="visitors-title">
      <h2 id="visitors-title">{title}</h2>
      <p class="quiet">{hint}</p>
      <Find />
      <div aria-live="polite">
        {page === null && <p class="quiet">{words('common').asking}</p>}
        {page?.visitors.length === 0 && <p class="quiet">{none}</p>}
        {page !== null && page.visitors.length > 0 && <Table rows={page.visitors} />}
      </div>
      <div class="row">
        <button type="button" class="small" disabled={before.value.length === 0} onClick={pageBefore}>
          {back}
        </button>
        <button type="button" class="small" disabled={!page?.next} onClick={nextPage}>
          {next}
        </button>
        <button type="button" class="small" disabled={page === null} onClick={saveCsv}>
          {csv}
        </button>
      </div>
    </section>
  );
}
