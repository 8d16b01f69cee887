import { words } from '../words/words.ts';
import { eraseRecord, recordProblem, said, saveRecord } from './record-state.ts';
import { SaveOrErase } from './save-or-erase.tsx';
import { kept } from './state.ts';

/** What the coordinator keeps of this browser's device; nothing where it has none. */
export function OwnRecord() {
  if (kept.value?.['device-key'] === undefined) return null;
  const { title, explained, save, remove, removeSure, removeMeans } = words('account').record;
  return (
    <section class="panel record" aria-labelledby="record-title">
      <h2 id="record-title">{title}</h2>
      <p>{explained}</p>
      <SaveOrErase
        save={save}
        erase={remove}
        sure={removeSure}
        means={removeMeans}
        onSave={saveRecord}
        onErase={eraseRecord}
      />
      <p class="quiet" role="status">
        {said.value?.()}
      </p>
      <p class="wrong" role="alert">
        {recordProblem.value?.()}
      </p>
    </section>
  );
}
