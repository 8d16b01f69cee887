import { words } from '../../words/words.ts';

export function KernelPage() {
  return (
    <section class="panel" aria-labelledby="kernel-title">
      <h2 id="kernel-title">{words('console').pages.kernel}</h2>
    </section>
  );
}
