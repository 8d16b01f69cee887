import { render } from 'preact';
import { isOpen } from '../shared/account/key.ts';
import { Account, Entrance, FreshKey } from '../shared/account/sign-in.tsx';
import { BackToWork, Top } from '../shared/top.tsx';
import { openPageWords } from '../words/choice.ts';
import { words } from '../words/words.ts';
import { Earnings } from './earnings.tsx';
import { Doings } from './figures.tsx';
import { chosen, enter, leave, look, makeAccount, openPage, problem, renewKey, sites } from './state.ts';
import { Tag } from './tag.tsx';
import { TermsForm } from './terms-form.tsx';
import { Visitors } from './visitors.tsx';

function Sites() {
  const { list, add } = words('site');
  return (
    <nav class="sites" aria-label={list}>
      {sites.value.map((site) => (
        <button
          key={site.key}
          type="button"
          class="small"
          aria-current={chosen.value?.key === site.key ? 'page' : undefined}
          onClick={() => look(site)}
        >
          {site.name}
        </button>
      ))}
      <button
        type="button"
        class="small"
        aria-current={chosen.value === null ? 'page' : undefined}
        onClick={() => look(null)}
      >
        {add}
      </button>
    </nav>
  );
}

function Console() {
  const site = chosen.value;
  return (
    <>
      <Sites />
      <FreshKey />
      <main class="console">
        {site !== null && (
          <div class="column">
            <Doings />
            <Visitors />
            <Earnings site={site} />
          </div>
        )}
        <div class="column">
          <TermsForm />
          {site !== null && <Tag site={site} />}
          <Account renew={renewKey} leave={leave} />
        </div>
      </main>
    </>
  );
}

function Page() {
  const { title, lead } = words('site');
  return (
    <>
      <Top title={title}>
        {lead} <BackToWork />
      </Top>
      {isOpen.value ? <Console /> : <Entrance problem={problem} enter={enter} make={makeAccount} />}
    </>
  );
}

await openPageWords('site', 'entrance', 'work');
render(<Page />, document.getElementById('page') as HTMLElement);
void openPage();
