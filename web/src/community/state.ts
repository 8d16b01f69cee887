import { ownDevice, type SignedMembership, signedMembership } from '@manyhands/browser-worker';
import { signal } from '@preact/signals';
import { ask, Refused, sending } from '../shared/ask.ts';
import { attempting } from '../shared/attempt.ts';
import { refusalWords, sentence } from '../shared/words.ts';
import { words } from '../words/words.ts';

export interface Member {
  readonly device: string;
  readonly name: string;
  readonly team: string;
  readonly items: number;
  readonly fuel: string;
}
export interface Team {
  readonly id: string;
  readonly name: string;
  readonly members: number;
  readonly fuel: string;
}

export const members = signal<readonly Member[]>([]);
export const teams = signal<readonly Team[]>([]);
/** The team that the address names: an invitation. */
export const invited = signal<Team | null>(null);
/** This browser's device, or empty where it has computed nothing. */
export const device = signal('');
export const name = signal('');
export const founds = signal('');
/** What became of the last word, to be said in whatever language the page speaks; null: nothing yet. */
export const said = signal<(() => string) | null>(null);
/** Why the last word was refused, likewise. */
export const problem = signal<(() => string) | null>(null);
/** The link by which others join the team that this device is in, or empty. */
export const invitation = signal('');
/** The team that this device is in already: a new name does not leave it. */
let ownTeam = '';

async function reload(): Promise<void> {
  const reply = await ask<{ members: Member[]; teams: Team[] }>('/v1/leaders');
  members.value = reply.members;
  teams.value = reply.teams;
  const own = reply.members.find((member) => member.device === device.value);
  if (own === undefined) return;
  if (name.value === '') name.value = own.name;
  const team = reply.teams.find((each) => each.name === own.team);
  ownTeam = team?.id ?? ownTeam;
  invitation.value = team === undefined ? '' : invitationTo(team.id);
}

const invitationTo = (team: string): string => new URL(`/community.html?team=${team}`, location.href).href;

const wordsOf = (error: Error): string =>
  error instanceof Refused ? refusalWords(error) : sentence(error.message);

const attempt = attempting(said, problem, wordsOf);

/** Says this device's name, and its team: of the invitation, founded now, or none. */
export const say = (): Promise<void> =>
  attempt(async () => {
    const membership = await signedMembership({
      name: name.value.trim(),
      team: founds.value.trim() === '' ? (invited.value?.id ?? ownTeam) : '',
      founds: founds.value.trim(),
    });
    const { team } = await put(membership);
    ownTeam = team;
    founds.value = '';
    invitation.value = team === '' ? '' : invitationTo(team);
    said.value = () => words('community').listed(membership.name);
    await reload();
  });

/** This device is named no more. */
export const leave = (): Promise<void> =>
  attempt(async () => {
    await put(await signedMembership({ name: '', team: '', founds: '' }));
    name.value = invitation.value = ownTeam = '';
    said.value = () => words('community').forgotten;
    await reload();
  });

const put = (membership: SignedMembership) =>
  ask<{ team: string }>('/v1/members', sending('PUT', membership));

/** Called once by the page. */
export const openPage = (): Promise<void> =>
  attempt(async () => {
    device.value = await ownDevice();
    const team = new URLSearchParams(location.search).get('team');
    if (team !== null && /^[0-9a-f]{16}$/.test(team)) invited.value = await ask<Team>(`/v1/teams/${team}`);
    await reload();
  });
