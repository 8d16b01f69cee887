import pg from 'pg';
import { type Db, isRetryable, type Param, type Row, type Sql, wireParam } from './db.ts';
import { READERS } from './values.ts';

/** Runs a transaction again this often after a broken deadlock. */
const RETRIES = 4;

/** Connects to PostgreSQL ≥ 13. `url` is a connection string; `connections` bounds the pool. */
export function openPostgres(url: string, connections = 8): Db {
  const pool = new pg.Pool({ connectionString: url, max: connections, types: { getTypeParser } });
  // An idle connection that breaks is dropped by the pool; the next statement reports what is wrong.
  pool.on('error', () => undefined);
  return {
    ...statementsOn(pool),
    transaction: (act) => retrying(() => inTransaction(pool, act)),
    close: () => pool.end(),
  };
}

const getTypeParser = ((oid: number) =>
  READERS.get(oid) ?? ((text: string) => text)) as pg.CustomTypesConfig['getTypeParser'];

/** Far above the statements that there are: a text made up for one time only is not to fill the server's memory. */
const MOST_PREPARED = 1_000;
const names = new Map<string, string>();

/** What a statement is prepared under on each connection, so that it is planned once and not each time. */
function nameOf(sql: string): string | undefined {
  const known = names.get(sql);
  if (known !== undefined || names.size >= MOST_PREPARED) return known;
  const name = `s${names.size}`;
  names.set(sql, name);
  return name;
}

const statementsOn = (target: pg.Pool | pg.PoolClient): Sql => ({
  async query<R = Row>(sql: string, params: readonly Param[] = []): Promise<R[]> {
    const result = await target.query({ name: nameOf(sql), text: sql, values: params.map(wireParam) });
    return result.rows as R[];
  },
  async script(sql) {
    await target.query(sql);
  },
});

async function inTransaction<T>(pool: pg.Pool, act: (sql: Sql) => Promise<T>): Promise<T> {
  const client = await pool.connect();
  let broken: Error | undefined;
  try {
    await client.query('begin');
    const result = await act(statementsOn(client));
    const { command } = await client.query('commit');
    // A statement failed and `act` swallowed it: the database took nothing.
    if (command === 'ROLLBACK') throw new Error('the transaction was aborted by an earlier error');
    return result;
  } catch (error) {
    await client.query('rollback').catch((cause: Error) => {
      broken = cause;
    });
    throw error;
  } finally {
    client.release(broken);
  }
}

async function retrying<T>(run: () => Promise<T>): Promise<T> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await run();
    } catch (error) {
      if (attempt > RETRIES || !isRetryable(error)) throw error;
    }
  }
}
