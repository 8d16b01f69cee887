import { CATEGORY_NAMES, type Category } from '@manyhands/protocol';
import { words } from '../../words/words.ts';
import {
  ASSURANCES,
  type Assurance,
  assurance,
  category,
  offered,
  place,
  tellRead,
  title,
  wasTold,
} from './wish.ts';

/** What is to be known before anything leaves this computer. */
export function Told() {
  const said = words('console').told;
  return (
    <section class="panel" aria-labelledby="told-title">
      <h2 id="told-title">{said.title}</h2>
      <p>{said.visible}</p>
      <ul class="bullets">
        {said.what.map((each) => (
          <li key={each.name}>
            <strong>{each.name}</strong> {each.says}
          </li>
        ))}
      </ul>
      <label class="check">
        <input
          type="checkbox"
          checked={wasTold}
          onChange={(event) => tellRead(event.currentTarget.checked)}
        />
        {said.read}
      </label>
    </section>
  );
}

/** An assurance in words. */
export function assuranceWords(wanted: Assurance): string {
  const said = words('console').checks;
  switch (wanted.kind) {
    case 'usual':
      return said.usual;
    case 'bound':
      return said.bound(wanted.targetBound);
    case 'policy':
      return wanted.policy.kind === 'quorum'
        ? said.quorum(wanted.policy.equal, wanted.policy.executions)
        : wanted.policy.kind;
  }
}

/** How sure, from audits of some items to every item computed by several. */
export function Assured({ isFixed }: { readonly isFixed: boolean }) {
  const said = words('console').checks;
  return (
    <label>
      <span>{said.assurance}</span>
      <input
        type="range"
        class="slider"
        min={0}
        max={ASSURANCES.length - 1}
        step={1}
        value={place}
        disabled={isFixed}
        aria-valuetext={assuranceWords(assurance.value)}
        onInput={(event) => {
          offered.value = null;
          place.value = Number(event.currentTarget.value);
        }}
      />
      <span class="ends" aria-hidden="true">
        <span>{said.fewer}</span>
        <span>{said.more}</span>
      </span>
      <strong class="chosen-assurance">{assuranceWords(assurance.value)}</strong>
    </label>
  );
}

export function Named({ usual }: { usual: string }) {
  const said = words('console').job;
  return (
    <div class="pair">
      <label>
        <span>{said.title}</span>
        <input
          type="text"
          maxLength={200}
          placeholder={usual}
          value={title}
          onInput={(event) => {
            title.value = event.currentTarget.value;
          }}
        />
      </label>
      <label>
        <span>{said.category}</span>
        <select
          value={category}
          onChange={(event) => {
            category.value = event.currentTarget.value as Category;
          }}
        >
          {CATEGORY_NAMES.map((name) => (
            <option key={name} value={name}>
              {words('work').categories[name]}
            </option>
          ))}
        </select>
      </label>
    </div>
  );
}
