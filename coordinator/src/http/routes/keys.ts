import type { KeyRecord } from '../../db/keys/list-keys.ts';
import { accountOf, keysOf, makeKey, revokeKey } from '../../jobs/accounts.ts';
import type { Desk } from '../../jobs/desk.ts';
import { refuseLimited } from '../../jobs/spending.ts';
import { keyed } from '../caller.ts';
import { KeyBody, KeyParams, KeysReply, NewKeyReply, RevokedReply } from '../schemas/keys.ts';
import type { Server } from '../type-provider.ts';

/** An account's own keys. */
export function keyRoutes(app: Server, { db }: Pick<Desk, 'db'>): void {
  app.post(
    '/v1/keys',
    {
      config: { rateLimit: { max: 20 } },
      schema: {
        ...keyed,
        summary: 'Another key of this account',
        body: KeyBody,
        response: { 200: NewKeyReply },
      },
    },
    async (request) => {
      const researcher = await accountOf(db, request.headers.authorization);
      const { name, expiresInSeconds = null } = request.body;
      const { key, ...record } = await db.transaction(async (sql) => {
        await refuseLimited(sql, researcher, 'make keys');
        return makeKey(sql, researcher.id, { name, expiresInSeconds });
      });
      return { ...shown(record), key };
    },
  );
  app.get(
    '/v1/keys',
    { schema: { ...keyed, summary: 'The keys of this account', response: { 200: KeysReply } } },
    async (request) => {
      const keys = await keysOf(db, request.headers.authorization);
      return { keys: keys.map(({ asks, ...record }) => ({ ...shown(record), asks })) };
    },
  );
  app.delete(
    '/v1/keys/:id',
    { schema: { ...keyed, summary: 'Revoke a key', params: KeyParams, response: { 200: RevokedReply } } },
    async (request) => {
      await revokeKey(db, request.headers.authorization, request.params.id);
      return { revoked: request.params.id };
    },
  );
}

const shown = ({ id, name, created, expires, used }: KeyRecord) => ({
  id,
  name,
  created: created.toISOString(),
  expires: expires?.toISOString() ?? null,
  used: used?.toISOString() ?? null,
});
