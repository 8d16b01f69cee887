import type { Progress } from '@manyhands/sdk';
import { percentWords } from '../../shared/words.ts';
import { words } from '../../words/words.ts';

/** How much of a job is final, and how much is on hold. */
export function Bar({ job }: { readonly job: Pick<Progress, 'items' | 'final' | 'held'> }) {
  const share = (some: number): number => (job.items === 0 ? 0 : some / job.items);
  return (
    <div
      class="bar"
      role="img"
      aria-label={words('consoleJob').standing.percent(
        percentWords(Math.floor(share(job.final) * 100) / 100),
      )}
    >
      <span class="final" style={{ width: `${100 * share(job.final)}%` }} />
      <span class="held" style={{ width: `${100 * share(job.held)}%` }} />
    </div>
  );
}
