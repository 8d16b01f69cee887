import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { UsageError } from '../exit-codes.ts';
import { joinKeyFrom } from './join-key.ts';

const KEY = 'k'.repeat(32);

it('a join key comes from a file before the environment, and one that is none is refused without being shown', () => {
  const dir = mkdtempSync(join(tmpdir(), 'join-key-'));
  const file = join(dir, 'key');
  writeFileSync(file, `${KEY}\n`);
  expect(joinKeyFrom(file, 'e'.repeat(32))).toBe(KEY);
  expect(joinKeyFrom(undefined, KEY)).toBe(KEY);
  expect(joinKeyFrom(undefined, undefined)).toBeUndefined();
  expect(joinKeyFrom(undefined, '')).toBeUndefined();
  for (const wrong of ['', 'sssssss', `${'s'.repeat(32)} s`]) {
    writeFileSync(file, wrong);
    expect(() => joinKeyFrom(file, KEY)).toThrow(UsageError);
    expect(() => joinKeyFrom(file, KEY)).toThrow(/^(?!.*sss).*at least 32 characters/);
  }
  expect(() => joinKeyFrom(join(dir, 'none'), KEY)).toThrow(/cannot be read: .*none/);
  rmSync(dir, { recursive: true });
});
