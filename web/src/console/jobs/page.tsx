import { words } from '../../words/words.ts';

export function JobsPage() {
  return (
    <section class="panel" aria-labelledby="jobs-title">
      <h2 id="jobs-title">{words('console').pages.jobs}</h2>
    </section>
  );
}
