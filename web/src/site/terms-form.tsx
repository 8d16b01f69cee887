import { CATEGORY_NAMES } from '@manyhands/protocol';
import type { ComponentChildren } from 'preact';
import { Sure } from '../shared/copying.tsx';
import { categoryWords } from '../shared/words.ts';
import { words } from '../words/words.ts';
import { SplitFields } from './split-fields.tsx';
import { chosen, closeSite, draft, faults, problem, said, store, wasTried } from './state.ts';

const EXAMPLE_ORIGIN = 'https://example.org';

interface FieldProps {
  readonly name: 'name' | 'payee' | 'cause';
  readonly label: string;
  /** What is wrong with it, or empty. */
  readonly wrong: string;
  readonly most: number;
  readonly placeholder?: string;
}

function Field({ name, label, wrong, most, placeholder }: FieldProps) {
  return (
    <div>
      <label>
        <span>{label}</span>
        <input
          type="text"
          autocomplete="off"
          spellcheck={false}
          maxLength={most}
          placeholder={placeholder}
          value={draft.value[name]}
          aria-invalid={wrong !== ''}
          aria-describedby={`${name}-wrong`}
          onInput={(event) => {
            draft.value = { ...draft.value, [name]: event.currentTarget.value };
          }}
        />
      </label>
      <Wrong id={`${name}-wrong`}>{wrong}</Wrong>
    </div>
  );
}

const Wrong = ({ id, children }: { id: string; children: ComponentChildren }) => (
  <p class="wrong" id={id} aria-live="polite">
    {children}
  </p>
);

function Origins() {
  const { origins, originsHint, notOrigin, meant, tooMany } = words('site').terms;
  const { origin, tooMany: isTooMany } = faults.value;
  const put = (text: string) => {
    draft.value = { ...draft.value, origins: text };
  };
  return (
    <div>
      <label>
        <span>{origins}</span>
        <textarea
          rows={3}
          spellcheck={false}
          placeholder={EXAMPLE_ORIGIN}
          value={draft.value.origins}
          aria-invalid={origin !== null || isTooMany}
          aria-describedby="origins-hint origins-wrong"
          onInput={(event) => put(event.currentTarget.value)}
        />
      </label>
      <p class="quiet" id="origins-hint">
        {originsHint}
      </p>
      <Wrong id="origins-wrong">
        {origin && notOrigin(origin.line)} {isTooMany && tooMany}
      </Wrong>
      {origin?.meant && (
        <button
          type="button"
          class="small"
          onClick={() => put(draft.value.origins.replace(origin.line, origin.meant as string))}
        >
          {meant(origin.meant)}
        </button>
      )}
    </div>
  );
}

function Categories() {
  const { categories, categoriesHint } = words('site').terms;
  const { categories: allowed } = draft.value;
  const turn = (category: string, on: boolean) => {
    const rest = allowed.filter((each) => each !== category);
    draft.value = { ...draft.value, categories: on ? [...rest, category] : rest };
  };
  return (
    <fieldset aria-describedby="categories-hint">
      <legend>{categories}</legend>
      <div class="checks">
        {CATEGORY_NAMES.map((category) => (
          <label class="check" key={category}>
            <input
              type="checkbox"
              checked={allowed.includes(category)}
              onChange={(event) => turn(category, event.currentTarget.checked)}
            />
            {categoryWords(category)}
          </label>
        ))}
      </div>
      <p class="quiet" id="categories-hint">
        {categoriesHint}
      </p>
    </fieldset>
  );
}

/** What is wrong with an address; that one is missing is said once it was tried to do without. */
function addressWords(fault: 'wrong' | 'missing' | null, missing: string): string {
  if (fault === 'wrong') return words('common').wrongAddress;
  return fault === 'missing' && wasTried.value ? missing : '';
}

export function TermsForm() {
  const say = words('site').terms;
  const isNew = chosen.value === null;
  const found = faults.value;
  return (
    <section class="panel" aria-labelledby="terms-title">
      <h2 id="terms-title">{isNew ? say.newTitle : say.title}</h2>
      <form
        class="fields"
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          void store();
        }}
      >
        {chosen.value?.origins.length === 0 && <p class="wrong">{say.closed}</p>}
        <Field
          name="name"
          label={say.name}
          wrong={found.name && wasTried.value ? say.nameMissing : ''}
          most={100}
        />
        <Origins />
        <Field
          name="payee"
          label={say.payee}
          wrong={addressWords(found.payee, say.payeeMissing)}
          most={42}
          placeholder="0x…"
        />
        <Field
          name="cause"
          label={say.cause}
          wrong={addressWords(found.cause, say.causeMissing)}
          most={42}
          placeholder="0x…"
        />
        <SplitFields />
        <Categories />
        <div class="row">
          <button type="submit" class="small strong">
            {isNew ? say.add : say.save}
          </button>
          {!isNew && <Sure name={say.close} sure={say.closeSure} act={closeSite} />}
        </div>
        <p class="wrong" role="alert">
          {problem.value?.()}
        </p>
        <p role="status">{said.value?.()}</p>
      </form>
    </section>
  );
}
