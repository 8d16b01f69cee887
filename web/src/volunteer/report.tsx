import { LIMITS, REPORT_KIND_NAMES, REPORT_KINDS } from '@manyhands/protocol';
import { useSignal } from '@preact/signals';
import { ask, type Refused, sending } from '../shared/ask.ts';

type Stage = 'asked' | 'sending' | 'sent' | { readonly problem: string };

/** Sends a report to the operator; an empty text, or what went wrong. */
async function send(kernel: string, form: HTMLFormElement): Promise<string> {
  const fields = new FormData(form);
  const report = { kind: fields.get('kind'), words: fields.get('words') };
  return ask(`/v1/kernels/${kernel}/reports`, sending('POST', report)).then(
    () => '',
    (refused: Refused) => refused.message,
  );
}

/** Beside every program: says to the operator that something is wrong with it. */
export function Report({ kernel, name }: { kernel: string; name: string }) {
  const stage = useSignal<Stage>('asked');
  if (stage.value === 'sent')
    return (
      <p class="quiet report" role="status">
        Thank you. The operator will read it.
      </p>
    );
  const submit = async (event: SubmitEvent): Promise<void> => {
    event.preventDefault();
    stage.value = 'sending';
    const problem = await send(kernel, event.currentTarget as HTMLFormElement);
    stage.value = problem === '' ? 'sent' : { problem };
  };
  return (
    <details class="report">
      <summary aria-label={`Report the program ${name}`}>Report</summary>
      <form onSubmit={submit}>
        <label>
          What is wrong with it?
          <select name="kind">
            {REPORT_KIND_NAMES.map((kind) => (
              <option key={kind} value={kind}>
                {REPORT_KINDS[kind]}
              </option>
            ))}
          </select>
        </label>
        <label>
          In your words (the operator reads them; your address is not kept)
          <textarea name="words" rows={3} maxLength={LIMITS.reportLength} />
        </label>
        <button type="submit" disabled={stage.value === 'sending'}>
          Send to the operator
        </button>
        {typeof stage.value === 'object' && (
          <p class="wrong" role="alert">
            {stage.value.problem}
          </p>
        )}
      </form>
    </details>
  );
}
