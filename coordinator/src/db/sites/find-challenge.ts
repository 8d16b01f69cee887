import type { Challenge } from '../../domain/challenge.ts';
import type { Sql } from '../db.ts';
import { CHALLENGE_COLUMNS, type ChallengeRow, challengeFrom } from './challenge-row.ts';

/** A challenge that has not expired, or null. */
export async function findChallenge(sql: Sql, id: string): Promise<Challenge | null> {
  const [row] = await sql.query<ChallengeRow>(
    `select ${CHALLENGE_COLUMNS} from challenge where id = $1 and expires > now()`,
    [id],
  );
  return row === undefined ? null : challengeFrom(row);
}
