import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { declarationsOf } from './docs/declarations.mjs';
import { generatedPages } from './docs.mjs';
import { ROOT } from './steps/process.mjs';

let pages;
beforeAll(async () => {
  pages = await generatedPages();
}, 180_000);

describe('pages that follow from the code are in step (else: npm run docs)', () => {
  it.each(['docs/ERRORS.md', 'docs/reference/http.md', 'docs/reference/sdk.md'])('%s', (path) => {
    expect(readFileSync(join(ROOT, path), 'utf8')).toBe(pages[path]);
  });
});

it('every route has a summary, and every export of the SDK but plain data says what it is', () => {
  expect(pages['docs/reference/http.md'].match(/^### .*\n\n\n/gm) ?? []).toEqual([]);
  const bare = [
    ...pages['docs/reference/sdk.md'].matchAll(/^### (\w+)\n\n```ts\nexport declare (?:class|function)/gm),
  ];
  expect(bare.map(([, name]) => name)).toEqual([]);
});

it('a declaration is its own comment and its text, without what is private', () => {
  const text = [
    "import { a } from './a.ts';",
    '/** A comment of nobody. */',
    '/** What f does { oddly. */',
    'export declare function f(x: {',
    '    readonly y: number;',
    '}): void;',
    'export declare class C {',
    '    #private;',
    '    /** Says. */',
    '    say(): void;',
    '}',
  ].join('\n');
  expect(declarationsOf(text)).toEqual([
    {
      name: 'f',
      comment: 'What f does { oddly.',
      text: 'export declare function f(x: {\n    readonly y: number;\n}): void;',
    },
    { name: 'C', comment: '', text: 'export declare class C {\n    /** Says. */\n    say(): void;\n}' },
  ]);
});
