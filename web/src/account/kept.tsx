import { formats, words } from '../words/words.ts';
import { SaveOrErase } from './save-or-erase.tsx';
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
      <SaveOrErase
        save={save}
        erase={erase}
        sure={eraseAll}
        means={eraseMeans}
        onSave={saveKept}
        onErase={eraseKept}
      />
      <p class="quiet">{copy}</p>
    </section>
  );
}
