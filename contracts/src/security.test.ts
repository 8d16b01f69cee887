import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';

const read = (path: string) => readFileSync(new URL(path, import.meta.url), 'utf8');
const namesIn = (text: string, pattern: RegExp) => [...text.matchAll(pattern)].map(([, name]) => name).sort();

it('SECURITY.md has a row for every test of a hostile operator, and a test for every row', () => {
  const tests = namesIn(read('../forge/HostileOperator.t.sol'), /function (test\w+)\(/g);
  const section = read('../../docs/SECURITY.md').split('**A hostile operator.**')[1].split('\n\n')[1];
  const rows = section.split('\n').slice(2);
  for (const row of rows) expect(row).toMatch(/`test_\w+` \|$/);
  expect(namesIn(section, /`(test_\w+)`/g)).toEqual(tests);
});
