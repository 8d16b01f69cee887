import { formats, words } from '../words/words.ts';
import { SaveOrErase } from './save-or-erase.tsx';
import { eraseKept, kept, keptConsent, saveKept } from './state.ts';

function nameWords(name: string): string {
  const { names } = words('account').kept;
  return names[name as keyof typeof names] ?? name;
}

function yesWords(name: string): string {
  const consent = keptConsent(name);
  if (consent === null) return name;
  const until = formats().date(new Date(consent.at + consent.lastsMs), { dateStyle: 'long' });
  return words('account').kept.yes(consent.threads, until);
}

function Entry({ name }: { name: string }) {
  const { forSite } = words('account').kept;
  // What belongs to a website has its key behind the name.
  const [kind, site] = name.split(' ');
  const said = kind === 'consent' ? yesWords(name) : nameWords(kind);
  return <li>{site === undefined ? said : forSite(said)}</li>;
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
