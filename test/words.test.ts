import { readFileSync } from 'node:fs';
import { parseSync } from 'vite';
import { expect, it } from 'vitest';
import { filesUnder, ROOT } from './files.ts';

/** Attributes that people read or hear. */
const SAID = new Set(['aria-label', 'alt', 'hint', 'label', 'placeholder', 'title', 'unit']);
/** A placeholder that is no word of any language. */
const NO_WORD = new Set(['0x…']);
const SENTENCE = /^\s*[A-Z][\p{L}’]* .*[a-z].*[.…:?!]\s*$/u;

interface Node {
  readonly type: string;
  readonly start: number;
  readonly [key: string]: unknown;
}

const isNode = (value: unknown): value is Node => typeof (value as Node | null)?.type === 'string';

function* nodesOf(value: unknown): Generator<Node> {
  if (Array.isArray(value)) for (const each of value) yield* nodesOf(each);
  else if (isNode(value)) {
    yield value;
    for (const inner of Object.values(value)) yield* nodesOf(inner);
  }
}

const hasLetters = (text: unknown): boolean =>
  typeof text === 'string' && /\p{L}/u.test(text) && !NO_WORD.has(text);

/** What a page would say in one language only: text between tags, attributes that are read out, whole sentences. */
function leftoversIn(source: string): string[] {
  return [...nodesOf(parseSync('page.tsx', source).program)].flatMap((node) => {
    if (node.type === 'JSXText') return hasLetters(node.value) ? [String(node.value).trim()] : [];
    if (node.type === 'JSXAttribute') {
      const { name, value } = node as unknown as { name: { name: string }; value: Node | null };
      return SAID.has(name.name) && hasLetters(value?.value) ? [`${name.name}="${value?.value}"`] : [];
    }
    const text = node.type === 'TemplateElement' ? (node.value as { cooked: string }).cooked : node.value;
    const isText = node.type === 'Literal' || node.type === 'TemplateElement';
    return isText && typeof text === 'string' && SENTENCE.test(text) ? [text] : [];
  });
}

it('sees what a page says in one language only', () => {
  const page =
    'const P = () => <p class="b" title="Hello">Text <b aria-label={x}>{"A whole sentence."}</b></p>;';
  expect(leftoversIn(page)).toEqual(['title="Hello"', 'Text', 'A whole sentence.']);
});

it('whatever a page says stands in web/src/words', () => {
  const files = filesUnder(`${ROOT}web/src/`, /\.tsx?$/).filter(
    (file) => !file.includes('/src/words/') && !file.endsWith('.test.ts'),
  );
  expect(files.length).toBeGreaterThan(20);
  const leftovers = files.flatMap((file) =>
    leftoversIn(readFileSync(file, 'utf8')).map((text) => `${file.slice(ROOT.length)}: ${text}`),
  );
  expect(leftovers).toEqual([]);
});
