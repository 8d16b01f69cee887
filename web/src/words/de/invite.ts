import { formatsOf } from '../formats.ts';
import type { Words } from '../pack.ts';

const { count, percent, plural } = formatsOf('de');

export const words: Words['invite'] = {
  open: 'Andere einladen',
  openFor: (name) => `Andere einladen: ${name}`,
  share: 'Link weitergeben',
  done: 'Kopiert.',
  codeOf: (link) => `QR-Code von ${link}`,
  invitedTitle: 'Sie sind eingeladen',
  chosenTitle: 'Ihre Aufträge',
  invited: (title, researcher) => (researcher ? `„${title}“, für ${researcher}` : `„${title}“`),
  progress: (final, all) => `${percent(all === 0 ? 0 : final / all)} von ${count(all)} Posten endgültig`,
  unknown: 'Der Auftrag dieser Einladung ist hier nicht bekannt. Es wurde nichts gewählt.',
  over: 'Dieser Auftrag ist beendet: Davon ist nichts mehr zu rechnen.',
  take: 'Diesen Auftrag rechnen',
  alone: (many) =>
    plural(many, {
      one: 'Hier wird nur dieser Auftrag gerechnet und sonst nichts.',
      other: 'Hier werden nur diese # Aufträge gerechnet und sonst nichts.',
    }),
  first: (many) =>
    plural(many, {
      one: 'Dieser Auftrag kommt zuerst; andere folgen, solange er keine Arbeit hat.',
      other: 'Diese # Aufträge kommen zuerst; andere folgen, solange sie keine Arbeit haben.',
    }),
  others: 'Andere rechnen, wenn es davon keine Arbeit gibt',
  anything: 'Wieder jeden Auftrag nehmen',
  choose: 'Diesen Auftrag hier rechnen',
  search: 'Aufträge mit einem Wort finden',
  nothingFound: 'Kein Auftrag hat dieses Wort.',
};
