import { readFileSync } from 'node:fs';
import { JOIN_KEY_LEAST } from '@manyhands/protocol';
import { UsageError } from '../exit-codes.ts';

/** A pool's key from a file or the environment; never from the command line, which others can read. Absent: no pool. */
export function joinKeyFrom(file: string | undefined, environment: string | undefined): string | undefined {
  const key = (file === undefined ? environment : readKey(file))?.trim();
  if (file === undefined && !key) return undefined;
  if (key !== undefined && key.length >= JOIN_KEY_LEAST && !/\s/.test(key)) return key;
  const from = file === undefined ? 'MANYHANDS_JOIN_KEY' : file;
  throw new UsageError(`${from} is no join key: one word of at least ${JOIN_KEY_LEAST} characters is needed`);
}

function readKey(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    throw new UsageError(`the join key cannot be read: ${(error as Error).message}`);
  }
}
