import type { Challenge } from '../../domain/challenge.ts';
import type { Sql } from '../db.ts';
import { CHALLENGE_COLUMNS, type ChallengeRow, challengeFrom } from './challenge-row.ts';

/** Adds a challenge that lives so many seconds; null where the site has `most` that have not expired. */
export async function addChallenge(
  sql: Sql,
  made: { readonly id: string; readonly site: string; readonly fuel: bigint; readonly seconds: number },
  most: number,
): Promise<Challenge | null> {
  const [row] = await sql.query<ChallengeRow>(
    `insert into challenge (id, site, fuel, expires)
     select $1, $2, $3::numeric, now() + make_interval(secs => $4::int)
     where (select count(*) from challenge where site = $2 and expires > now()) < $5::int
     returning ${CHALLENGE_COLUMNS}`,
    [made.id, made.site, made.fuel, made.seconds, most],
  );
  return row === undefined ? null : challengeFrom(row);
}
