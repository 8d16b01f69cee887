import { render } from 'preact';
import { Controls } from './controls.tsx';
import { History } from './history-panel.tsx';
import { openHistory } from './history-state.ts';
import { JobList } from './job-list.tsx';
import { Earned, Now } from './now.tsx';
import { openPage } from './state.ts';

function Page() {
  return (
    <>
      <header class="top">
        <h1>Manyhands</h1>
        <p>Lend a little of your computer to work that needs many hands.</p>
      </header>
      <main>
        <Controls />
        <div class="column">
          <Now />
          <Earned />
          <History />
        </div>
        <JobList />
      </main>
      <footer class="foot">
        <p>
          Every answer is checked by re-executing a secret few of its items elsewhere.{' '}
          <a href="/community.html">Who helps</a> · <a href="/account.html">Your account</a> ·{' '}
          <a href="/docs">API</a>
        </p>
      </footer>
    </>
  );
}

render(<Page />, document.getElementById('page') as HTMLElement);
openPage();
void openHistory();
