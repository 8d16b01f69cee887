import { render } from 'preact';
import { ToNetwork, Top } from '../shared/top.tsx';
import { openPageWords } from '../words/choice.ts';
import { words } from '../words/words.ts';
import { Asking } from './asking.tsx';
import { Outcome } from './outcome.tsx';
import { Rebuild } from './rebuild.tsx';

function Page() {
  const { title, lead, wholeTable, whatIsThis } = words('verify');
  return (
    <>
      <Top title={title}>{lead}</Top>
      <main>
        <Asking />
        <Outcome />
        <Rebuild />
      </main>
      <footer class="foot">
        <p>
          {wholeTable} <a href="/">{whatIsThis}</a> · <ToNetwork />
        </p>
      </footer>
    </>
  );
}

await openPageWords('verify');
render(<Page />, document.getElementById('page') as HTMLElement);
