import { words } from '../../words/words.ts';

export function JobPage({ job }: { readonly job: string }) {
  return (
    <section class="panel" aria-labelledby="job-title">
      <h2 id="job-title">{words('console').pages.job}</h2>
      <code>{job}</code>
    </section>
  );
}
