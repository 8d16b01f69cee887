import { addressOf, type Membership, newPrivateKey, signMembership } from '@manyhands/protocol';
import { beforeEach, describe, expect, it } from 'vitest';
import type { Db } from '../db/db.ts';
import { type DbForm, pgliteForm, postgresForm } from '../db/testing/forms.ts';
import { leaders, takeMembership, teamPage } from './community.ts';

const NOW = Date.UTC(2026, 10, 29);

/** A device with a key, and words that it signs. */
function person() {
  const key = newPrivateKey();
  const device = addressOf(key);
  const says = (part: Partial<Membership>): Membership => ({
    device,
    name: 'Ada',
    team: '',
    founds: '',
    at: NOW,
    ...part,
  });
  return { device, says, sign: (membership: Membership) => signMembership(key, membership) };
}
type Person = ReturnType<typeof person>;

describe('PGlite', () => communitySuite(pgliteForm()));
describe('PostgreSQL', () => communitySuite(postgresForm()));

function communitySuite(form: DbForm): void {
  let db: Db;
  beforeEach(async () => {
    db = await form.fresh();
  });

  const hasWorked = (who: Person, fuel: bigint, banned = false) =>
    db.query(
      `insert into device (id, final_items, final_fuel, banned)
       values ($1, 10, $2::numeric, case when $3::bool then now() end)`,
      [who.device, String(fuel), banned],
    );
  const take = (who: Person, part: Partial<Membership> = {}, now = NOW) => {
    const membership = who.says(part);
    return takeMembership(db, membership, who.sign(membership), now);
  };

  it('ranks members and teams by final fuel, and leaves banned devices out', async () => {
    const [ada, bob, cy, liar] = [person(), person(), person(), person()];
    await hasWorked(ada, 10n ** 20n);
    await hasWorked(bob, 5n);
    await hasWorked(cy, 7n);
    const team = await take(ada, { founds: 'Hopper' });
    expect(team).toMatch(/^[0-9a-f]{16}$/);
    expect(await take(bob, { name: 'Bob', team })).toBe(team);
    expect(await take(cy, { name: 'Cy' })).toBe('');
    await hasWorked(liar, 9n, true);
    await expect(take(liar)).rejects.toMatchObject({ code: 'DEVICE_BANNED' });
    const ranks = await leaders(db);
    expect(ranks.members.map(({ name, team, fuel, items }) => [name, team, fuel, items])).toEqual([
      ['Ada', 'Hopper', 10n ** 20n, 10],
      ['Cy', '', 7n, 10],
      ['Bob', 'Hopper', 5n, 10],
    ]);
    expect(ranks.teams).toEqual([{ id: team, name: 'Hopper', members: 2, fuel: 10n ** 20n + 5n }]);
    await db.query('update device set banned = now() where id = $1', [ada.device]);
    expect((await teamPage(db, team)).leaders.map(({ name }) => name)).toEqual(['Bob']);
    expect((await leaders(db)).teams[0]).toMatchObject({ members: 1, fuel: 5n });
  });

  it('lets a device change its word, forgets it at an empty name, and takes no older word after a newer one', async () => {
    const ada = person();
    await hasWorked(ada, 5n);
    await take(ada, { at: NOW });
    await take(ada, { name: 'Countess', at: NOW + 1 });
    await expect(take(ada, { name: 'Ada', at: NOW })).rejects.toMatchObject({ code: 'MEMBERSHIP_INVALID' });
    await take(ada, { name: '', at: NOW });
    expect((await leaders(db)).members.map(({ name }) => name)).toEqual(['Countess']);
    await take(ada, { name: '', at: NOW + 2 });
    expect((await leaders(db)).members).toEqual([]);
  });

  it('names nobody without final work, and nobody by another’s signature', async () => {
    const [ada, eve] = [person(), person()];
    await expect(take(ada)).rejects.toMatchObject({ code: 'MEMBERSHIP_EARLY' });
    await hasWorked(ada, 1n);
    const words = ada.says({});
    await expect(takeMembership(db, words, eve.sign(words), NOW)).rejects.toMatchObject({
      code: 'MEMBERSHIP_INVALID',
    });
    const other = ada.says({ name: 'Eve' });
    await expect(takeMembership(db, other, ada.sign(words), NOW)).rejects.toMatchObject({
      code: 'MEMBERSHIP_INVALID',
    });
    expect((await leaders(db)).members).toEqual([]);
  });

  it.each([
    ['a name with a control character', { name: 'A\u0007da' }, 'MEMBERSHIP_INVALID'],
    ['a name that turns the line around', { name: 'A\u202eda' }, 'MEMBERSHIP_INVALID'],
    ['a name of spaces', { name: '  ' }, 'MEMBERSHIP_INVALID'],
    ['a long name', { name: 'x'.repeat(33) }, 'MEMBERSHIP_INVALID'],
    ['an old word', { at: NOW - 11 * 60_000 }, 'MEMBERSHIP_INVALID'],
    ['a team without a name', { name: '', founds: 'T' }, 'MEMBERSHIP_INVALID'],
    ['two teams at once', { team: 'ab'.repeat(8), founds: 'T' }, 'MEMBERSHIP_INVALID'],
    ['a team that nobody founded', { team: 'ab'.repeat(8) }, 'TEAM_UNKNOWN'],
  ])('refuses %s', async (_what, part, code) => {
    const ada = person();
    await hasWorked(ada, 1n);
    await expect(take(ada, part)).rejects.toMatchObject({ code });
    expect((await leaders(db)).members).toEqual([]);
  });

  it('founds no second team of a name, and nothing of a refused word stays', async () => {
    const [ada, bob] = [person(), person()];
    await hasWorked(ada, 1n);
    await take(ada, { founds: 'Hopper', at: NOW + 5 });
    await expect(take(bob, { founds: 'Turing' })).rejects.toMatchObject({ code: 'MEMBERSHIP_EARLY' });
    await expect(take(ada, { founds: 'Late', at: NOW })).rejects.toMatchObject({
      code: 'MEMBERSHIP_INVALID',
    });
    await hasWorked(bob, 1n);
    await expect(take(bob, { founds: 'Hopper' })).rejects.toMatchObject({ code: 'TEAM_TAKEN' });
    expect(await db.query('select name from team')).toEqual([{ name: 'Hopper' }]);
    await expect(teamPage(db, '0'.repeat(16))).rejects.toMatchObject({ code: 'TEAM_UNKNOWN' });
  });
}
