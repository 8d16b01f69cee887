import { useSignal } from '@preact/signals';
import { words } from '../words/words.ts';
import { eraseRecord, recordProblem, said, saveRecord } from './record-state.ts';
import { kept } from './state.ts';

/** What the coordinator keeps of this browser's device; nothing where it has none. */
export function OwnRecord() {
  const sure = useSignal(false);
  if (kept.value?.['device-key'] === undefined) return null;
  const { title, explained, save, remove, removeSure, removeMeans } = words('account').record;
  return (
    <section class="panel record" aria-labelledby="record-title">
      <h2 id="record-title">{title}</h2>
      <p>{explained}</p>
      <div class="buttons">
        <button type="button" class="small" onClick={saveRecord}>
          {save}
        </button>
        <button
          type="button"
          class="small danger"
          onClick={async () => {
            if (sure.value) await eraseRecord();
            sure.value = !sure.value;
          }}
        >
          {sure.value ? removeSure : remove}
        </button>
      </div>
      {sure.value && (
        <p class="wrong" role="alert">
          {removeMeans}
        </p>
      )}
      <p class="quiet" role="status">
        {said.value?.()}
      </p>
      <p class="wrong" role="alert">
        {recordProblem.value?.()}
      </p>
    </section>
  );
}
