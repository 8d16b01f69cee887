import { formatsOf } from '../formats.ts';
import type { Words } from '../pack.ts';

const { plural } = formatsOf('de');
const members = (count: number): string => plural(count, { one: '# Mitglied', other: '# Mitglieder' });

export const words: Words['community'] = {
  documentTitle: 'Wer hilft · Manyhands',
  title: 'Wer hilft',
  lead: 'Freiwillige und Teams nach dem, was sie berechnet haben.',
  members,
  invited: (team, count, fuel) => (
    <>
      Sie sind in das Team <b>{team}</b> eingeladen: {members(count)}, {fuel} Instruktionen.
    </>
  ),
  yourName: 'Ihr Name, wie ihn alle sehen',
  foundTeam: 'Ein Team gründen (oder leer lassen)',
  beListed: 'In die Liste',
  join: (team) => `${team} beitreten`,
  forgetName: 'Meinen Namen vergessen',
  you: 'Sie',
  nothingYet: (
    <>
      Dieser Browser hat noch nichts berechnet. Zuerst <a href="/">starten</a>: Sobald die erste Arbeit
      endgültig ist, können Sie hier in die Liste.
    </>
  ),
  invite: 'Laden Sie andere in Ihr Team ein:',
  ranks: 'Wer am meisten getan hat',
  nobody: 'Noch wollte niemand in die Liste.',
  whatCounts:
    'Instruktionen, die geprüft und endgültig sind. Niemand kann für sich beanspruchen, was nicht berechnet wurde.',
  teams: 'Teams',
  noTeam: 'Noch wurde kein Team gegründet.',
  listed: (name) => `Sie stehen als ${name} in der Liste.`,
  forgotten: 'Ihr Name ist vergessen.',
  badges: {
    hour: 'Erste Stunde',
    hand: 'Ruhige Hand',
    shift: 'Lange Schicht',
    seasons: 'Viele Jahreszeiten',
    pillar: 'Säule',
  },
};
