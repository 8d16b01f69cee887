import { render } from 'preact';
import { BackToWork, Top } from '../shared/top.tsx';
import { openPageWords } from '../words/choice.ts';
import { words } from '../words/words.ts';
import { Earnings } from './earnings.tsx';
import { Epochs, lookAtEpochs } from './epochs.tsx';
import { Kept } from './kept.tsx';
import { MakeAccount } from './make-account.tsx';
import { OwnRecord } from './record.tsx';
import { openPage } from './state.ts';

function Page() {
  const { title, lead } = words('account');
  return (
    <>
      <Top title={title}>
        {lead} <BackToWork />
      </Top>
      <main>
        <MakeAccount />
        <div class="column">
          <Earnings />
          <Epochs />
          <Kept />
          <OwnRecord />
        </div>
      </main>
    </>
  );
}

await openPageWords('account', 'settling');
render(<Page />, document.getElementById('page') as HTMLElement);
void openPage();
void lookAtEpochs();
