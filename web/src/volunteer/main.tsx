import { render } from 'preact';
import { Top } from '../shared/top.tsx';
import { openPageWords } from '../words/choice.ts';
import { words } from '../words/words.ts';
import { Controls } from './controls.tsx';
import { History } from './history-panel.tsx';
import { openHistory } from './history-state.ts';
import { JobList } from './job-list.tsx';
import { Earned, Now } from './now.tsx';
import { openPage } from './state.ts';

function Page() {
  const { title, lead } = words('volunteer');
  return (
    <>
      <Top title={title}>{lead}</Top>
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

await openPageWords('volunteer', 'work');
render(<Page />, document.getElementById('page') as HTMLElement);
openPage();
void openHistory();
