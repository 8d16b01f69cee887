import type { AccountKey, SpendingLimit } from '@manyhands/sdk';
import { useSignal } from '@preact/signals';
import { Table } from '../../shared/table.tsx';
import { amountWords } from '../../shared/words.ts';
import { words } from '../../words/words.ts';
import { typedTokens } from '../paying/terms.ts';
import { client } from '../session.ts';

/** Does what was wished, says why it did not work, and looks again. */
type Act = (what: () => Promise<unknown>) => Promise<void>;

interface LimitsProps {
  readonly keys: readonly AccountKey[];
  readonly limits: readonly SpendingLimit[];
  readonly act: Act;
}

const tokens = (units: string): string => amountWords(BigInt(units));

/** What the account allows a key or a channel to spend: how far that is used, and how it is changed. */
export function Limits({ keys, limits, act }: LimitsProps) {
  const say = words('consoleJob').keys.limits;
  const nameOf = ({ kind, subject }: SpendingLimit): string =>
    kind === 'channel'
      ? say.channel(`${subject.slice(0, 10)}…`)
      : (keys.find(({ id }) => id === subject)?.name ?? subject);
  return (
    <>
      <h3>{say.title}</h3>
      <p class="quiet">{say.lead}</p>
      <Change keys={keys} act={act} />
      {limits.length > 0 && (
        <Table label={say.title} head={[say.of, say.day, say.total, '']}>
          {limits.map((each) => (
            <tr key={each.subject}>
              <th scope="row">{nameOf(each)}</th>
              <td>{each.perDay === null ? say.none : say.used(tokens(each.today), tokens(each.perDay))}</td>
              <td>{each.total === null ? say.none : say.used(tokens(each.spent), tokens(each.total))}</td>
              <td>
                <button
                  type="button"
                  class="small"
                  onClick={() => act(() => client.value.limit(each, { perDay: null, total: null }))}
                >
                  {say.remove}
                </button>
              </td>
            </tr>
          ))}
        </Table>
      )}
    </>
  );
}

/** An amount as typed, null where nothing was; undefined: what was typed is none. */
function amountIn(text: FormDataEntryValue | null): bigint | null | undefined {
  const typed = String(text ?? '').trim();
  return typed === '' ? null : (typedTokens(typed) ?? undefined);
}

/** What is left empty stays as it is: who limits a day does not mean to take the limit in all away. */
const unitsOf = (present: string | null | undefined): bigint | null =>
  present === null || present === undefined ? null : BigInt(present);

/** The key that asks could not take its limit back. */
const isOther = ({ asks }: AccountKey): boolean => !asks;

const CHANNEL = /^0x[0-9a-fA-F]{64}$/;

function Change({ keys, act }: Pick<LimitsProps, 'keys' | 'act'>) {
  const say = words('consoleJob').keys.limits;
  const isWrong = useSignal(false);
  const others = keys.filter(isOther);
  const set = (event: SubmitEvent): void => {
    event.preventDefault();
    const form = event.currentTarget as HTMLFormElement;
    const fields = new FormData(form);
    const [perDay, total] = ['day', 'total'].map((name) => amountIn(fields.get(name)));
    const subject = (String(fields.get('channel')).trim() || String(fields.get('key') ?? '')).toLowerCase();
    const kind = CHANNEL.test(subject) ? 'channel' : 'key';
    isWrong.value =
      perDay === undefined ||
      total === undefined ||
      (perDay === null && total === null) ||
      (kind === 'key' && !keys.some(({ id }) => id === subject));
    if (isWrong.value || perDay === undefined || total === undefined) return;
    void act(async () => {
      const present = (await client.value.limits()).find(
        (each) => each.kind === kind && each.subject === subject,
      );
      await client.value.limit(
        { kind, subject },
        { perDay: perDay ?? unitsOf(present?.perDay), total: total ?? unitsOf(present?.total) },
      );
      form.reset();
    });
  };
  const field = (name: string, label: string) => (
    <label>
      <span>{label}</span>
      <input type="text" name={name} autocomplete="off" inputMode={name === 'channel' ? 'text' : 'decimal'} />
    </label>
  );
  return (
    <form class="row find" onSubmit={set}>
      {others.length > 0 && (
        <label>
          <span>{say.key}</span>
          <select name="key">
            {others.map(({ id, name }) => (
              <option key={id} value={id}>
                {name}
              </option>
            ))}
          </select>
        </label>
      )}
      {field('channel', others.length > 0 ? say.orChannel : say.aChannel)}
      {field('day', say.day)}
      {field('total', say.total)}
      <button type="submit" class="small strong">
        {say.set}
      </button>
      {isWrong.value && (
        <p class="wrong" role="alert">
          {say.wrong}
        </p>
      )}
    </form>
  );
}
