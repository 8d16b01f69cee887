import { LIMITS, REPORT_KIND_NAMES } from '@manyhands/protocol';
import { useSignal } from '@preact/signals';
import { words } from '../words/words.ts';
import { ask, type Refused, sending } from './ask.ts';
import { refusalWords } from './words.ts';

type Stage = 'asked' | 'sending' | 'sent' | Refused;

/** Sends a report to the operator. */
async function send(kernel: string, form: HTMLFormElement): Promise<'sent' | Refused> {
  const fields = new FormData(form);
  const report = { kind: fields.get('kind'), words: fields.get('words') };
  return ask(`/v1/kernels/${kernel}/reports`, sending('POST', report)).then(
    () => 'sent' as const,
    (refused: Refused) => refused,
  );
}

/** Beside every program: says to the operator that something is wrong with it. */
export function Report({ kernel, name }: { kernel: string; name: string }) {
  const stage = useSignal<Stage>('asked');
  const said = words('work').report;
  if (stage.value === 'sent')
    return (
      <p class="quiet report" role="status">
        {said.thanks}
      </p>
    );
  const submit = async (event: SubmitEvent): Promise<void> => {
    event.preventDefault();
    stage.value = 'sending';
    stage.value = await send(kernel, event.currentTarget as HTMLFormElement);
  };
  return (
    <details class="report">
      <summary aria-label={said.openOf(name)}>{said.open}</summary>
      <form onSubmit={submit}>
        <label>
          {said.kind}
          <select name="kind">
            {REPORT_KIND_NAMES.map((kind) => (
              <option key={kind} value={kind}>
                {said.kinds[kind]}
              </option>
            ))}
          </select>
        </label>
        <label>
          {said.words}
          <textarea name="words" rows={3} maxLength={LIMITS.reportLength} />
        </label>
        <button type="submit" disabled={stage.value === 'sending'}>
          {said.send}
        </button>
        {typeof stage.value === 'object' && (
          <p class="wrong" role="alert">
            {refusalWords(stage.value)}
          </p>
        )}
      </form>
    </details>
  );
}
