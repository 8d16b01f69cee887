import { useSignal } from '@preact/signals';
import { render } from 'preact';
import { isOpen } from '../shared/account/key.ts';
import { Entrance, FreshKey } from '../shared/account/sign-in.tsx';
import { WalletSignIn } from '../shared/account/wallet-sign-in.tsx';
import { BackToWork, ToNetwork, Top } from '../shared/top.tsx';
import { openPageWords } from '../words/choice.ts';
import { words } from '../words/words.ts';
import { DatasetsPage } from './datasets/page.tsx';
import { KernelPage } from './editor/page.tsx';
import { Home } from './home.tsx';
import { JobPage } from './job/page.tsx';
import { JobsPage } from './jobs/page.tsx';
import { KeysPage } from './keys/page.tsx';
import { paidJobs } from './paying/purse.ts';
import { addressOf, followAddress, type PageOf, type Route, route } from './routes.ts';
import {
  enter,
  enterByWallet,
  type Leaving,
  leave,
  makeAccount,
  openKept,
  problem,
  walletProblem,
} from './session.ts';
import { UsagePage } from './usage/page.tsx';
import { NewPage } from './wizard/page.tsx';

/** In the order of the work. */
const LISTED = ['home', 'kernel', 'new', 'jobs', 'datasets', 'usage', 'keys'] as const;
/** What nobody needs an account for. */
const PUBLIC: readonly PageOf[] = ['home', 'kernel', 'job'];

function Pages() {
  const { nav, pages, leave: away } = words('console');
  const here = route.value.page;
  return (
    <nav class="pages" aria-label={nav}>
      {LISTED.map((page) => (
        <a
          key={page}
          class="small link"
          href={addressOf({ page })}
          aria-current={here === page || (page === 'jobs' && here === 'job') ? 'page' : undefined}
        >
          {pages[page]}
        </a>
      ))}
      {isOpen.value && <Leave name={away} />}
    </nav>
  );
}

/** Asks what becomes of the keys that pay for jobs, where there are some. */
function Leave({ name }: { readonly name: string }) {
  const asked = useSignal(0);
  const { leaving } = words('console');
  const act = (how: Leaving) => () => {
    asked.value = 0;
    leave(how);
  };
  if (asked.value === 0)
    return (
      <button
        type="button"
        class="small"
        onClick={() => {
          asked.value = paidJobs().length;
          if (asked.value === 0) leave('forgetting');
        }}
      >
        {name}
      </button>
    );
  return (
    <span class="row" role="status">
      <span>{leaving.asks(asked.value)}</span>
      <button type="button" class="small strong" onClick={act('forgetting')}>
        {leaving.forget}
      </button>
      <button type="button" class="small" onClick={act('keeping')}>
        {leaving.keep}
      </button>
    </span>
  );
}

function shown(at: Route) {
  switch (at.page) {
    case 'home':
      return <Home />;
    case 'kernel':
      return <KernelPage />;
    case 'new':
      return <NewPage key={at.kernel} kernel={at.kernel} />;
    case 'jobs':
      return <JobsPage />;
    case 'job':
      return <JobPage key={at.job} job={at.job} />;
    case 'usage':
      return <UsagePage />;
    case 'keys':
      return <KeysPage />;
    case 'datasets':
      return <DatasetsPage />;
  }
}

function Page() {
  const { title, lead } = words('console');
  const at = route.value;
  return (
    <>
      <Top title={title}>
        {lead} <BackToWork />
      </Top>
      <Pages />
      <FreshKey />
      {isOpen.value || PUBLIC.includes(at.page) ? (
        <main class="one">{shown(at)}</main>
      ) : (
        <Entrance problem={problem} enter={enter} make={makeAccount}>
          <WalletSignIn enter={enterByWallet} problem={walletProblem} />
        </Entrance>
      )}
      <footer class="foot">
        <ToNetwork />
      </footer>
    </>
  );
}

await openPageWords('console', 'consoleJob', 'entrance', 'work', 'invite');
// Before the first look, so that who is known does not see the door.
await openKept();
render(<Page />, document.getElementById('page') as HTMLElement);
followAddress(() => document.querySelector('main')?.scrollIntoView({ block: 'nearest' }));
