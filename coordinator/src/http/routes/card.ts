import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { isKnownError } from '@manyhands/protocol';
import { Type } from '@sinclair/typebox';
import { ancestorsOf, type Site } from '../../domain/site.ts';
import type { Desk } from '../../jobs/desk.ts';
import { siteOf } from '../../sites/sites.ts';
import { POLICY } from '../pages.ts';
import type { Server } from '../type-provider.ts';

const policyFor = (ancestors: string): string => [...POLICY, `frame-ancestors ${ancestors}`].join('; ');

/**
 * The consent card of a site: a frame that pages of the site's origins alone can show. What the card says of the site is in the
 * page, so that it loads nothing more before a yes. The card of an unknown key may be shown by anybody: it only says so.
 */
export function cardRoutes(app: Server, desk: Desk, webRoot: string | null): void {
  const path = join(webRoot ?? '', 'embed.html');
  if (webRoot === null || !existsSync(path)) return;
  const page = readFileSync(path, 'utf8');
  app.get(
    '/embed/:key',
    { schema: { hide: true, params: Type.Object({ key: Type.String({ maxLength: 64 }) }) } },
    async (request, reply) => {
      const found = await siteOf(desk.db, request.params.key).catch((error: unknown) => {
        if (isKnownError(error)) return null;
        throw error;
      });
      return reply
        .status(found === null ? 404 : 200)
        .headers({
          'content-type': 'text/html; charset=utf-8',
          'content-security-policy': policyFor(found === null ? '*' : ancestorsOf(found)),
          'cache-control': 'no-cache',
          'cross-origin-resource-policy': 'cross-origin',
        })
        .send(page.replace('</head>', () => `${factsOf(found)}</head>`));
    },
  );
}

/** Public: whoever visits the site may know them. */
function factsOf(site: Site | null): string {
  if (site === null) return '';
  const { key, name, categories, sitePpm, visitorPpm, causePpm } = site;
  const facts = JSON.stringify({ key, name, categories, sitePpm, visitorPpm, causePpm });
  return `<meta name="manyhands-site" content="${escaped(facts)}">`;
}

const escaped = (text: string): string =>
  text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
