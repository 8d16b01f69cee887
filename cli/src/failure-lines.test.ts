import { expect, it } from 'vitest';
import { causeLine, printedLines, stackLines } from './failure-lines.ts';

const ESCAPE = '\x1b]0;mine\x07\x9b2J';

it('what strangers’ kernels say moves no cursor and changes no terminal', () => {
  const stack = [{ name: `f${ESCAPE}`, file: `${ESCAPE}.ts`, line: 1, column: 2, offset: 3 }];
  const lines = [...printedLines([`a\t1${ESCAPE}`]), causeLine('ABORTED', ESCAPE), ...stackLines(stack)];
  expect(lines[0]).toMatch(/^ {4}\| a\t1\?/);
  expect(lines.join('')).toMatch(/^[\P{C}\t]*$/u);
});
