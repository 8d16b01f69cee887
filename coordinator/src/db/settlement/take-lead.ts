import type { Sql } from '../db.ts';

/**
 * Makes this coordinator the one that sends the operator's transactions, for so many seconds from now: true also where it
 * is already. One account has one row of nonces, and an epoch that two coordinators send costs its gas twice.
 */
export async function takeLead(sql: Sql, me: string, seconds: number): Promise<boolean> {
  const taken = await sql.query(
    `update settling set owner = $1, until = now() + $2::int * interval '1 second'
     where owner = $1 or until < now() returning id`,
    [me, seconds],
  );
  return taken.length === 1;
}

/** Leads on for so many seconds from now, if it leads. */
export async function keepLead(sql: Sql, me: string, seconds: number): Promise<void> {
  await sql.query(
    `update settling set until = now() + $2::int * interval '1 second' where owner = $1 and until >= now()`,
    [me, seconds],
  );
}

/** Lets another coordinator lead at once. */
export async function giveLead(sql: Sql, me: string): Promise<void> {
  await sql.query(`update settling set until = now() - interval '1 second' where owner = $1`, [me]);
}

/** Whether this coordinator leads still; if so nobody else can before the transaction ends. */
export async function holdLead(sql: Sql, me: string): Promise<boolean> {
  return (await sql.query('select id from settling where owner = $1 for update', [me])).length === 1;
}
