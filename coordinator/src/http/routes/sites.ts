import { Type } from '@sinclair/typebox';
import type { Site } from '../../domain/site.ts';
import type { Desk } from '../../jobs/desk.ts';
import type { Consents } from '../../sites/consents.ts';
import { listSites, openSite, updateSite } from '../../sites/sites.ts';
import { callerOf, keyed } from '../caller.ts';
import {
  SiteBody,
  SiteKey,
  SiteReply,
  SitesReply,
  WithdrawalBody,
  WithdrawalReply,
} from '../schemas/sites.ts';
import type { Server } from '../type-provider.ts';

const replyOf = (site: Site) => ({
  ...site,
  origins: [...site.origins],
  categories: [...site.categories],
});

export function siteRoutes(app: Server, desk: Desk, consents: Consents): void {
  app.post(
    '/v1/sites',
    { schema: { ...keyed, summary: 'Add a website', body: SiteBody, response: { 200: SiteReply } } },
    async (request) => {
      const { id } = await callerOf(desk, request);
      return replyOf(await openSite(desk.db, id, { categories: [], ...request.body }));
    },
  );
  app.get(
    '/v1/sites',
    { schema: { ...keyed, summary: 'Your websites', response: { 200: SitesReply } } },
    async (request) => {
      const { id } = await callerOf(desk, request);
      return { sites: (await listSites(desk.db, id)).map(replyOf) };
    },
  );
  app.put(
    '/v1/sites/:key',
    {
      schema: {
        ...keyed,
        summary: 'Change a website',
        params: Type.Object({ key: SiteKey }),
        body: SiteBody,
        response: { 200: SiteReply },
      },
    },
    async (request) => {
      const { id } = await callerOf(desk, request);
      return replyOf(await updateSite(desk.db, id, request.params.key, { categories: [], ...request.body }));
    },
  );
  app.post(
    '/v1/withdrawals',
    {
      // A signature check each.
      config: { rateLimit: { max: 60 } },
      schema: {
        summary: 'Withdraw a visitor’s consent',
        body: WithdrawalBody,
        response: { 200: WithdrawalReply },
      },
    },
    async (request) => {
      const { signature, ...withdrawal } = request.body;
      return { withdrawn: (await consents.withdraw(withdrawal, signature)).toISOString() };
    },
  );
}
