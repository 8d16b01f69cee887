import { leaders, takeMembership, teamPage } from '../../community/community.ts';
import type { Db } from '../../db/db.ts';
import {
  LeadersReply,
  MembershipBody,
  MembershipReply,
  TeamParams,
  TeamReply,
} from '../schemas/community.ts';
import type { Server } from '../type-provider.ts';

const inDigits = <T extends { readonly fuel: bigint }>(row: T) => ({ ...row, fuel: String(row.fuel) });

/** Names, teams and ranks of those who helped. */
export function communityRoutes(app: Server, db: Db): void {
  app.put(
    '/v1/members',
    {
      // A signature check each.
      config: { rateLimit: { max: 30 } },
      schema: {
        summary: 'Be named, join a team, or be forgotten',
        body: MembershipBody,
        response: { 200: MembershipReply },
      },
    },
    async (request) => {
      const { signature, ...membership } = request.body;
      return { team: await takeMembership(db, membership, signature, Date.now()) };
    },
  );
  app.get(
    '/v1/leaders',
    { schema: { summary: 'Who did most', response: { 200: LeadersReply } } },
    async () => {
      const { members, teams } = await leaders(db);
      return { members: members.map(inDigits), teams: teams.map(inDigits) };
    },
  );
  app.get(
    '/v1/teams/:id',
    { schema: { summary: 'A team', params: TeamParams, response: { 200: TeamReply } } },
    async (request) => {
      const team = await teamPage(db, request.params.id);
      return { ...inDigits(team), leaders: team.leaders.map(inDigits) };
    },
  );
}
