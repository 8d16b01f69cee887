import { randomBytes } from 'node:crypto';
import { expect, it } from 'vitest';
import type { Sql } from '../db.ts';
import { device, JOB, jobTerms } from '../testing/batches.ts';
import { pgliteForm } from '../testing/forms.ts';
import { insertJob } from '../testing/journal.ts';
import { readParts } from './read-parts.ts';

const form = pgliteForm();

it('large parts are read a few at a time, all of them once', async () => {
  const db = await form.fresh();
  await insertJob(db, jobTerms(), null);
  const made = Array.from({ length: 7 }, (_, i) => ({
    made: i,
    bytes: randomBytes(90_000).toString('hex'),
  }));
  for (const part of made)
    await db.query('insert into fold_part (job, device, part) values ($1, $2, $3)', [
      JOB,
      device(part.made),
      JSON.stringify(part),
    ]);
  const sizes: number[] = [];
  const counting: Sql = {
    ...db,
    async query<T>(...asked: Parameters<Sql['query']>) {
      const rows = await db.query<T>(...asked);
      sizes.push(rows.length);
      return rows;
    },
  };
  const read: unknown[] = [];
  for await (const part of readParts(counting, JOB)) read.push(part);
  expect(read).toHaveLength(7);
  expect(new Set(read.map((part) => (part as (typeof made)[number]).made)).size).toBe(7);
  expect(Math.max(...sizes)).toBeLessThan(5);
});
