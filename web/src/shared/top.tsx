import type { ComponentChildren } from 'preact';
import { chooseLanguage } from '../words/choice.ts';
import { words } from '../words/words.ts';
import { LanguageField } from './language-field.tsx';

/** A page's head: what it is, in a line what it is for, and the language that it speaks. */
export function Top({ title, children }: { title: string; children: ComponentChildren }) {
  return (
    <header class="top">
      <div>
        <h1>{title}</h1>
        <p>{children}</p>
      </div>
      <LanguageField choose={chooseLanguage} />
    </header>
  );
}

/** The way back to the page where the work is. */
export const BackToWork = () => <a href="/">{words('common').backToWork}</a>;

/** The public page of the whole network. */
export const ToNetwork = () => <a href="/network.html">{words('common').network}</a>;
