import { formatsOf } from '../formats.ts';

const { plural } = formatsOf('en');
const members = (count: number): string => plural(count, { one: '# member', other: '# members' });

export const words = {
  documentTitle: 'Who helps · Manyhands',
  title: 'Who helps',
  lead: 'Volunteers and teams by what they computed.',
  members,
  invited: (team: string, count: number, fuel: string) => (
    <>
      You are invited to the team <b>{team}</b>: {members(count)}, {fuel} instructions.
    </>
  ),
  yourName: 'Your name, as everybody sees it',
  foundTeam: 'Found a team (or leave it empty)',
  beListed: 'Be listed',
  join: (team: string) => `Join ${team}`,
  forgetName: 'Forget my name',
  you: 'You',
  nothingYet: (
    <>
      This browser has computed nothing yet. <a href="/">Start</a> first; once its first work is final you can
      be listed here.
    </>
  ),
  invite: 'Invite others to your team:',
  ranks: 'Who did most',
  nobody: 'Nobody wanted to be listed yet.',
  whatCounts: 'Instructions that were checked and became final. Nobody can claim what was not computed.',
  teams: 'Teams',
  noTeam: 'No team was founded yet.',
  listed: (name: string) => `You are listed as ${name}.`,
  forgotten: 'Your name is forgotten.',
  badges: {
    hour: 'First hour',
    hand: 'Steady hand',
    shift: 'Long shift',
    seasons: 'Many seasons',
    pillar: 'Pillar',
  },
};
