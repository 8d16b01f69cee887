import { formatValue, ITEM_STATUS, toHex } from '@manyhands/protocol';
import { countWords } from '../shared/words.ts';
import type { ItemVerdict, Shown, Verdict } from './messages.ts';
import { checked, stage } from './state.ts';

/** Bytes shown of an output; the comparison is of all of them. */
const SHOWN_BYTES = 64;
const SHOWN_LETTERS = 400;

const ENDS = {
  [ITEM_STATUS.ok]: 'ended well',
  [ITEM_STATUS.trap]: 'trapped',
  [ITEM_STATUS.exhausted]: 'ran out of fuel',
};

const cut = (text: string): string =>
  text.length > SHOWN_LETTERS ? `${text.slice(0, SHOWN_LETTERS)}…` : text;

/** Hexadecimal from byte `from` on. */
function bytesWords(bytes: Uint8Array, from: number): string {
  if (bytes.length === 0) return 'none';
  const end = from + SHOWN_BYTES;
  const more = bytes.length > end ? `… (${countWords(bytes.length)} bytes)` : '';
  return `${from > 0 ? `byte ${countWords(from)}: ` : ''}${toHex(bytes.subarray(from, end))}${more}`;
}

/** Where the bytes to show begin: at 0, or where two long outputs begin to differ. */
function firstShown(a: Uint8Array, b: Uint8Array): number {
  const at = a.findIndex((byte, i) => byte !== b[i]);
  return Math.max(a.length, b.length) <= SHOWN_BYTES || at < SHOWN_BYTES ? 0 : at;
}

const valueWords = ({ status, values }: Shown): string => {
  if (status !== ITEM_STATUS.ok) return 'none';
  return values === null
    ? 'no row of this job'
    : cut(values.map(({ name, value }) => `${name} = ${formatValue(value)}`).join(', '));
};

const ROWS: readonly [name: string, words: (side: Shown, from: number) => string][] = [
  ['Ended', ({ status }) => ENDS[status]],
  ['Result', valueWords],
  ['Fuel', ({ fuel }) => String(fuel)],
  ['Bytes', ({ output }, from) => bytesWords(output, from)],
];

function Comparison({ item, matches, stored, recomputed }: ItemVerdict) {
  const from = firstShown(stored.output, recomputed.output);
  const rows = ROWS.map(([name, words]) => [name, words(stored, from), words(recomputed, from)] as const);
  return (
    <table class="comparison">
      <caption>
        Item {item}: {matches ? 'both are the same' : 'they differ'}
      </caption>
      <thead>
        <tr>
          <td />
          <th scope="col">Delivered</th>
          <th scope="col">Recomputed here</th>
        </tr>
      </thead>
      <tbody>
        {rows.map(([name, was, is]) => (
          <tr key={name} class={was === is ? undefined : 'differs'}>
            <th scope="row">{name}</th>
            <td>{was}</td>
            <td>{is}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function verdictWords({ items, matching }: Verdict): string {
  const wrong = items - matching;
  if (wrong === 0)
    return items === 1
      ? 'This browser computed the same bytes with the same fuel.'
      : `This browser computed the same bytes with the same fuel for all ${countWords(items)} items.`;
  return items === 1
    ? 'This browser computed something else than what was delivered. Try another browser or device; if it says the same, tell the researcher.'
    : `${countWords(wrong)} of ${countWords(items)} items came out otherwise than they were delivered. Try another browser or device; if it says the same, tell the researcher.`;
}

function Judged({ verdict }: { verdict: Verdict }) {
  const good = verdict.items === verdict.matching;
  return (
    <>
      {verdict.shown.map((each) => (
        <Comparison key={each.item} {...each} />
      ))}
      <dl class="origin">
        <dt>Job</dt>
        <dd>{verdict.title}</dd>
        <dt>Certified</dt>
        <dd>{verdict.certifiedAt.slice(0, 16).replace('T', ' ')} UTC</dd>
        <dt>Signed by</dt>
        <dd>
          <code>{verdict.signer}</code>
        </dd>
        <dt>Program</dt>
        <dd>
          <code>{verdict.kernel}</code>
        </dd>
      </dl>
      {good && (
        <p class="quiet">
          Whether to trust that signer is yours to say; that the result follows from the inputs is now shown.
        </p>
      )}
    </>
  );
}

/** In a word for the eye and a sentence; read out as it changes. */
function standing(): { tone: string; title: string; words: string } {
  const now = stage.value;
  switch (now.kind) {
    case 'nothing':
      return { tone: '', title: 'Nothing runs', words: 'The comparison will be shown here.' };
    case 'fetching':
      return {
        tone: 'waiting',
        title: 'Fetching and checking',
        words: 'The program and the inputs are on their way.',
      };
    case 'computing':
      return {
        tone: 'busy',
        title: 'Computing',
        words: `${countWords(now.done)} of ${countWords(now.items)} items done.`,
      };
    case 'failed':
      return { tone: 'problem', title: 'This could not be checked', words: now.sentence };
    case 'verdict': {
      const good = now.verdict.items === now.verdict.matching;
      return {
        tone: good ? 'good' : 'problem',
        title: good ? 'Match' : 'Mismatch',
        words: verdictWords(now.verdict),
      };
    }
  }
}

export function Outcome() {
  const { tone, title, words } = standing();
  const now = stage.value;
  return (
    <section class="panel outcome" aria-labelledby="outcome-title">
      <h2 id="outcome-title" class="visually-hidden">
        Outcome
      </h2>
      <div class="status" role="status">
        <span class={`lamp ${tone}`} aria-hidden="true" />
        <div>
          <strong>{title}</strong>
          <p>{words}</p>
        </div>
      </div>
      {checked.value.length > 0 && (
        <ul class="checks">
          {checked.value.map((what) => (
            <li key={what}>{what}</li>
          ))}
        </ul>
      )}
      {now.kind === 'verdict' && <Judged verdict={now.verdict} />}
    </section>
  );
}
