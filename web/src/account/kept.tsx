import { useSignal } from '@preact/signals';
import { formats, words } from '../words/words.ts';
import { eraseKept, kept, keptConsent, saveKept } from './state.ts';

function Entry({ name }: { name: string }) {
  const { names, yes } = words('account').kept;
  const consent = name === 'consent' ? keptConsent() : null;
  if (consent === null) return <li>{names[name as keyof typeof names] ?? name}</li>;
  const until = formats().date(new Date(consent.at + consent.lastsMs), { dateStyle: 'long' });
  return <li>{yes(consent.threads, until)}</li>;
}

/** Everything that this browser keeps, to be taken along or erased. */
export function Kept() {
  const sure = useSignal(false);
  const { title, nothing, save, erase, eraseAll, eraseMeans, copy } = words('account').kept;
  const names = Object.keys(kept.value ?? {});
  if (names.length === 0)
    return (
      <section class="panel" aria-labelledby="kept-title">
        <h2 id="kept-title">{title}</h2>
        <p class="quiet">{nothing}</p>
      </section>
    );
  return (
    <section class="panel" aria-labelledby="kept-title">
      <h2 id="kept-title">{title}</h2>
      <ul class="kept">
        {names.map((name) => (
          <Entry key={name} name={name} />
        ))}
      </ul>
      <div class="buttons">
        <button type="button" class="small" onClick={saveKept}>
          {save}
        </button>
        <button
          type="button"
          class="small danger"
          onClick={async () => {
            if (sure.value) await eraseKept();
            sure.value = !sure.value;
          }}
        >
          {sure.value ? eraseAll : erase}
        </button>
      </div>
      {sure.value && (
        <p class="wrong" role="alert">
          {eraseMeans}
        </p>
      )}
      <p class="quiet">{copy}</p>
    </section>
  );
}
