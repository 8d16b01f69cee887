import { render } from 'preact';
import { ToNetwork, Top } from '../shared/top.tsx';
import { openPageWords } from '../words/choice.ts';
import { words } from '../words/words.ts';
import { Chosen } from './chosen-panel.tsx';
import { Controls } from './controls.tsx';
import { History } from './history-panel.tsx';
import { openHistory } from './history-state.ts';
import { JobList } from './job-list.tsx';
import { Earned, Now } from './now.tsx';
import { openPage } from './state.ts';

function Page() {
  const { title, lead, foot } = words('volunteer');
  return (
    <>
      <Top title={title}>{lead}</Top>
      <main>
        <Controls />
        <div class="column">
          <Chosen />
          <Now />
          <Earned />
          <History />
        </div>
        <JobList />
      </main>
      <footer class="foot">
        <p>
          {foot.checked} <ToNetwork /> · <a href="/community.html">{foot.community}</a> ·{' '}
          <a href="/account.html">{foot.account}</a> · <a href="/console.html">{foot.console}</a> ·{' '}
          <a href="/site.html">{foot.sites}</a> · <a href="/docs">{foot.api}</a>
        </p>
      </footer>
    </>
  );
}

await openPageWords('volunteer', 'work', 'invite');
render(<Page />, document.getElementById('page') as HTMLElement);
openPage();
void openHistory();
