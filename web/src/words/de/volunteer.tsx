import { formatsOf } from '../formats.ts';
import type { Words } from '../pack.ts';

const { count, percent, plural } = formatsOf('de');
const threads = (many: number): string => plural(many, { one: '# Thread', other: '# Threads' });
const items = (many: number): string => `${count(many)} Posten`;

const consent = (may: string, many: number, share: number) => (
  <>
    {may} bis zu <b>{`${threads(many)}, ${percent(share)} von jedem`}</b> verwenden, um Aufträge anderer Leute
    zu berechnen, die unten stehen. Das kostet Strom und kann Ihren Computer erwärmen. Programme laufen
    abgeschottet im Browser: Sie können Ihre Dateien nicht lesen und das Netz nicht erreichen. Dieser Browser
    bewahrt einen Schlüssel auf, der ihn benennt, und 30 Tage lang Ihr Ja. <b>Beenden</b> hält alle Arbeit
    binnen einer Sekunde an und nimmt das Ja zurück.
  </>
);

export const words: Words['volunteer'] = {
  documentTitle: 'Manyhands',
  title: 'Manyhands',
  lead: 'Geben Sie ein wenig von Ihrem Computer für Arbeit, die viele Hände braucht.',
  foot: {
    checked:
      'Jede Antwort wird geprüft: Einige ihrer Posten, geheim gewählt, werden anderswo noch einmal berechnet.',
    community: 'Wer hilft',
    account: 'Ihr Konto',
    console: 'Für Forschende',
    sites: 'Für Websites',
    api: 'API',
  },
  controls: {
    title: 'Ihr Computer',
    start: 'Starten',
    threads: 'Threads',
    threadsOf: (some, all) => `${count(some)} von ${count(all)}`,
    share: 'Anteil von jedem',
    workFor: (what) => (
      <>
        Arbeit für <b>{what}</b>
      </>
    ),
    anything: 'alles',
    kinds: (some, all) => `${count(some)} von ${count(all)} Gebieten`,
    noneTicked: 'Nichts angekreuzt: für alles',
    payee: 'Zahlen an (eine Ethereum-Adresse; leer: Ihre Arbeit ist ein Geschenk)',
    account: 'Ein Konto anlegen, seine Einnahmen sehen',
    consentBefore: (many, share) => consent('Mit „Starten“ darf diese Seite', many, share),
    consentWhile: (many, share) => consent('Diese Seite darf', many, share),
  },
  rules: {
    title: 'Wann es ruht',
    battery: 'Akku',
    batteries: {
      charging: 'Nur am Stromnetz',
      level: 'Auch ohne Stromnetz',
      ignore: 'Ohne Rücksicht auf den Akku',
    },
    charged: 'und geladen zu mindestens',
    metered: 'Ruhen, wo die Datenmenge zählt oder ich Daten spare',
    hidden: 'Ruhen, solange diese Seite im Hintergrund ist',
    inUse: 'Ruhen, während ich diesen Computer benutze',
    inUseRefused: 'Ihr Browser durfte dieser Seite nicht sagen, ob Sie den Computer benutzen.',
    hours: 'Nur zu bestimmten Tageszeiten arbeiten',
    from: 'von',
    to: 'bis',
    sameHours: '„Von“ und „bis“ sind gleich: Es arbeitet den ganzen Tag.',
    byItself:
      'Von selbst nimmt es auch weniger, solange andere Programme diesen Computer beschäftigen, und kommt langsam zurück. Akku, Verbindung und Benutzung sind nur bekannt, wo Ihr Browser sie nennt.',
    reset: 'Zurück zu den üblichen Regeln',
  },
  now: {
    title: 'Läuft jetzt',
    nothing: 'Nichts.',
    runsFor: (researcher) => (
      <>
        für <b>{researcher || 'Forschende ohne Namen'}</b>
      </>
    ),
    progress: (done, all) => `${count(done)} von ${items(all)} der jetzigen Arbeit`,
    program: 'Programm',
    threads: 'Threads',
    memory: 'Speicher',
    limit: 'Grenze je Posten',
    instructions: (fuel) => `${fuel} Instruktionen`,
    earned: 'Ihr Anteil',
    figures: {
      computed: { name: 'Berechnet', hint: 'Posten in diesem Besuch' },
      held: { name: 'In Prüfung', hint: 'bis mehr bestanden ist' },
      final: { name: 'Endgültig', hint: 'Posten, geprüft' },
      refuted: { name: 'Widerlegt', hint: 'Posten, die falsch waren' },
      fuel: { name: 'Rechenarbeit', hint: 'Instruktionen, endgültig' },
      earned: { name: 'Verdient', hint: 'endgültig' },
    },
    andHeld: (amount) => `und ${amount} in Prüfung`,
    device: 'Dieses Gerät:',
  },
  history: {
    title: 'Ihre Arbeit im Lauf der Zeit',
    pace: (fuel) => `${fuel} Instruktionen je Sekunde`,
    paceOver: (fuel, minutes) =>
      `${fuel} Instruktionen je Sekunde; die ${plural(minutes, { one: 'letzte Minute', other: 'letzten # Minuten' })}`,
    done: ({ date, items: many, fuel, earned }) =>
      `${date}: ${items(many)}, ${fuel} Instruktionen, ${earned} HAND`,
    days: (many) =>
      `Was ${plural(many, { one: 'am letzten Tag', other: 'in den letzten # Tagen' })} endgültig wurde`,
    byDay: (first) => `Endgültige Arbeit nach Tagen, ${first} bis heute`,
  },
  jobs: {
    title: 'Aufträge',
    states: {
      quoted: 'nicht gestartet',
      running: 'läuft',
      paused: 'pausiert',
      certified: 'zertifiziert',
      cancelled: 'abgebrochen',
    },
    seats: (many) => plural(many, { one: '# Platz', other: '# Plätze' }),
    left: (time) => `noch ${time}`,
    researcher: 'Forschende ohne Namen',
    free: 'freiwillige Wissenschaft',
    paid: 'bezahlt',
    percentFinal: (share) => `${percent(share)} endgültig`,
    final: (some, all) => `${count(some)} von ${items(all)} endgültig`,
    held: (many) => `${count(many)} in Prüfung`,
    refuted: (many) => `${count(many)} widerlegt`,
    check: 'Ein Ergebnis selbst nachprüfen',
    unreachable: 'Der Koordinator antwortet nicht.',
    none: 'Noch keine Aufträge. Nichts läuft, bis jemand aus der Forschung einen gibt.',
  },
};
