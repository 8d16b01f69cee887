import { useEffect, useRef } from 'preact/hooks';
import { language, words } from '../../words/words.ts';
import type { CodeView } from './code-view.ts';
import { compiling } from './compiling.ts';
import { source, write } from './draft.ts';

/** The editor that is open, for links to a line; null while it loads. */
let view: CodeView | null = null;

export const goTo = (line: number, column: number): void => view?.goTo(line, column);

/** Puts another source in the place of the draft. */
export function load(text: string): void {
  write(text);
  view?.replace(text);
}

const spoken = () => {
  const { label, phrases } = words('console').editor;
  return { label, phrases };
};

/** The draft in an editor, with what the compiler found at its lines. */
export function CodeField() {
  const place = useRef<HTMLDivElement>(null);
  useEffect(() => {
    let isGone = false;
    void import('./code-view.ts').then(({ CodeView }) => {
      if (isGone || place.current === null) return;
      view = new CodeView(place.current, { text: source.peek(), changed: write }, spoken());
      const now = compiling.peek();
      if (now.kind === 'failed') view.mark(now.faults);
    });
    return () => {
      isGone = true;
      view?.close();
      view = null;
    };
  }, []);
  const now = compiling.value;
  useEffect(() => {
    if (now.kind === 'failed') view?.mark(now.faults);
    if (now.kind === 'compiled') view?.mark([]);
  }, [now]);
  useEffect(() => view?.speak(spoken()), [language.value]);
  return <div class="code-field" ref={place} />;
}
