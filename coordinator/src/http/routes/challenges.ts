import { Type } from '@sinclair/typebox';
import type { Desk } from '../../jobs/desk.ts';
import {
  type ChallengeState,
  challengeOf,
  openChallenge,
  ownChallenge,
  takeUp,
} from '../../sites/challenges.ts';
import { callerOf, keyed } from '../caller.ts';
import { ChallengeBody, ChallengeId, ChallengeReply, TakeBody } from '../schemas/challenges.ts';
import { SiteKey } from '../schemas/sites.ts';
import type { Server } from '../type-provider.ts';

const replyOf = ({ id, fuel, done, expires, taken }: ChallengeState) => ({
  challenge: id,
  fuel: String(fuel),
  done: String(done),
  solved: done === fuel,
  expires: expires.toISOString(),
  device: taken?.device ?? null,
});
const ById = Type.Object({ id: ChallengeId });

export function challengeRoutes(app: Server, desk: Desk): void {
  app.post(
    '/v1/sites/:key/challenges',
    {
      schema: {
        ...keyed,
        summary: 'Ask a visitor for work',
        params: Type.Object({ key: SiteKey }),
        body: ChallengeBody,
        response: { 200: ChallengeReply },
      },
    },
    async (request) => {
      const { id } = await callerOf(desk, request);
      const { fuel, seconds } = request.body;
      const asked = { site: request.params.key, fuel: BigInt(fuel), seconds };
      return replyOf({ ...(await openChallenge(desk.db, id, asked)), done: 0n });
    },
  );
  app.get(
    '/v1/sites/:key/challenges/:id',
    {
      schema: {
        ...keyed,
        summary: 'Whether a visitor did the work',
        params: Type.Object({ key: SiteKey, id: ChallengeId }),
        response: { 200: ChallengeReply },
      },
    },
    async (request) => {
      const { id: account } = await callerOf(desk, request);
      const { key, id } = request.params;
      return replyOf(await ownChallenge(desk.db, account, key, id));
    },
  );
  app.get(
    '/v1/challenges/:id',
    { schema: { summary: 'How far a challenge is', params: ById, response: { 200: ChallengeReply } } },
    async (request) => replyOf(await challengeOf(desk.db, request.params.id)),
  );
  app.post(
    '/v1/challenges/:id',
    {
      // A signature check each.
      config: { rateLimit: { max: 60 } },
      schema: {
        summary: 'Take up a challenge',
        params: ById,
        body: TakeBody,
        response: { 200: ChallengeReply },
      },
    },
    async (request) => {
      const { device, signature } = request.body;
      return replyOf(await takeUp(desk.db, request.params.id, device, signature));
    },
  );
}
