/** A value as it is read: see {@link Sql.query}. */
export type Row = Record<string, unknown>;

/** Where statements go: a database, or one of its transactions. Statements take this, so that both will do. */
export interface Sql {
  /**
   * Runs one statement. Parameters `$1 …` may be strings, numbers, bigints, booleans, dates, bytes, arrays of
   * those, null, and {@link json}. Read back: int8 as a safe number, numeric as bigint (a fraction throws: cast it),
   * bytea as Uint8Array, timestamptz as Date, json parsed, everything else as text (use jsonb_agg, not arrays).
   */
  query<R = Row>(sql: string, params?: readonly Param[]): Promise<R[]>;
  /** Runs several statements without parameters: migrations. */
  script(sql: string): Promise<void>;
}

/**
 * The database port. Forms: PostgreSQL, shared by many coordinators, and PGlite, embedded, for exactly one.
 * Both speak the same SQL and give the same values; one suite runs on both.
 */
export interface Db extends Sql {
  /**
   * Runs `act` in one transaction (read committed); an error rolls back and is thrown on. Where the database breaks
   * a deadlock, `act` runs again: it must have no effect but its statements.
   */
  transaction<T>(act: (sql: Sql) => Promise<T>): Promise<T>;
  close(): Promise<void>;
}

export type Scalar = string | number | bigint | boolean | Date | Uint8Array | null;
export type Param = Scalar | readonly Scalar[] | Json;

/** A parameter that is stored as JSON; arrays would otherwise become arrays of SQL. Holds no bigints. */
export class Json {
  readonly value: unknown;

  constructor(value: unknown) {
    this.value = value;
  }
}

export const json = (value: unknown): Json => new Json(value);

/**
 * A parameter in PostgreSQL's text form; bytes stay bytes, which both drivers send as they are. Both forms of the port
 * send nothing else: each driver's own guesses (pg turns arrays meant as JSON into SQL arrays, PGlite refuses strings
 * for booleans) differ.
 */
export function wireParam(param: Param): string | Uint8Array | null {
  if (param === null || param instanceof Uint8Array) return param;
  if (param instanceof Json) return JSON.stringify(param.value);
  if (Array.isArray(param)) return `{${param.map(elementText).join(',')}}`;
  return scalarText(param as Exclude<Scalar, null>);
}

function scalarText(value: Exclude<Scalar, null>): string {
  if (value instanceof Uint8Array)
    return `\\x${Buffer.from(value.buffer, value.byteOffset, value.length).toString('hex')}`;
  if (value instanceof Date) return value.toISOString();
  return String(value);
}

const elementText = (value: Scalar): string =>
  value === null ? 'NULL' : `"${scalarText(value).replace(/[\\"]/g, '\\$&')}"`;

/** The five-character SQLSTATE of a database's error, or null: '23505' is a violated unique constraint. */
export function sqlState(error: unknown): string | null {
  const code = error instanceof Error ? (error as Error & { code?: unknown }).code : undefined;
  return typeof code === 'string' && /^[0-9A-Z]{5}$/.test(code) ? code : null;
}

/** Whether a transaction may simply run again: a deadlock was broken, or a serialization failed. */
export const isRetryable = (error: unknown): boolean => ['40P01', '40001'].includes(sqlState(error) ?? '');
