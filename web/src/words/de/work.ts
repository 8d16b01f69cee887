import { timeOf } from '@manyhands/browser-worker';
import { formatsOf } from '../formats.ts';
import type { Words } from '../pack.ts';
import { reasons } from './reasons.ts';

const { plural, percent } = formatsOf('de');
const threads = (count: number): string => plural(count, { one: '# Thread', other: '# Threads' });

export const words: Words['work'] = {
  threads,
  idle: { title: 'Läuft nicht', sentence: 'Auf diesem Computer läuft nichts.' },
  elsewhere: {
    title: 'Läuft schon in einem anderen Tab',
    sentence: 'Dieser Tab übernimmt, wenn jener geschlossen oder beendet wird.',
  },
  connecting: { title: 'Verbindet', sentence: 'Meldet sich beim Koordinator.' },
  reconnecting: 'Verbindet neu',
  tryingIn: (time) => `Nächster Versuch in ${time.replace(/\.$/, '')}.`,
  refused: 'Abgelehnt',
  stopping: { title: 'Hört auf', sentence: 'Was fertig ist, wird abgegeben.' },
  paused: 'Pausiert',
  resting: 'Ruht',
  finishing: 'Angefangenes wird noch fertig.',
  computing: 'Rechnet',
  computingOn: (count) => `Mit ${threads(count)} dieses Computers.`,
  recovering: 'Erholt sich',
  waiting: 'Wartet auf Arbeit',
  noWork: 'Der Koordinator hat gerade keine Arbeit für dieses Gerät.',
  governor: {
    RUNNING: () => 'Rechnet so viel, wie Sie gewählt haben.',
    BUSY: (now) =>
      `Nimmt weniger, weil dieser Computer zu tun hat: jetzt ${threads(now.threads)} zu ${percent(now.share)}.`,
    PRESSURE: (now) =>
      `Nimmt weniger, weil der Prozessor ausgelastet ist: jetzt ${threads(now.threads)} zu ${percent(now.share)}.`,
    RESUMING: () => 'Der Grund zu ruhen ist vorbei: In wenigen Sekunden geht es weiter.',
    PAUSED: ({ until }) =>
      until === null
        ? 'Pausiert, bis Sie fortsetzen oder diese Seite wieder öffnen.'
        : `Pausiert bis ${timeOf(until)} Uhr.`,
    OUTSIDE_HOURS: ({ from }) =>
      `Außerhalb Ihrer Zeiten läuft nichts: Um ${timeOf(from)} Uhr geht es weiter.`,
    ON_BATTERY: () => 'Dieser Computer läuft mit Akku: Nichts läuft, bis er am Stromnetz ist.',
    BATTERY_LOW: ({ least }) => `Nichts läuft, bis der Akku deutlich über ${percent(least)} geladen ist.`,
    METERED: () => 'Nichts läuft über eine Verbindung, die nach Datenmenge zählt oder Daten sparen soll.',
    HIDDEN: () => 'Nichts läuft, solange diese Seite im Hintergrund ist.',
    IN_USE: () => 'Nichts läuft, während Sie diesen Computer benutzen.',
  },
  reasons,
  categories: {
    mathematics: 'Mathematik',
    physics: 'Physik',
    astronomy: 'Astronomie',
    chemistry: 'Chemie und Werkstoffe',
    biology: 'Biologie',
    medicine: 'Medizin',
    climate: 'Klima und Erde',
    computing: 'Informatik',
    engineering: 'Technik',
    economics: 'Wirtschaft und Gesellschaft',
    art: 'Kunst',
    other: 'Alles andere',
  },
  program: {
    show: 'Was es ist',
    showOf: (name) => `Was das Programm ${name} ist`,
    hash: 'Hash des Programms',
    sourceHash: 'Hash seines Quelltexts',
    noSource: 'nicht bekannt: als Modul veröffentlicht',
    compile: 'Hier übersetzen und vergleichen',
    imports: 'Darf von außen aufrufen',
    noImports: 'nichts: Es kann nur rechnen',
    memory: 'Speicher, den es angibt',
    noMemory: 'keinen eigenen',
    fromTo: (least, most) => `${least} bis ${most}`,
    size: 'Größe',
    functions: (count) => plural(count, { one: '# Funktion', other: '# Funktionen' }),
  },
  report: {
    open: 'Melden',
    openOf: (name) => `Das Programm ${name} melden`,
    kind: 'Was stimmt damit nicht?',
    kinds: {
      mining: 'Es schürft eine Währung.',
      passwords: 'Es knackt Passwörter oder Schlüssel.',
      harmful: 'Es dient dazu, jemandem zu schaden.',
      misleading: 'Es ist etwas anderes, als behauptet wird.',
      other: 'Etwas anderes.',
    },
    words: 'In Ihren Worten (der Betreiber liest sie; Ihre Adresse wird nicht aufbewahrt)',
    send: 'An den Betreiber senden',
    thanks: 'Danke. Der Betreiber wird es lesen.',
  },
  pauses: {
    label: 'Pause für',
    halfAnHour: '30 Minuten',
    hour: '1 Stunde',
    restart: 'Bis ich die Seite wieder öffne',
    resume: 'Fortsetzen',
    anyway: 'Trotzdem rechnen',
  },
};
