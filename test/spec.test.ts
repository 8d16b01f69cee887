import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { filesUnder, ROOT } from './files.ts';

const numbers = [...readFileSync(`${ROOT}docs/SPEC.md`, 'utf8').matchAll(/^- \*\*([A-Z]{2}\d+)\*\*/gm)].map(
  ([, id]) => id,
);
const rules = new Set(numbers);

/** Rules named by the titles of tests, TypeScript and Solidity alike, with a file that does. */
function namedRules(): Map<string, string> {
  const named = new Map<string, string>();
  for (const file of filesUnder(ROOT, /(\.test\.ts|\.suite\.ts|\.t\.sol)$/)) {
    const text = readFileSync(file, 'utf8');
    const titles = file.endsWith('.sol')
      ? text.matchAll(/\[([A-Z]{2}\d+)\]/g)
      : text.matchAll(/(?:\b(?:it|test)(?:\.\w+)*(?:\([^'"`]*\))?\(\s*|title: )['"`]\[([A-Z]{2}\d+)\]/g);
    for (const [, id] of titles) named.set(id, file);
  }
  return named;
}

describe('docs/SPEC.md and the tests agree', () => {
  const named = namedRules();

  it('has rules', () => expect(rules.size).toBeGreaterThan(20));

  it('gives each rule a number of its own', () => {
    expect(numbers.filter((id, at) => numbers.indexOf(id) !== at)).toEqual([]);
  });

  it.each([...rules])('rule %s has a test', (rule) =>
    expect(named.has(rule), `no test title begins with [${rule}]`).toBe(true),
  );

  it('no test names a rule that does not exist', () => {
    const unknown = [...named].filter(([id]) => !rules.has(id));
    expect(unknown).toEqual([]);
  });
});
