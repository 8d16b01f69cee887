import type { Sql } from '../db.ts';

/** How settlement stands, as it is kept. */
export interface SettlingRow {
  readonly state: string;
  readonly figures: Readonly<Record<string, string>>;
  readonly since: Date;
  /** Token units. */
  readonly short: bigint;
  readonly deficit: bigint;
  /** Whether this coordinator is the one that settles. */
  readonly leads: boolean;
}

/** Says how settlement stands, since now where that is another state; only if this coordinator leads. */
export async function noteState(
  sql: Sql,
  me: string,
  { state, figures }: Pick<SettlingRow, 'state' | 'figures'>,
): Promise<void> {
  await sql.query(
    `update settling set state = $2, figures = $3::jsonb,
       state_since = case when state = $2 then state_since else now() end
     where owner = $1 and (state <> $2 or figures <> $3::jsonb)`,
    [me, state, JSON.stringify(figures)],
  );
}

/** Of these states none goes on: nothing is under way. */
export async function endStates(sql: Sql, me: string, states: readonly string[]): Promise<void> {
  await sql.query(
    `update settling set state = 'NOTHING_NEW', figures = '{}', state_since = now()
     where owner = $1 and state = any($2::text[])`,
    [me, states],
  );
}

/** What a plan found to be missing. */
export async function noteShort(
  sql: Sql,
  { short, deficit }: Pick<SettlingRow, 'short' | 'deficit'>,
): Promise<void> {
  await sql.query('update settling set short = $1, deficit = $2 where (short, deficit) <> ($1, $2)', [
    short,
    deficit,
  ]);
}

export async function readSettling(sql: Sql, me: string): Promise<SettlingRow> {
  const [row] = await sql.query<SettlingRow>(
    `select state, figures, state_since as since, short, deficit, owner = $1 and until >= now() as leads from settling`,
    [me],
  );
  return row;
}
