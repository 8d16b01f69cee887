/** Who helped, and wants to be seen. */
import { Type } from '@sinclair/typebox';
import { closed, count, Decimal, Device, DeviceSignature, described } from './common.ts';

const TeamId = Type.String({ pattern: '^[0-9a-f]{16}$', description: 'a team: 16 hex digits' });
const TeamOrNone = Type.Union([TeamId, Type.Literal('')], described('a team, or empty: none'));
const Name = Type.String({ maxLength: 64 });

export const TeamParams = Type.Object({ id: TeamId });
export const MembershipBody = Type.Object(
  {
    device: Device,
    name: Type.String({ maxLength: 64, description: 'as others see it; empty: named no more' }),
    team: TeamOrNone,
    founds: Type.String({ maxLength: 64, description: 'the name of a team to found, or empty' }),
    at: Type.Integer({ minimum: 0, maximum: Number.MAX_SAFE_INTEGER, description: 'ms since 1970' }),
    signature: DeviceSignature,
  },
  closed,
);
export const MembershipReply = Type.Object({ team: TeamOrNone });

const Member = Type.Object({ device: Device, name: Name, team: Name, items: count, fuel: Decimal });
const team = { id: TeamId, name: Name, members: count, fuel: Decimal };

export const LeadersReply = Type.Object({
  members: Type.Array(Member),
  teams: Type.Array(Type.Object(team)),
});
export const TeamReply = Type.Object({ ...team, leaders: Type.Array(Member) });
