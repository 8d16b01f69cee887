import { randomBytes } from 'node:crypto';
import { type DeviceId, isSigned, KnownError, type Membership, proofOfMembership } from '@manyhands/protocol';
import { addTeam } from '../db/community/add-team.ts';
import { findTeam } from '../db/community/find-team.ts';
import { listMembers } from '../db/community/list-members.ts';
import { listTeams } from '../db/community/list-teams.ts';
import { removeMember } from '../db/community/remove-member.ts';
import { storeMember } from '../db/community/store-member.ts';
import type { Db, Sql } from '../db/db.ts';
import { findDevice } from '../db/jobs/find-device.ts';
import { checkMembership } from '../domain/membership.ts';

const LEADERS = 50;

/**
 * Takes a device's word on its name and team. Only a device with final work is named: each name costs real work, and
 * floods of them nothing but that. Returns the team's id, or empty.
 * Throws MEMBERSHIP_INVALID, MEMBERSHIP_EARLY, DEVICE_BANNED, TEAM_UNKNOWN or TEAM_TAKEN.
 */
export async function takeMembership(
  db: Db,
  membership: Membership,
  signature: string,
  now: number,
): Promise<string> {
  checkMembership(membership, now);
  if (!isSigned(proofOfMembership(membership, signature)))
    throw new KnownError('MEMBERSHIP_INVALID', 'the membership is not signed by its device');
  const { device, name, at } = membership;
  if (name === '') {
    await removeMember(db, device, at);
    return '';
  }
  return db.transaction(async (sql) => {
    await checkDevice(sql, device as DeviceId);
    const team = await teamOf(sql, membership);
    if (!(await storeMember(sql, { device, name, team: team || null, at })))
      throw new KnownError('MEMBERSHIP_INVALID', 'a later word of this device is known already');
    return team;
  });
}

async function checkDevice(sql: Sql, device: DeviceId): Promise<void> {
  const { banned, finalItems } = await findDevice(sql, device);
  if (banned) throw new KnownError('DEVICE_BANNED', 'the device returned an answer that was refuted');
  if (finalItems === 0)
    throw new KnownError(
      'MEMBERSHIP_EARLY',
      'nothing that this device computed is final yet; its first work will be in a moment',
    );
}

async function teamOf(sql: Sql, { team, founds }: Membership): Promise<string> {
  if (founds === '') {
    if (team !== '' && (await findTeam(sql, team)) === null) throw unknownTeam();
    return team;
  }
  const id = randomBytes(8).toString('hex');
  if (!(await addTeam(sql, id, founds)))
    throw new KnownError('TEAM_TAKEN', `a team called “${founds}” exists already; choose another name`);
  return id;
}

/** Who did most, and which teams. */
export async function leaders(sql: Sql) {
  const [members, teams] = await Promise.all([listMembers(sql, null, LEADERS), listTeams(sql, LEADERS)]);
  return { members, teams };
}

/** A team and who did most in it; throws TEAM_UNKNOWN. */
export async function teamPage(sql: Sql, id: string) {
  const team = await findTeam(sql, id);
  if (team === null) throw unknownTeam();
  return { ...team, leaders: await listMembers(sql, id, LEADERS) };
}

const unknownTeam = () => new KnownError('TEAM_UNKNOWN', 'no team has this id; ask for the invitation again');
