import { useSignal } from '@preact/signals';
import { isOpen } from '../../shared/account/key.ts';
import { words } from '../../words/words.ts';
import { addressOf } from '../routes.ts';
import type { Compiled } from './messages.ts';
import * as publishing from './publishing.ts';

/** Makes a kernel known to the coordinator, so that jobs can be made of it. */
export function Publish({ compiled }: { compiled: Compiled }) {
  const name = useSignal('');
  const said = words('console').publish;
  const { isPublishing, problem, publish } = publishing;
  const done = publishing.published.value;
  const isDone = done !== null && done.kernel === compiled.kernel;
  return (
    <section class="panel" aria-labelledby="publish-title">
      <h2 id="publish-title">{said.title}</h2>
      <form
        class="fields"
        onSubmit={(event) => {
          event.preventDefault();
          void publish(compiled, name.value.trim());
        }}
      >
        <p class="quiet">{said.explained}</p>
        <label>
          <span>{said.name}</span>
          <input
            type="text"
            maxLength={200}
            placeholder={compiled.schema.name}
            value={name}
            onInput={(event) => {
              name.value = event.currentTarget.value;
            }}
          />
        </label>
        {isOpen.value ? (
          <button type="submit" class="small strong" disabled={isPublishing.value}>
            {said.publish}
          </button>
        ) : (
          <p>
            {said.needsAccount} <a href={addressOf({ page: 'keys' })}>{said.toAccount}</a>
          </p>
        )}
      </form>
      <p role="status">{isPublishing.value ? said.publishing : publishing.said.value?.()}</p>
      <p class="wrong" role="alert">
        {problem.value?.()}
      </p>
      {isDone && (
        <p>
          <a class="small strong link" href={addressOf({ page: 'new', kernel: compiled.kernel })}>
            {said.job}
          </a>
        </p>
      )}
    </section>
  );
}
