import { useEffect } from 'preact/hooks';
import { Facts } from '../../shared/label.tsx';
import { words } from '../../words/words.ts';
import { fit } from '../inputs/form.ts';
import { Trial } from '../trial/panel.tsx';
import { form } from '../trial/trying.ts';
import { CodeField, goTo, load } from './code-field.tsx';
import { type Compiling, compiling, followDraft, lastCompiled } from './compiling.ts';
import { EXAMPLES } from './examples.ts';
import type { Fault } from './faults.ts';
import { Publish } from './publish.tsx';
import { Schema } from './schema.tsx';

/** Starts from an example, with rows that fit it. */
function Examples() {
  const { start, examples } = words('console').editor;
  return (
    <label class="examples">
      <span>{start}</span>
      <select
        value=""
        onChange={(event) => {
          const { value } = event.currentTarget;
          const example = EXAMPLES.find(({ name }) => name === value);
          event.currentTarget.value = '';
          if (example === undefined) return;
          load(example.source);
          form.kind.value = 'rows';
          form.rows.value = example.rows;
        }}
      >
        <option value="" />
        {EXAMPLES.map(({ name }) => (
          <option key={name} value={name}>
            {examples[name]}
          </option>
        ))}
      </select>
    </label>
  );
}

function Faults({ faults }: { faults: readonly Fault[] }) {
  const { at } = words('console').editor;
  return (
    <ul class="faults">
      {faults.map((fault) => (
        <li key={`${fault.line}:${fault.column}:${fault.message}`}>
          <button type="button" class="small plain" onClick={() => goTo(fault.line, fault.column)}>
            {at(fault.line, fault.column)}
          </button>{' '}
          <span class="wrong">{fault.message}</span> {fault.hint && <span class="quiet">{fault.hint}</span>}
        </li>
      ))}
    </ul>
  );
}

function standing(now: Compiling): { tone: string; sentence: string } {
  const said = words('console').editor;
  switch (now.kind) {
    case 'nothing':
    case 'compiling':
      return { tone: 'waiting', sentence: said.compiling };
    case 'compiled':
      return { tone: 'busy still', sentence: said.compiled(Math.round(now.compiled.milliseconds)) };
    case 'failed': {
      const { faults } = now;
      return { tone: 'problem', sentence: faults.length > 0 ? said.faults(faults.length) : now.sentence() };
    }
  }
}

function Outcome() {
  const now = compiling.value;
  const { tone, sentence } = standing(now);
  return (
    <>
      <div class="status compact" role="status">
        <span class={`lamp ${tone}`} aria-hidden="true" />
        <p>{sentence}</p>
      </div>
      {now.kind === 'failed' && <Faults faults={now.faults} />}
    </>
  );
}

/** Writes, compiles, tries and publishes a kernel. */
export function KernelPage() {
  useEffect(followDraft, []);
  const compiled = lastCompiled.value;
  useEffect(() => {
    if (compiled !== null) fit(form, compiled.schema.inputs);
  }, [compiled]);
  const said = words('console').editor;
  return (
    <>
      <section class="panel" aria-labelledby="kernel-title">
        <div class="head">
          <h2 id="kernel-title">{words('console').pages.kernel}</h2>
          <Examples />
        </div>
        <CodeField />
        <p class="quiet">{said.leave}</p>
        <Outcome />
      </section>
      {compiled !== null && (
        <>
          <Trial compiled={compiled} />
          <div class="pair">
            <section class="panel" aria-labelledby="schema-title">
              <h2 id="schema-title">{words('console').schema.title}</h2>
              <Schema schema={compiled.schema} />
              <details>
                <summary>{words('console').schema.label}</summary>
                <Facts label={compiled.label} isPublished={false} />
              </details>
            </section>
            <Publish compiled={compiled} />
          </div>
        </>
      )}
    </>
  );
}
