import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type AnswerFrame, packResults } from '@manyhands/protocol';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { readAnswers, writeAnswers } from './answer-file.ts';

const answer = (assignment: string): AnswerFrame => ({
  kind: 'answer',
  assignment,
  ...packResults([{ status: 0, fuel: 12n, output: Uint8Array.of(1, 2, 3) }]),
});

describe('answers in a file', () => {
  let dir: string;
  let path: string;
  beforeEach(async () => {
    dir = await mkdtemp(join(tmpdir(), 'answers-'));
    path = join(dir, 'state', 'answers');
  });
  afterEach(() => rm(dir, { recursive: true }));

  it('[CM1] come back as they were, readable to nobody else, and are gone when there are none', async () => {
    expect(await readAnswers(path)).toEqual([]);
    await writeAnswers(path, [answer('a'), answer('b')]);
    expect(await readAnswers(path)).toEqual([answer('a'), answer('b')]);
    expect((await stat(path)).mode & 0o077).toBe(0);
    await writeAnswers(path, []);
    await expect(stat(path)).rejects.toThrow('ENOENT');
  });

  it('a damaged file gives what is whole before the damage', async () => {
    await writeAnswers(path, [answer('a'), answer('b')]);
    const bytes = await readFile(path);
    await writeFile(path, bytes.subarray(0, bytes.length - 1));
    expect(await readAnswers(path)).toEqual([answer('a')]);
    await writeFile(path, Buffer.from([4, 0, 0, 0, 9, 9, 9, 9]));
    expect(await readAnswers(path)).toEqual([]);
    await writeFile(path, Buffer.from([255, 255, 255, 255, 1]));
    expect(await readAnswers(path)).toEqual([]);
  });
});
