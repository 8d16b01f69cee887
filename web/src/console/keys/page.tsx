import { words } from '../../words/words.ts';

export function KeysPage() {
  return (
    <section class="panel" aria-labelledby="keys-title">
      <h2 id="keys-title">{words('console').pages.keys}</h2>
    </section>
  );
}
