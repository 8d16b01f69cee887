import { words } from '../../words/words.ts';

export function NewPage(_: { readonly kernel?: string }) {
  return (
    <section class="panel" aria-labelledby="new-title">
      <h2 id="new-title">{words('console').pages.new}</h2>
    </section>
  );
}
