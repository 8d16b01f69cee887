import { KnownError } from '@manyhands/protocol';
import { Type } from '@sinclair/typebox';
import { explain } from '../error-pages/chapters.ts';
import { codePage, indexPage, STYLE } from '../error-pages/html.ts';
import type { Server } from '../type-provider.ts';

const POLICY =
  "default-src 'none'; style-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";
const HEADERS = { 'content-security-policy': POLICY, 'cache-control': 'no-cache' };
const hidden = { hide: true };

/** `/errors/` and a page for each code, for people: replies with a failure name theirs in `docs`. */
export async function errorPageRoutes(app: Server): Promise<void> {
  app.get('/errors/style.css', { schema: hidden }, (_, reply) => reply.type('text/css').send(STYLE));
  for (const path of ['/errors', '/errors/'])
    app.get(path, { schema: hidden }, (_, reply) =>
      reply.headers(HEADERS).type('text/html; charset=utf-8').send(indexPage()),
    );
  app.get(
    '/errors/:code',
    { schema: { ...hidden, params: Type.Object({ code: Type.String({ maxLength: 100 }) }) } },
    (request, reply) => {
      const explained = explain(request.params.code);
      if (explained === undefined)
        throw new KnownError('ROUTE_UNKNOWN', `there is no code ${request.params.code}; see /errors/`);
      return reply.headers(HEADERS).type('text/html; charset=utf-8').send(codePage(explained));
    },
  );
}
