import { readFileSync } from 'node:fs';
import { ERRORS } from '@manyhands/protocol';
import { describe, expect, it } from 'vitest';
import { filesUnder, ROOT } from './files.ts';

const rows = [
  ...readFileSync(`${ROOT}docs/ERRORS.md`, 'utf8').matchAll(
    /^\| `([A-Z_]+)` \| (\d+) \| (yes|no) \| (.+?) \| (.+?) \|$/gm,
  ),
];

describe('docs/ERRORS.md and the catalogue agree', () => {
  it('documents every code, and no other', () => {
    expect(rows.map(([, code]) => code).sort()).toEqual(Object.keys(ERRORS).sort());
  });

  it.each(rows.map(([, ...cells]) => cells))('%s', (code, status, retry, meaning) => {
    const entry = ERRORS[code as keyof typeof ERRORS];
    expect({ status, retry, meaning }).toEqual({
      status: String(entry.status),
      retry: entry.retry ? 'yes' : 'no',
      meaning: entry.meaning,
    });
  });

  it.each(Object.keys(ERRORS))('%s is used somewhere', (code) => {
    const sources = filesUnder(ROOT, /\.tsx?$/).filter(
      (file) => !file.endsWith('protocol/src/errors.ts') && !file.includes('/error-pages/'),
    );
    expect(
      sources.some((file) => readFileSync(file, 'utf8').includes(code)),
      `nothing mentions ${code}`,
    ).toBe(true);
  });
});
