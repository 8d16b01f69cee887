import { words } from '../../words/words.ts';

export function DatasetsPage() {
  return (
    <section class="panel" aria-labelledby="datasets-title">
      <h2 id="datasets-title">{words('console').pages.datasets}</h2>
    </section>
  );
}
