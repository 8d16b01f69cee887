import { isOpen } from '../shared/account/key.ts';
import { words } from '../words/words.ts';

/** Where somebody begins: a kernel needs nobody's leave, a job an account. */
export function Home() {
  const { home } = words('console');
  return (
    <section class="panel" aria-labelledby="home-title">
      <h2 id="home-title">{home.title}</h2>
      <ol class="steps">
        {home.steps.map((step) => (
          <li key={step.name}>
            <strong>{step.name}</strong> {step.says}
          </li>
        ))}
      </ol>
      <p class="row">
        <a class="small strong link" href="#/kernel">
          {home.begin}
        </a>
        {isOpen.value && (
          <a class="small link" href="#/new">
            {home.job}
          </a>
        )}
      </p>
      <p class="quiet">{home.free}</p>
    </section>
  );
}
