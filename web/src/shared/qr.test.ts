import { expect, it } from 'vitest';
import { qrOf } from './qr.ts';

/** The dark modules of a path of unit squares. */
function modulesOf(path: string): Set<string> {
  return new Set([...path.matchAll(/M(\d+) (\d+)h1v1h-1z/g)].map(([, x, y]) => `${x} ${y}`));
}

it('a code has its three finders, a quiet zone of four modules around, and grows with its text', () => {
  const { size, path } = qrOf('https://hands.example/?job=0123456789abcdef0123456789abcdef');
  const dark = modulesOf(path);
  const far = size - 1 - 4;
  for (const [x, y] of [
    [4, 4],
    [far, 4],
    [4, far],
    [7, 7],
    [far - 3, 7],
    [7, far - 3],
  ])
    expect(dark).toContain(`${x} ${y}`);
  for (const [x, y] of [
    [5, 5],
    [far - 1, 5],
    [5, far - 1],
  ])
    expect(dark).not.toContain(`${x} ${y}`);
  const outside = [...dark].filter((at) => at.split(' ').some((n) => Number(n) < 4 || Number(n) > far));
  expect(outside).toEqual([]);
  expect(qrOf('x'.repeat(500)).size).toBeGreaterThan(size);
});
