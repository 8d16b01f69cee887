import type { CoordinatorId } from '@manyhands/protocol';
import type { Sql } from '../db.ts';

/** Shows by the database's clock that a coordinator lives. */
export async function beatCoordinator(sql: Sql, me: CoordinatorId, address: string): Promise<void> {
  await sql.query(
    `insert into coordinator (id, address) values ($1, $2)
     on conflict (id) do update set beat = now(), stopped = false`,
    [me, address],
  );
}

/** Says that it stopped in good order. */
export async function stopCoordinator(sql: Sql, me: CoordinatorId): Promise<void> {
  await sql.query('update coordinator set stopped = true where id = $1', [me]);
}
