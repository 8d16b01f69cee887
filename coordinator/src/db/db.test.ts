import { readdir } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import { type Db, json, sqlState } from './db.ts';
import { migrate } from './migrate.ts';
import { type DbForm, pgliteForm, postgresForm } from './testing/forms.ts';

describe('PGlite', () => dbSuite(pgliteForm()));
describe('PostgreSQL', () => dbSuite(postgresForm()));

/** What both forms of the Db port do alike. */
function dbSuite(form: DbForm): void {
  const value = async (
    db: Db,
    sql: string,
    ...params: Parameters<Db['query']>[1] & unknown[]
  ): Promise<unknown> => (await db.query<{ v: unknown }>(`select ${sql} as v`, params))[0].v;

  it.each([
    ['int8', '4294967296', 4294967296],
    ['int4', '-7', -7],
    ['numeric', '123456789012345678901234567890', 123456789012345678901234567890n],
    ['bool', 't', true],
    ['float8', '0.5', 0.5],
    ['text', 'a "quoted" \\ text', 'a "quoted" \\ text'],
  ])('reads %s', async (type, text, expected) => {
    expect(await value(await form.fresh(), `$1::${type}`, text)).toEqual(expected);
  });

  it('reads bytes, times and json', async () => {
    const db = await form.fresh();
    const bytes = Uint8Array.of(0, 92, 34, 255);
    expect(await value(db, '$1::bytea', bytes)).toEqual(bytes);
    expect(await value(db, '$1::timestamptz', new Date(1_700_000_000_123))).toEqual(
      new Date(1_700_000_000_123),
    );
    expect(await value(db, '$1::jsonb', json([1, { a: ['x'] }]))).toEqual([1, { a: ['x'] }]);
    expect(await value(db, '$1::text', null)).toBeNull();
  });

  it('takes arrays of everything as columns', async () => {
    const db = await form.fresh();
    const rows = await db.query(
      'select * from unnest($1::text[], $2::bigint[], $3::bytea[], $4::numeric[]) k (a, b, c, d)',
      [
        ['x', 'with "quotes", commas and \\'],
        [2 ** 40, -1],
        [Uint8Array.of(1), new Uint8Array()],
        [10n ** 30n, 0n],
      ],
    );
    expect(rows).toEqual([
      { a: 'x', b: 2 ** 40, c: Uint8Array.of(1), d: 10n ** 30n },
      { a: 'with "quotes", commas and \\', b: -1, c: new Uint8Array(), d: 0n },
    ]);
  });

  it('refuses to round: an int8 beyond 2^53 and a fraction are errors', async () => {
    const db = await form.fresh();
    await expect(value(db, '$1::int8', '9007199254740993')).rejects.toThrow(RangeError);
    await expect(value(db, '1.5::numeric')).rejects.toThrow(RangeError);
    expect(await value(db, '1')).toBe(1);
  });

  it('rolls a transaction back on an error and goes on', async () => {
    const db = await form.fresh();
    const failing = db.transaction(async (sql) => {
      await sql.query(`insert into setting values ('a', 'b')`);
      throw new Error('on purpose');
    });
    await expect(failing).rejects.toThrow('on purpose');
    expect(await db.query('select * from setting')).toEqual([]);
    await db.transaction((sql) => sql.query(`insert into setting values ('a', 'c')`));
    expect(await db.query('select * from setting')).toEqual([{ name: 'a', value: 'c' }]);
  });

  it('names the constraint that an error violated', async () => {
    const db = await form.fresh();
    await db.query(`insert into setting values ('a', 'b')`);
    const error = await db.query(`insert into setting values ('a', 'b')`).catch((caught: unknown) => caught);
    expect(sqlState(error)).toBe('23505');
    expect(sqlState(new Error('something else'))).toBeNull();
  });

  it('a transaction that swallowed a failed statement is not reported as committed', async () => {
    const db = await form.fresh();
    const swallowing = db.transaction(async (sql) => {
      await sql.query(`insert into setting values ('a', 'b')`);
      await sql.query('select 1 / 0').catch(() => undefined);
    });
    await expect(swallowing).rejects.toThrow();
    expect(await db.query('select * from setting')).toEqual([]);
  });

  it('migrates once, however many start together', async () => {
    const db = await form.fresh();
    await Promise.all([migrate(db), migrate(db), migrate(db)]);
    const names = (await readdir(new URL('migrations/', import.meta.url))).sort();
    expect(await db.query('select name from migration order by name')).toEqual(
      names.map((name) => ({ name })),
    );
  });
}
