import type { FastifyRequest } from 'fastify';
import { accountOf } from '../jobs/accounts.ts';
import type { Desk, Researcher } from '../jobs/desk.ts';

/** Marks a route as needing a key, for its description. */
export const keyed = { security: [{ key: [] }] };

/** The researcher who sent a request; throws KEY_REFUSED. */
export const callerOf = (desk: Desk, request: FastifyRequest): Promise<Researcher> =>
  accountOf(desk.db, request.headers.authorization);
