/**
 * The editor itself; its own chunk, because it weighs more than the rest of the console.
 *
 * It lives in a shadow root: there CodeMirror styles itself by constructed style sheets, and in a document by style elements,
 * which the pages' security policy refuses.
 */
import {
  autocompletion,
  closeBrackets,
  closeBracketsKeymap,
  completeFromList,
  completionKeymap,
} from '@codemirror/autocomplete';
import { defaultKeymap, history, historyKeymap, indentWithTab } from '@codemirror/commands';
import { javascript, typescriptLanguage } from '@codemirror/lang-javascript';
import {
  bracketMatching,
  HighlightStyle,
  indentOnInput,
  indentUnit,
  syntaxHighlighting,
} from '@codemirror/language';
import { lintGutter, lintKeymap, setDiagnostics } from '@codemirror/lint';
import { Compartment, EditorState } from '@codemirror/state';
import {
  drawSelection,
  EditorView,
  highlightActiveLine,
  highlightActiveLineGutter,
  highlightSpecialChars,
  keymap,
  lineNumbers,
} from '@codemirror/view';
import { tags } from '@lezer/highlight';
import type { Fault } from './faults.ts';

export interface CodeViewOptions {
  readonly text: string;
  /** Told whatever somebody types. */
  readonly changed: (text: string) => void;
}

/** What the editor says to who cannot see it, and its own words. */
export interface CodeWords {
  readonly label: string;
  readonly phrases: Readonly<Record<string, string>>;
}

/** Types that AssemblyScript has and TypeScript lacks. */
const TYPES = [
  'i8',
  'u8',
  'i16',
  'u16',
  'i32',
  'u32',
  'i64',
  'u64',
  'f32',
  'f64',
  'bool',
  'usize',
  'StaticArray',
  'Dataset',
];
const completions = typescriptLanguage.data.of({
  autocomplete: completeFromList(TYPES.map((label) => ({ label, type: 'type' }))),
});

/** Colours are the page's own, so that light and dark follow by themselves. */
const colours = HighlightStyle.define([
  { tag: [tags.keyword, tags.modifier, tags.operatorKeyword], color: 'var(--code-keyword)' },
  { tag: [tags.string, tags.special(tags.string)], color: 'var(--code-string)' },
  { tag: [tags.number, tags.bool, tags.null], color: 'var(--code-number)' },
  { tag: [tags.typeName, tags.className], color: 'var(--code-type)' },
  { tag: tags.function(tags.variableName), color: 'var(--code-function)' },
  { tag: tags.comment, color: 'var(--quiet)', fontStyle: 'italic' },
]);

const look = EditorView.theme({
  '&': { color: 'var(--ink)', backgroundColor: 'var(--paper)', fontSize: '14px', maxHeight: '100%' },
  '&.cm-focused': { outline: '3px solid var(--accent)', outlineOffset: '-1px' },
  '.cm-scroller': {
    fontFamily: 'ui-monospace, "SF Mono", "DejaVu Sans Mono", monospace',
    lineHeight: '1.5',
    overflow: 'auto',
  },
  '.cm-content': { caretColor: 'var(--ink)', minHeight: '18em' },
  '.cm-cursor': { borderLeftColor: 'var(--ink)' },
  '.cm-gutters': {
    backgroundColor: 'var(--panel)',
    color: 'var(--quiet)',
    border: 'none',
    borderRight: '1px solid var(--line)',
  },
  '.cm-activeLine, .cm-activeLineGutter': { backgroundColor: 'var(--code-line)' },
  '&.cm-focused > .cm-scroller > .cm-selectionLayer .cm-selectionBackground, .cm-selectionBackground': {
    background: 'var(--code-selection)',
  },
  '.cm-tooltip': { backgroundColor: 'var(--panel)', color: 'var(--ink)', border: '1px solid var(--line)' },
  '.cm-tooltip-autocomplete > ul > li[aria-selected]': {
    background: 'var(--accent)',
    color: 'var(--accent-ink)',
  },
  // CodeMirror draws these two with data: images, which the pages' security policy refuses.
  '.cm-lint-marker-error': { content: 'normal' },
  '.cm-lint-marker-error::before': { content: '"●"', color: 'var(--stop)' },
  '.cm-lintRange-error': { backgroundImage: 'none', textDecoration: 'underline wavy var(--stop)' },
  '.cm-diagnostic-error': { borderLeftColor: 'var(--stop)' },
  '.cm-panels': { backgroundColor: 'var(--panel)', color: 'var(--ink)' },
});

