import type { Job, Progress } from '@manyhands/sdk';
import { useSignal } from '@preact/signals';
import { Sure } from '../../shared/copying.tsx';
import { words } from '../../words/words.ts';
import { Trouble } from '../trouble.tsx';
import { isOver, jobOf } from './state.ts';

type Act = (job: Job) => Promise<unknown>;

/** What the researcher of a job may do with it now. What cannot be undone is asked twice. */
export function Acts({ job, again }: { readonly job: Progress; readonly again: () => void }) {
  const say = words('consoleJob').acts;
  const problem = useSignal<Error | null>(null);
  const isPublished = useSignal(false);
  const act = async (what: Act): Promise<void> => {
    problem.value = null;
    await what(jobOf(job.job)).catch((error: Error) => {
      problem.value = error;
    });
    again();
  };
  const button = (name: string, what: Act) => (
    <button type="button" class="small" onClick={() => act(what)}>
      {name}
    </button>
  );
  const publish: Act = async (each) => {
    await each.publish();
    isPublished.value = true;
  };
  return (
    <>
      <p class="row">
        {job.state === 'quoted' && button(say.start, (each) => each.start())}
        {job.state === 'running' && button(say.pause, (each) => each.pause())}
        {job.state === 'paused' &&
          job.reason?.code !== 'JOB_ENDING' &&
          button(say.resume, (each) => each.resume())}
        {job.open && !isOver(job) && (
          <Sure name={say.close} sure={say.closeSure} act={() => act((each) => each.close())} />
        )}
        {job.budget !== null && job.state !== 'cancelled' && (
          <Sure name={say.publish} sure={say.publishSure} act={() => act(publish)} />
        )}
        {!isOver(job) && (
          <Sure name={say.cancel} sure={say.cancelSure} act={() => act((each) => each.cancel())} />
        )}
      </p>
      <p role="status" class="quiet">
        {isPublished.value && say.published}
      </p>
      <Trouble problem={problem.value} />
    </>
  );
}
