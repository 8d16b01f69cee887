import type { Offer } from '../../card/offer.ts';
import { formatsOf } from '../formats.ts';
import type { Words } from '../pack.ts';

const { percent, plural } = formatsOf('de');

function shares({ siteName, sitePpm, visitorPpm, causePpm }: Offer): string {
  if (causePpm === 0) return `geht an ${siteName}`;
  const cause = 'das Anliegen, das sie gewählt hat';
  const visitors = sitePpm + visitorPpm;
  return visitors === 0
    ? `geht an ${cause}`
    : `wird geteilt: ${percent(visitors / 1e6, 4)} für ${siteName}, ${percent(causePpm / 1e6, 4)} für ${cause}`;
}

export const words: Words['card'] = {
  documentTitle: 'Etwas Rechenleistung geben: Sie entscheiden',
  consent: {
    title: ({ siteName }) => `${siteName} mit Rechenleistung unterstützen?`,
    sentences: (offer) => [
      `Wenn Sie zustimmen, rechnet diese Karte für die Wissenschaft, mit ${plural(offer.threads, { one: 'einem Thread', other: '# Threads' })} Ihres Prozessors, solange die Seite offen ist.`,
      'Das kostet etwas Strom.',
      `Was es einbringt, ${shares(offer)}.`,
      'Es kann Ihre Dateien nicht lesen.',
      'Ein Schlüssel und Ihr Ja werden in diesem Browser aufbewahrt; Ihr Ja, mit der Adresse dieser Seite, beim Koordinator. Es endet nach einem Tag.',
      ...(offer.named ? [`${offer.siteName} erfährt, wie viel Sie rechnen, für Ihr Konto dort.`] : []),
      'Beenden Sie es jederzeit: Damit ist es widerrufen.',
    ],
  },
  more: 'Mehr',
  covered: 'Etwas liegt über dieser Karte. Machen Sie sie ganz sichtbar und versuchen Sie es noch einmal.',
  no: 'Nein, danke',
  yes: 'Ja, rechnen',
  lend: 'Leistung geben …',
  thisPage: 'diese Seite',
  quiet: (site) => `${site} unterstützen: Nichts läuft, wenn Sie es nicht sagen.`,
  declined: 'Nichts läuft.',
  stopped: 'Beendet und widerrufen.',
  noIsKept: (days) =>
    `${days} Tage lang werden Sie nicht wieder gefragt: Nur Ihr Nein ist gespeichert, in diesem Rahmen.`,
  noIsNotKept: 'Dieser Browser speichert hier nichts, nicht einmal Ihr Nein.',
  starting: 'Beginnt',
  done: (items, fuel) => `${plural(items, { one: '# Posten', other: '# Posten' })}, ${fuel} Instruktionen`,
  settings: 'Pause, Einstellungen, was läuft',
  nothingRuns: 'Im Augenblick wird hier nichts gerechnet.',
  runs: (title, researcher) => `„${title}“ für ${researcher || 'jemanden ohne Namen aus der Forschung'}.`,
  restHidden: 'Ruhen, solange diese Seite im Hintergrund ist',
  threads: 'Threads',
  threadsOf: (now, most) => `${now} von ${most}`,
  share: 'Anteil von jedem',
  within: 'Nie mehr, als Sie erlaubt haben. Diese Wahl bleibt in diesem Browser.',
  workFor: 'Arbeit für',
  anything: 'alles',
  kinds: (chosen, all) => `${chosen} von ${all} Arten`,
  noneTicked: 'Nichts angekreuzt: für alles',
  nameRefused: 'Diese Seite nennt ihren Besucher mit einem Namen, der nicht angenommen werden kann.',
  siteUnknown: 'Der Schlüssel dieser Website ist hier nicht bekannt.',
};
