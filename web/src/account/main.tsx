import { render } from 'preact';
import { Earnings } from './earnings.tsx';
import { Kept } from './kept.tsx';
import { MakeAccount } from './make-account.tsx';
import { openPage } from './state.ts';

function Page() {
  return (
    <>
      <header class="top">
        <h1>Your account</h1>
        <p>
          Who is paid for what this browser computes, and what it keeps. <a href="/">Back to the work</a>
        </p>
      </header>
      <main>
        <MakeAccount />
        <div class="column">
          <Earnings />
          <Kept />
        </div>
      </main>
    </>
  );
}

render(<Page />, document.getElementById('page') as HTMLElement);
void openPage();
