import { describe, expect, test } from 'vitest';
import { sourceOf, sourceText } from './schema.ts';

describe('source as a text', () => {
  const project = { entry: 'a.ts', files: { 'a.ts': 'export function f(): i32 { return 1; }', 'b.ts': '' } };

  test.each([[project], ['export function f(): i32 { return 1; }'], ['']])(
    'gives the source again: %j',
    (source) => {
      expect(sourceOf(sourceText(source))).toEqual(source);
    },
  );

  test.each([
    '{}',
    '[]',
    'null',
    '{"entry":"a.ts"}',
    '{"entry":"a.ts","files":{"a.ts":1}}',
    '{"entry":1,"files":{}}',
  ])('what is no project is a text: %s', (text) => expect(sourceOf(text)).toBe(text));
});
