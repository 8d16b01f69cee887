import type { Label } from '@manyhands/wasm-kernels';
import { useSignal } from '@preact/signals';
import { words } from '../words/words.ts';
import { ask, Refused } from './ask.ts';
import { Report } from './report.tsx';
import { bytesWords, refusalWords } from './words.ts';

interface KernelReply {
  readonly name: string;
  readonly label: Label;
}

const PAGE_BYTES = 65_536;

/** What an import lets a program do, in words: none lets it reach files, the network or the page. */
const importWords = (imports: readonly string[]): string =>
  imports.length === 0 ? words('work').program.noImports : imports.join(', ');

function memoryWords({ memoryPages }: Label): string {
  const { noMemory, fromTo } = words('work').program;
  if (memoryPages === null) return noMemory;
  const least = bytesWords(memoryPages.min * PAGE_BYTES);
  return memoryPages.max === null || memoryPages.max === memoryPages.min
    ? least
    : fromTo(least, bytesWords(memoryPages.max * PAGE_BYTES));
}

/** What a binary says it is. `isPublished`: the coordinator has its source, so that anybody can compile it again. */
export function Facts({ label, isPublished }: { label: Label; isPublished: boolean }) {
  const { hash, sourceHash, noSource, imports, memory, size, functions } = words('work').program;
  return (
    <dl class="facts">
      <div>
        <dt>{hash}</dt>
        <dd>
          <code>{label.hash}</code>
        </dd>
      </div>
      <div>
        <dt>{sourceHash}</dt>
        {label.sourceHash === null ? (
          <dd>{noSource}</dd>
        ) : (
          <dd>
            <code>{label.sourceHash}</code>{' '}
            {isPublished && (
              <a href={`/verify.html?kernel=${label.hash}#source`}>{words('work').program.compile}</a>
            )}
          </dd>
        )}
      </div>
      <div>
        <dt>{imports}</dt>
        <dd>{importWords(label.imports)}</dd>
      </div>
      <div>
        <dt>{memory}</dt>
        <dd>{memoryWords(label)}</dd>
      </div>
      <div>
        <dt>{size}</dt>
        <dd>
          {bytesWords(label.size)}, {functions(label.functions)}
        </dd>
      </div>
    </dl>
  );
}

/** Asks for a program's label when somebody wants to see it, or why there is none. */
const fetchLabel = (kernel: string): Promise<Label | Refused> =>
  ask<KernelReply>(`/v1/kernels/${kernel}`).then(
    ({ label }) => label,
    (refused: Refused) => refused,
  );

/** Beside every program: what the binary itself says it is, and a way to report it. */
export function Program({ kernel, name }: { kernel: string; name: string }) {
  const { show, showOf } = words('work').program;
  const found = useSignal<Label | Refused | null>(null);
  const look = async (event: Event): Promise<void> => {
    const isOpen = (event.currentTarget as HTMLDetailsElement).open;
    if (isOpen && found.value instanceof Refused) found.value = null;
    if (isOpen && found.value === null) found.value = await fetchLabel(kernel);
  };
  return (
    <div class="program">
      <details onToggle={look}>
        <summary aria-label={showOf(name)}>{show}</summary>
        {found.value === null && <p class="quiet">{words('common').asking}</p>}
        {found.value instanceof Refused && <p class="wrong">{refusalWords(found.value)}</p>}
        {found.value && !(found.value instanceof Refused) && <Facts label={found.value} isPublished />}
      </details>
      <Report kernel={kernel} name={name} />
    </div>
  );
}
