import { render } from 'preact';
import { Asking } from './asking.tsx';
import { Outcome } from './outcome.tsx';

function Page() {
  return (
    <>
      <header class="top">
        <h1>Check a result yourself</h1>
        <p>Recompute an item of a certified job in this browser, and compare it with what was delivered.</p>
      </header>
      <main>
        <Asking />
        <Outcome />
      </main>
      <footer class="foot">
        <p>
          Whether a whole table is the one that was certified, <code>manyhands verify</code> tells without any
          coordinator. <a href="/">What is this?</a>
        </p>
      </footer>
    </>
  );
}

render(<Page />, document.getElementById('page') as HTMLElement);
