import { words } from '../../words/words.ts';

export function NewPage() {
  return (
    <section class="panel" aria-labelledby="new-title">
      <h2 id="new-title">{words('console').pages.new}</h2>
    </section>
  );
}
