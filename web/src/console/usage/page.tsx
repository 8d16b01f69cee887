import { words } from '../../words/words.ts';

export function UsagePage() {
  return (
    <section class="panel" aria-labelledby="usage-title">
      <h2 id="usage-title">{words('console').pages.usage}</h2>
    </section>
  );
}
