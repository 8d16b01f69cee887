/** What is kept of items that fail, and jobs that pause because of them: alike in both databases. */
import type { FailureCode, JobId } from '@manyhands/protocol';
import { describe, expect, it } from 'vitest';
import type { Db } from '../db.ts';
import { haltFailing } from '../jobs/halt-failing.ts';
import { nameHalt } from '../jobs/name-halt.ts';
import { pauseJob } from '../jobs/steer-job.ts';
import { type DbForm, pgliteForm, postgresForm } from '../testing/forms.ts';
import { countFailures } from './count-failures.ts';
import { findFailingSlice } from './find-failing-slice.ts';
import { findRecipe } from './find-recipe.ts';
import { keepFailures } from './keep-failures.ts';
import { readFailures } from './read-failures.ts';

describe('PGlite', () => suite(pgliteForm()));
describe('PostgreSQL', () => suite(postgresForm()));

const JOB = 'a'.repeat(32) as JobId;
const BEYOND_32_BITS = 5_000_000_000;

async function withJob(form: DbForm, stopAfter: number | null): Promise<Db> {
  const db = await form.fresh();
  await db.script(`
    insert into account (id, name) values ('acc', 'test');
    insert into kernel (hash, name, schema, label, source_hash) values ('k', 'k', '{}', '{}', 's');
    insert into build values ('b', 'k', 5, 'careful', 16);`);
  await db.query(
    `insert into job (id, account, title, researcher, kernel, build, hooked, datasets, input_root, item_count, unit_items,
       fuel_cap, rate, policy, estimate, draw_secret, draw_commitment, state, stop_after)
     values ($1, 'acc', '', '', 'k', 'b', 'b', '[]', '', 1000, 10, 1000, 1, '{}', '{}', '', '', 'running', $2)`,
    [JOB, stopAfter],
  );
  return db;
}

const addSlice = (db: Db, first: number, trapped: number) =>
  db.query(
    `insert into slice (job, first, count, state, rate, trapped_items) values ($1, $2, 100, 'settled', 1, $3)`,
    [JOB, first, trapped],
  );
const addTrapped = (db: Db, more: number) =>
  db.query('update slice set trapped_items = trapped_items + $2 where job = $1 and first = 0', [JOB, more]);
const standing = async (db: Db) =>
  (await db.query('select paused, halted, excused from job where id = $1', [JOB]))[0];

function suite(form: DbForm): void {
  it('finds the slices with failed items one after the other', async () => {
    const db = await withJob(form, null);
    await addSlice(db, 0, 0);
    await addSlice(db, 100, 2);
    await addSlice(db, BEYOND_32_BITS, 1);
    expect(await findFailingSlice(db, JOB, 0)).toMatchObject({ first: 100, count: 100 });
    expect(await findFailingSlice(db, JOB, 199)).toMatchObject({ first: 100 });
    expect(await findFailingSlice(db, JOB, 200)).toMatchObject({ first: BEYOND_32_BITS });
    expect(await findFailingSlice(db, JOB, BEYOND_32_BITS + 100)).toBeNull();
    expect(await findRecipe(db, JOB)).toEqual({ source: 's', memoryPages: 16 });
  });

  it('keeps why an item failed once, and a stack that comes later', async () => {
    const db = await withJob(form, null);
    const stack = [{ name: 'f', file: 'kernel.ts', line: 3, column: 1, offset: 77 }];
    const failure = (item: number, code: FailureCode, own: typeof stack | null) => ({
      item,
      code,
      message: `it’s “${code}”`,
      stack: own,
    });
    await keepFailures(db, JOB, []);
    await keepFailures(db, JOB, [
      failure(BEYOND_32_BITS, 'FUEL_EXHAUSTED', null),
      failure(3, 'ABORTED', stack),
      failure(1, 'ABORTED', []),
    ]);
    await keepFailures(db, JOB, [
      failure(BEYOND_32_BITS, 'FUEL_EXHAUSTED', stack),
      failure(3, 'ABORTED', null),
    ]);
    const kept = await readFailures(db, JOB, [3, 4, BEYOND_32_BITS]);
    expect([...kept.values()].sort((a, b) => a.item - b.item)).toEqual([
      failure(3, 'ABORTED', stack),
      failure(BEYOND_32_BITS, 'FUEL_EXHAUSTED', stack),
    ]);
    expect(await countFailures(db, JOB)).toEqual([
      { code: 'ABORTED', count: 2, examples: [1, 3] },
      { code: 'FUEL_EXHAUSTED', count: 1, examples: [BEYOND_32_BITS] },
    ]);
  });

  it('[FR2] pauses a job at its limit of failed items, once, and counts anew when it goes on', async () => {
    const db = await withJob(form, 5);
    await addSlice(db, 0, 3);
    await addSlice(db, 100, 1);
    expect(await haltFailing(db)).toEqual([]);
    await addTrapped(db, 2);
    expect(await haltFailing(db)).toEqual([JOB]);
    expect(await haltFailing(db)).toEqual([]);
    await nameHalt(db, JOB, { first: 17, message: 'divide by zero' });
    const halted = { failed: 6, first: 17, message: 'divide by zero' };
    expect(await standing(db)).toEqual({ paused: true, excused: 0, halted });
    await pauseJob(db, JOB, false);
    expect(await standing(db)).toEqual({ paused: false, excused: 6, halted: null });
    await nameHalt(db, JOB, { first: 18 });
    expect(await standing(db)).toMatchObject({ halted: null });
    await addTrapped(db, 4);
    expect(await haltFailing(db)).toEqual([]);
    await addTrapped(db, 1);
    expect(await haltFailing(db)).toEqual([JOB]);
    expect(await standing(db)).toEqual({ paused: true, excused: 6, halted: { failed: 5 } });
  });

  it('[FR2] leaves jobs alone that only record what fails', async () => {
    const db = await withJob(form, null);
    await addSlice(db, 0, 100);
    expect(await haltFailing(db)).toEqual([]);
  });
}
