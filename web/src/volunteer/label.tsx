import type { Label } from '@manyhands/wasm-kernels';
import { useSignal } from '@preact/signals';
import { ask, type Refused } from '../shared/ask.ts';
import { bytesWords, countWords } from '../shared/words.ts';
import { Report } from './report.tsx';

interface KernelReply {
  readonly name: string;
  readonly label: Label;
}

const PAGE_BYTES = 65_536;

/** What an import lets a program do, in words: none lets it reach files, the network or the page. */
const importWords = (imports: readonly string[]): string =>
  imports.length === 0 ? 'none: it can only compute' : imports.join(', ');

function memoryWords({ memoryPages }: Label): string {
  if (memoryPages === null) return 'none of its own';
  const least = bytesWords(memoryPages.min * PAGE_BYTES);
  return memoryPages.max === null || memoryPages.max === memoryPages.min
    ? least
    : `${least} to ${bytesWords(memoryPages.max * PAGE_BYTES)}`;
}

function Facts({ label }: { label: Label }) {
  return (
    <dl class="facts">
      <div>
        <dt>Hash of the program</dt>
        <dd>
          <code>{label.hash}</code>
        </dd>
      </div>
      <div>
        <dt>Hash of its source</dt>
        <dd>
          {label.sourceHash === null ? 'not known: published as a module' : <code>{label.sourceHash}</code>}
        </dd>
      </div>
      <div>
        <dt>May call from outside</dt>
        <dd>{importWords(label.imports)}</dd>
      </div>
      <div>
        <dt>Memory it declares</dt>
        <dd>{memoryWords(label)}</dd>
      </div>
      <div>
        <dt>Size</dt>
        <dd>
          {bytesWords(label.size)}, {countWords(label.functions)} functions
        </dd>
      </div>
    </dl>
  );
}

/** Asks for a program's label when somebody wants to see it; a text says why there is none. */
const fetchLabel = (kernel: string): Promise<Label | string> =>
  ask<KernelReply>(`/v1/kernels/${kernel}`).then(
    ({ label }) => label,
    (refused: Refused) => refused.message,
  );

/** Beside every program: what the binary itself says it is, and a way to report it. */
export function Program({ kernel, name }: { kernel: string; name: string }) {
  const found = useSignal<Label | string | null>(null);
  const look = async (event: Event): Promise<void> => {
    const isOpen = (event.currentTarget as HTMLDetailsElement).open;
    if (isOpen && typeof found.value !== 'object') found.value = null;
    if (isOpen && found.value === null) found.value = await fetchLabel(kernel);
  };
  return (
    <div class="program">
      <details onToggle={look}>
        <summary aria-label={`What the program ${name} is`}>What it is</summary>
        {found.value === null && <p class="quiet">Asking the coordinator…</p>}
        {typeof found.value === 'string' && <p class="wrong">{found.value}</p>}
        {found.value !== null && typeof found.value === 'object' && <Facts label={found.value} />}
      </details>
      <Report kernel={kernel} name={name} />
    </div>
  );
}
