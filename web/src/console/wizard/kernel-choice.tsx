import { useSignal } from '@preact/signals';
import { shortHash } from '../../shared/words.ts';
import { words } from '../../words/words.ts';
import { addressOf, go } from '../routes.ts';
import { keptKernels } from './kept-kernels.ts';

/** No kernel is chosen yet: one of those that were published here, or any by its hash. */
export function KernelChoice() {
  const said = words('console').choice;
  const typed = useSignal('');
  const kept = keptKernels();
  const isHash = /^[0-9a-f]{64}$/.test(typed.value);
  return (
    <section class="panel" aria-labelledby="choice-title">
      <h2 id="choice-title">{said.title}</h2>
      {kept.length === 0 ? (
        <p>
          {said.none} <a href={addressOf({ page: 'kernel' })}>{said.write}</a>
        </p>
      ) : (
        <ul class="choices">
          {kept.map(({ kernel, name }) => (
            <li key={kernel}>
              <a href={addressOf({ page: 'new', kernel })}>{name}</a> <code>{shortHash(kernel)}</code>
            </li>
          ))}
        </ul>
      )}
      <form
        class="fields"
        onSubmit={(event) => {
          event.preventDefault();
          if (isHash) go({ page: 'new', kernel: typed.value });
        }}
      >
        <label>
          <span>{said.hash}</span>
          <input
            type="text"
            autocomplete="off"
            spellcheck={false}
            maxLength={70}
            aria-invalid={typed.value !== '' && !isHash}
            value={typed}
            onInput={(event) => {
              typed.value = event.currentTarget.value.trim();
            }}
          />
        </label>
        <button type="submit" class="small" disabled={!isHash}>
          {said.take}
        </button>
      </form>
    </section>
  );
}
