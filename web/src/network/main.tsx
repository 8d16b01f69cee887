import { render } from 'preact';
import { BackToWork, Top } from '../shared/top.tsx';
import { openPageWords } from '../words/choice.ts';
import { words } from '../words/words.ts';
import { Figures } from './figures.tsx';

function Page() {
  const { title, lead } = words('network');
  return (
    <>
      <Top title={title}>
        {lead} <BackToWork />
      </Top>
      <Figures />
    </>
  );
}

await openPageWords('network', 'settling');
render(<Page />, document.getElementById('page') as HTMLElement);
