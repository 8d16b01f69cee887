import type { KernelSchema } from '@manyhands/protocol';
import { bytesWords, countWords, fuelWords } from '../../shared/words.ts';
import { formats, words } from '../../words/words.ts';
import type { Compiled } from '../editor/messages.ts';
import { InputFields } from '../inputs/fields.tsx';
import type { TriedItem } from './messages.ts';
import { beginTrial, form, MOST_ITEMS, stopTrial, tried, triedOf, trying } from './trying.ts';

function Row({ item, schema }: { item: TriedItem; schema: KernelSchema }) {
  const { statuses } = words('console').trial;
  return (
    <tr class={item.status === 'ok' ? undefined : 'failed'}>
      <th scope="row">{countWords(item.item)}</th>
      {item.inputs.map((text, i) => (
        <td key={schema.inputs[i].name}>{text}</td>
      ))}
      {item.outputs?.map((text, i) => <td key={schema.outputs[i].name}>{text}</td>) ?? (
        <td colSpan={Math.max(1, schema.outputs.length)} class="wrong">
          {statuses[item.status]} {item.failure}
        </td>
      )}
      <td>{fuelWords(item.fuel)}</td>
      <td>{formats().milliseconds(item.milliseconds)}</td>
      <td>{bytesWords(item.memory)}</td>
    </tr>
  );
}

function Tried({ schema }: { schema: KernelSchema }) {
  const { table, item, fuel, time, memory } = words('console').trial;
  return (
    <div class="wide">
      <table>
        <caption class="visually-hidden">{table}</caption>
        <thead>
          <tr>
            <th scope="col">{item}</th>
            {schema.inputs.map(({ name }) => (
              <th key={name} scope="col">
                {name}
              </th>
            ))}
            {schema.outputs.map(({ name }) => (
              <th key={name} scope="col" class="out">
                → {name}
              </th>
            ))}
            <th scope="col">{fuel}</th>
            <th scope="col">{time}</th>
            <th scope="col">{memory}</th>
          </tr>
        </thead>
        <tbody>
          {tried.value.map((each) => (
            <Row key={each.item} item={each} schema={schema} />
          ))}
        </tbody>
      </table>
    </div>
  );
}

function summary(): string {
  const said = words('console').trial;
  const now = trying.value;
  if (now.kind === 'failed') return now.sentence();
  const all = tried.value;
  if (all.length === 0) return now.kind === 'running' ? said.running : said.nothing;
  const failed = all.filter(({ status }) => status !== 'ok').length;
  const milliseconds = all.reduce((sum, each) => sum + each.milliseconds, 0);
  const fuel = all.reduce((sum, each) => sum + each.fuel, 0n);
  return said.summary(all.length, failed, formats().milliseconds(milliseconds), fuelWords(fuel));
}

/** Runs the kernel on real items here, with the build that contributors would run. */
export function Trial({ compiled }: { compiled: Compiled }) {
  const said = words('console').trial;
  const running = trying.value.kind === 'running';
  const of = triedOf.value;
  return (
    <section class="panel" aria-labelledby="trial-title">
      <h2 id="trial-title">{said.title}</h2>
      <form
        class="fields"
        onSubmit={(event) => {
          event.preventDefault();
          if (running) stopTrial();
          else beginTrial(compiled);
        }}
      >
        <InputFields form={form} schema={compiled.schema} />
        <button type="submit" class={running ? 'small danger' : 'small strong'}>
          {running ? words('common').stop : said.begin}
        </button>
        <p class="quiet">{said.explained(MOST_ITEMS)}</p>
      </form>
      <p class={trying.value.kind === 'failed' ? 'wrong' : 'said'} role="status">
        {summary()}
      </p>
      {of !== null && of.kernel !== compiled.kernel && tried.value.length > 0 && (
        <p class="quiet">{said.stale}</p>
      )}
      {of !== null && tried.value.length > 0 && <Tried schema={of.schema} />}
    </section>
  );
}
