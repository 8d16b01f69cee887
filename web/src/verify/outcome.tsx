import { formatValue, ITEM_STATUS, toHex } from '@manyhands/protocol';
import { words } from '../words/words.ts';
import type { ItemVerdict, Shown, Verdict } from './messages.ts';
import { checked, stage } from './state.ts';

/** Bytes shown of an output; the comparison is of all of them. */
const SHOWN_BYTES = 64;
const SHOWN_LETTERS = 400;

const ENDS = {
  [ITEM_STATUS.ok]: 'ok',
  [ITEM_STATUS.trap]: 'trap',
  [ITEM_STATUS.exhausted]: 'exhausted',
} as const;

const cut = (text: string): string =>
  text.length > SHOWN_LETTERS ? `${text.slice(0, SHOWN_LETTERS)}…` : text;

/** Hexadecimal from byte `from` on. */
function bytesWords(bytes: Uint8Array, from: number): string {
  const { none, manyBytes, fromByte } = words('verify').comparison;
  if (bytes.length === 0) return none;
  const end = from + SHOWN_BYTES;
  const more = bytes.length > end ? `… ${manyBytes(bytes.length)}` : '';
  return `${from > 0 ? `${fromByte(from)} ` : ''}${toHex(bytes.subarray(from, end))}${more}`;
}

/** Where the bytes to show begin: at 0, or where two long outputs begin to differ. */
function firstShown(a: Uint8Array, b: Uint8Array): number {
  const at = a.findIndex((byte, i) => byte !== b[i]);
  return Math.max(a.length, b.length) <= SHOWN_BYTES || at < SHOWN_BYTES ? 0 : at;
}

const valueWords = ({ status, values }: Shown): string => {
  const { none, noRow } = words('verify').comparison;
  if (status !== ITEM_STATUS.ok) return none;
  return values === null
    ? noRow
    : cut(values.map(({ name, value }) => `${name} = ${formatValue(value)}`).join(', '));
};

const ROWS = [
  ['ended', ({ status }) => words('verify').comparison.ends[ENDS[status]]],
  ['result', valueWords],
  ['fuel', ({ fuel }) => String(fuel)],
  ['bytes', ({ output }, from) => bytesWords(output, from)],
] as const satisfies readonly [name: string, say: (side: Shown, from: number) => string][];

function Comparison({ item, matches, stored, recomputed }: ItemVerdict) {
  const from = firstShown(stored.output, recomputed.output);
  const said = words('verify').comparison;
  const rows = ROWS.map(([name, say]) => [name, say(stored, from), say(recomputed, from)] as const);
  return (
    <table class="comparison">
      <caption>{matches ? said.same(item) : said.differ(item)}</caption>
      <thead>
        <tr>
          <td />
          <th scope="col">{said.delivered}</th>
          <th scope="col">{said.recomputed}</th>
        </tr>
      </thead>
      <tbody>
        {rows.map(([name, was, is]) => (
          <tr key={name} class={was === is ? undefined : 'differs'}>
            <th scope="row">{said[name]}</th>
            <td>{was}</td>
            <td>{is}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function Judged({ verdict }: { verdict: Verdict }) {
  const good = verdict.items === verdict.matching;
  const { job, certified, at, signer, program, trust } = words('verify').origin;
  return (
    <>
      {verdict.shown.map((each) => (
        <Comparison key={each.item} {...each} />
      ))}
      <dl class="origin">
        <dt>{job}</dt>
        <dd>{verdict.title}</dd>
        <dt>{certified}</dt>
        <dd>{at(new Date(verdict.certifiedAt))}</dd>
        <dt>{signer}</dt>
        <dd>
          <code>{verdict.signer}</code>
        </dd>
        <dt>{program}</dt>
        <dd>
          <code>{verdict.kernel}</code>
        </dd>
      </dl>
      {good && <p class="quiet">{trust}</p>}
    </>
  );
}

interface Standing {
  readonly tone: 'waiting' | 'busy' | 'good' | 'problem' | '';
  readonly title: string;
  readonly sentence: string;
}

/** In a word for the eye and a sentence; read out as it changes. */
function standing(): Standing {
  const { nothing, fetching, computing, progress, failed } = words('verify');
  const now = stage.value;
  switch (now.kind) {
    case 'nothing':
      return { tone: '', ...nothing };
    case 'fetching':
      return { tone: 'waiting', ...fetching };
    case 'computing':
      return { tone: 'busy', title: computing, sentence: progress(now.done, now.items) };
    case 'failed':
      return { tone: 'problem', title: failed, sentence: now.sentence() };
    case 'verdict':
      return judgement(now.verdict);
  }
}

function judgement({ items, matching }: Verdict): Standing {
  const { match, mismatch, same, other } = words('verify');
  return items === matching
    ? { tone: 'good', title: match, sentence: same(items) }
    : { tone: 'problem', title: mismatch, sentence: other(items - matching, items) };
}

export function Outcome() {
  const { tone, title, sentence } = standing();
  const { outcome, checks } = words('verify');
  const now = stage.value;
  return (
    <section class="panel outcome" aria-labelledby="outcome-title">
      <h2 id="outcome-title" class="visually-hidden">
        {outcome}
      </h2>
      <div class="status" role="status">
        <span class={`lamp ${tone}`} aria-hidden="true" />
        <div>
          <strong>{title}</strong>
          <p>{sentence}</p>
        </div>
      </div>
      {checked.value.length > 0 && (
        <ul class="checks">
          {checked.value.map((what) => (
            <li key={what}>{checks[what]}</li>
          ))}
        </ul>
      )}
      {now.kind === 'verdict' && <Judged verdict={now.verdict} />}
    </section>
  );
}
