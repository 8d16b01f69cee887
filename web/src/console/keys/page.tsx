import type { AccountKey } from '@manyhands/sdk';
import { type Signal, useSignal } from '@preact/signals';
import { Copying, Sure } from '../../shared/copying.tsx';
import { usePolled } from '../../shared/polled.ts';
import { Table } from '../../shared/table.tsx';
import { words } from '../../words/words.ts';
import { dateWords, momentWords } from '../amounts.ts';
import { client } from '../session.ts';
import { Trouble } from '../trouble.tsx';
import { Limits } from './limits.tsx';

const DAY_SECONDS = 24 * 3600;
const ENDS = { month: 30 * DAY_SECONDS, quarter: 90 * DAY_SECONDS, year: 365 * DAY_SECONDS };
type End = keyof typeof ENDS;

/** Does what was wished, says why it did not work, and looks again. */
type Act = (what: () => Promise<unknown>) => Promise<void>;

function Line({ each, act }: { readonly each: AccountKey; readonly act: Act }) {
  const say = words('consoleJob').keys;
  const isOver = each.expires !== null && Date.parse(each.expires) < Date.now();
  const ends = each.expires === null ? say.never : dateWords(each.expires);
  return (
    <tr class={isOver ? 'failed' : undefined}>
      <th scope="row">{each.name}</th>
      <td>{dateWords(each.created)}</td>
      <td>{isOver ? say.ended(ends) : ends}</td>
      <td>{each.used === null ? say.never : momentWords(each.used)}</td>
      <td>
        {each.asks ? (
          <span class="quiet">{say.here}</span>
        ) : (
          <Sure
            name={say.revoke}
            sure={say.revokeSure}
            act={() => act(() => client.value.revokeKey(each.id))}
          />
        )}
      </td>
    </tr>
  );
}

function Make({ act, fresh }: { readonly act: Act; readonly fresh: Signal<string> }) {
  const say = words('consoleJob').keys;
  const make = (event: SubmitEvent): void => {
    event.preventDefault();
    const form = event.currentTarget as HTMLFormElement;
    const fields = new FormData(form);
    const end = String(fields.get('end'));
    void act(async () => {
      const options = end in ENDS ? { expiresInSeconds: ENDS[end as End] } : {};
      fresh.value = (await client.value.makeKey(String(fields.get('name')), options)).key;
      form.reset();
    });
  };
  return (
    <form class="row find" onSubmit={make}>
      <label>
        <span>{say.name}</span>
        <input type="text" name="name" required maxLength={100} autocomplete="off" />
      </label>
      <label>
        <span>{say.expires}</span>
        <select name="end">
          <option value="never">{say.never}</option>
          {(Object.keys(ENDS) as End[]).map((end) => (
            <option key={end} value={end}>
              {say.after[end]}
            </option>
          ))}
        </select>
      </label>
      <button type="submit" class="small strong">
        {say.make}
      </button>
    </form>
  );
}

/** The account's keys: made here and shown once, ended one by one. */
export function KeysPage() {
  const say = words('consoleJob').keys;
  const fresh = useSignal('');
  const wrong = useSignal<Error | null>(null);
  const look = async () => {
    const [keys, limits] = await Promise.all([client.value.keys(), client.value.limits()]);
    return { keys, limits };
  };
  const { value, problem, again } = usePolled(look, null, 'keys');
  const act: Act = async (what) => {
    wrong.value = null;
    await what().catch((error: Error) => {
      wrong.value = error;
    });
    again();
  };
  return (
    <section class="panel" aria-labelledby="keys-title">
      <h2 id="keys-title">{say.title}</h2>
      <p class="quiet lead">{say.lead}</p>
      <Trouble problem={wrong.value ?? problem.value} />
      <Make act={act} fresh={fresh} />
      <div role="status">
        {fresh.value !== '' && (
          <>
            <p>{say.fresh}</p>
            <pre class="copied">
              <code>{fresh.value}</code>
            </pre>
          </>
        )}
      </div>
      {fresh.value !== '' && <Copying text={fresh.value} name={say.copy} done={say.copied} />}
      {value.value !== undefined && (
        <Table label={say.title} head={[say.key, say.made, say.expires, say.used, '']}>
          {value.value.keys.map((each) => (
            <Line key={each.id} each={each} act={act} />
          ))}
        </Table>
      )}
      {value.value !== undefined && <Limits {...value.value} act={act} />}
    </section>
  );
}
