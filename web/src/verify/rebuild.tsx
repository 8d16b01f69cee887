import { words } from '../words/words.ts';
import type { Made } from './messages.ts';
import { beginRebuild, isBusy, kernel, type Rebuilding, rebuilding, stopRebuild } from './rebuilding.ts';

const isSame = ({ named, made }: Made): boolean => named === made;

/** In a word for the eye and a sentence. */
function standing(now: Rebuilding): { tone: string; title: string; sentence: string } {
  const { failed, match, mismatch, nothing, rebuild } = words('verify');
  switch (now.kind) {
    case 'nothing':
      return { tone: '', title: nothing.title, sentence: rebuild.nothing };
    case 'fetching':
      return { tone: 'waiting', ...rebuild.fetching };
    case 'compiling':
      return { tone: 'busy', ...rebuild.compiling };
    case 'sourceless':
      return { tone: 'problem', title: failed, sentence: rebuild.sourceless };
    case 'failed':
      return { tone: 'problem', title: failed, sentence: now.sentence() };
    case 'compared':
      return isSame(now.program) && isSame(now.build)
        ? { tone: 'good', title: match, sentence: rebuild.same }
        : { tone: 'problem', title: mismatch, sentence: rebuild.other };
  }
}

function Compared({ now }: { now: Extract<Rebuilding, { kind: 'compared' }> }) {
  const { rebuild } = words('verify');
  const rows = [
    [rebuild.program, now.program],
    [rebuild.build, now.build],
  ] as const;
  return (
    <>
      <table class="comparison">
        <caption>{rebuild.compared}</caption>
        <thead>
          <tr>
            <td />
            <th scope="col">{rebuild.named}</th>
            <th scope="col">{rebuild.made}</th>
          </tr>
        </thead>
        <tbody>
          {rows.map(([name, made]) => (
            <tr key={name} class={isSame(made) ? undefined : 'differs'}>
              <th scope="row">{name}</th>
              <td>{made.named}</td>
              <td>{made.made}</td>
            </tr>
          ))}
        </tbody>
      </table>
      <p class="quiet">
        <a href={`/v1/blobs/${now.source}`} download={`${now.source.slice(0, 12)}.txt`}>
          {rebuild.source}
        </a>
      </p>
    </>
  );
}

/** Whether a program is what its published source says: compiled here, by the same compiler, it has the same hash. */
export function Rebuild() {
  const { rebuild } = words('verify');
  const now = rebuilding.value;
  const { tone, title, sentence } = standing(now);
  const busy = isBusy();
  const submit = (event: SubmitEvent): void => {
    event.preventDefault();
    if (busy) stopRebuild();
    else beginRebuild();
  };
  return (
    <section class="panel outcome" id="source" aria-labelledby="rebuild-title">
      <h2 id="rebuild-title">{rebuild.title}</h2>
      <form class="asking" onSubmit={submit} noValidate>
        <label>
          <span>{rebuild.kernel}</span>
          <input
            type="text"
            value={kernel.value}
            onInput={({ currentTarget }) => (kernel.value = currentTarget.value.trim())}
            autocomplete="off"
            spellcheck={false}
            maxLength={70}
            placeholder={rebuild.kernelHint}
            disabled={busy}
          />
        </label>
        <p class="quiet">{rebuild.explained}</p>
        <button type="submit" class={busy ? 'big stop' : 'big start'}>
          {busy ? words('common').stop : rebuild.begin}
        </button>
      </form>
      <div class="status" role="status">
        <span class={`lamp ${tone}`} aria-hidden="true" />
        <div>
          <strong>{title}</strong>
          <p>{sentence}</p>
        </div>
      </div>
      {now.kind === 'compared' && <Compared now={now} />}
    </section>
  );
}