/** One editor in an element of the page. */
export class CodeView {
  readonly #view: EditorView;
  readonly #spoken = new Compartment();

  constructor(parent: HTMLElement, { text, changed }: CodeViewOptions, words: CodeWords) {
    const root = parent.shadowRoot ?? parent.attachShadow({ mode: 'open' });
    const told = EditorView.updateListener.of((update) => {
      if (update.docChanged) changed(update.state.doc.toString());
    });
    const state = EditorState.create({
      doc: text,
      extensions: [this.#spoken.of(speaking(words)), told, ...extensions],
    });
    this.#view = new EditorView({ state, root, parent: root });
  }

  /** Puts another text in the place of all that is there; what was there comes back by undo. */
  replace(text: string): void {
    const { doc } = this.#view.state;
    if (doc.toString() !== text) this.#view.dispatch({ changes: { from: 0, to: doc.length, insert: text } });
  }

  speak(words: CodeWords): void {
    this.#view.dispatch({ effects: this.#spoken.reconfigure(speaking(words)) });
  }

  /** Marks what the compiler found, at its place and in the gutter. */
  mark(faults: readonly Fault[]): void {
    const { doc } = this.#view.state;
    const marks = faults.map((fault) => {
      const line = doc.line(Math.min(Math.max(1, fault.line), doc.lines));
      const from = Math.min(line.from + fault.column - 1, line.to);
      const word = /^[\w$]+/.exec(doc.sliceString(from, line.to))?.[0].length ?? 1;
      const message = fault.hint === undefined ? fault.message : `${fault.message}\n${fault.hint}`;
      return { from, to: Math.min(from + word, line.to), severity: 'error' as const, message };
    });
    marks.sort((a, b) => a.from - b.from);
    this.#view.dispatch(setDiagnostics(this.#view.state, marks));
  }

  /** Goes to a line and column, counted from 1. */
  goTo(line: number, column: number): void {
    const { doc } = this.#view.state;
    const at = doc.line(Math.min(Math.max(1, line), doc.lines));
    const anchor = Math.min(at.from + column - 1, at.to);
    this.#view.dispatch({
      selection: { anchor },
      effects: EditorView.scrollIntoView(anchor, { y: 'center' }),
    });
    this.#view.focus();
  }

  close(): void {
    this.#view.destroy();
  }
}

const speaking = ({ label, phrases }: CodeWords) => [
  EditorView.contentAttributes.of({ 'aria-label': label }),
  EditorState.phrases.of(phrases),
];

const extensions = [
  lineNumbers(),
  lintGutter(),
  highlightActiveLineGutter(),
  highlightSpecialChars(),
  highlightActiveLine(),
  history(),
  drawSelection(),
  indentUnit.of('  '),
  indentOnInput(),
  bracketMatching(),
  closeBrackets(),
  autocompletion(),
  javascript({ typescript: true }),
  completions,
  syntaxHighlighting(colours),
  look,
  EditorView.lineWrapping,
  // Escape, then Tab leaves the editor: CodeMirror lets the Tab after an Escape pass.
  keymap.of([
    ...closeBracketsKeymap,
    ...defaultKeymap,
    ...historyKeymap,
    ...completionKeymap,
    ...lintKeymap,
    indentWithTab,
  ]),
];
