import { expect, it } from 'vitest';
import { tooMuch } from './unfinished.ts';

const sockets = [5, 0, 90, 3, 60].map((unfinished) => ({ unfinished }));

it.each([
  [158, []],
  [157, [90]],
  [68, [90]],
  [67, [90, 60]],
  [0, [90, 60, 5, 3]],
])(
  '[SE1] of what fills memory with halves of messages, the most goes first: %i bytes may stay',
  (most, closed) => {
    expect(tooMuch(sockets, most).map(({ unfinished }) => unfinished)).toEqual(closed);
  },
);
