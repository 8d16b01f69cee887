import { randomBytes } from 'node:crypto';
import { readJson, writeJson } from './home.ts';

/** What a broken run leaves beside its results, so that the same command continues it. */
export interface Attempt {
  readonly fingerprint: string;
  readonly idempotencyKey: string;
  /** Of an earlier run, whose rows go on. */
  readonly resumed: boolean;
  /** The file that says so. */
  readonly path: string;
}

/** The attempt that writes to `out`: an earlier one of the same job, or a new one. */
export function attemptFor(out: string, fingerprint: string): Attempt {
  const path = `${out.replace(/\/+$/, '')}.job.json`;
  const earlier = readJson<Attempt>(path);
  if (earlier?.fingerprint === fingerprint && typeof earlier.idempotencyKey === 'string')
    return { ...earlier, path, resumed: true };
  const attempt = { fingerprint, idempotencyKey: randomBytes(16).toString('hex') };
  writeJson(path, attempt);
  return { ...attempt, path, resumed: false };
}
