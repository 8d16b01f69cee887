import { formatsOf } from '../formats.ts';
import type { Words } from '../pack.ts';

const { count } = formatsOf('de');

export const words: Words['site'] = {
  documentTitle: 'Ihre Websites · Manyhands',
  title: 'Ihre Websites',
  lead: 'Besucher, die zustimmen, leihen Rechenleistung: richten Sie die Karte ein und sehen Sie, was getan und verdient wurde.',
  invalid: (message) => `Das kann so nicht gespeichert werden: ${message}.`,
  list: 'Websites',
  add: 'Eine Website hinzufügen',
  added: (name) => `${name} ist hinzugefügt. Setzen Sie die Zeile unten in ihre Seiten.`,
  saved: (name) =>
    `${name} ist gespeichert. Besucher, die gerade da sind, beginnen in wenigen Sekunden unter den neuen Bedingungen.`,
  terms: {
    title: 'Was für sie gilt',
    newTitle: 'Eine neue Website',
    name: 'Name, wie ihn Besucher sehen',
    nameMissing: 'Ein Name fehlt.',
    origins: 'Seiten, die die Karte zeigen dürfen, je Zeile ein Ursprung',
    originsHint:
      'Wie Browser ihn schreiben: https://example.org, ohne Pfad. Keine andere Seite kann die Karte zeigen.',
    notOrigin: (line) => `„${line}“ ist kein Ursprung.`,
    meant: (origin) => `${origin} schreiben`,
    tooMany: 'Es dürfen 32 Ursprünge sein.',
    payee: 'Adresse, die für die Website verdient',
    payeeMissing: 'Eine Website mit einem Anteil braucht eine Adresse, die ihn verdient.',
    cause: 'Adresse eines Anliegens, das einen Anteil hat, wenn Sie mögen',
    causeMissing: 'Ein Anliegen mit einem Anteil braucht eine Adresse.',
    split: 'Wer bekommt, was Besucher verdienen',
    parts: { sitePpm: 'Die Website', visitorPpm: 'Der Besucher', causePpm: 'Das Anliegen' },
    percentOf: (part) => `${part}, in Prozent`,
    splitHint:
      'Die drei sind zusammen 100 %: wächst einer, schrumpfen die anderen in ihrem Verhältnis. Was sich nicht teilen lässt, bekommt, wer durch das Runden am meisten verlor, sodass nichts verloren geht; ein Besucher ohne eigene Adresse überlässt seinen Anteil der Website.',
    categories: 'Wofür Aufträge sein dürfen',
    categoriesHint: 'Nichts gewählt: alles. Besucher der Website bekommen nie Arbeit von anderer Art.',
    add: 'Hinzufügen',
    save: 'Speichern',
    close: 'Diese Website schließen',
    closeSure: 'Ja, keine Seite soll ihre Karte zeigen',
    closed: 'Keine Seite darf die Karte dieser Website zeigen: sie hat keinen Ursprung.',
  },
  tag: {
    title: 'Eine Zeile für Ihre Seiten',
    hint: 'Die Karte steht, wo die Zeile steht.',
    pinned:
      'Der Hash legt das Skript fest. Ändert der Koordinator es, zeigen Seiten keine Karte, bis sie die neue Zeile haben; ohne „integrity“ und „crossorigin“ haben sie immer das aktuelle.',
    copy: 'Kopieren',
    copied: 'Kopiert.',
    visitor: (
      <>
        Um Ihren eigenen Nutzern etwas gutzuschreiben, ergänzen Sie <code>data-visitor="…"</code> mit einem
        Namen, den Sie für jeden erfunden haben: Buchstaben, Ziffern und <code>. _ ~ -</code>, höchstens 64,
        nie eine E-Mail-Adresse.
      </>
    ),
    gpc: 'Besucher, die Global Privacy Control senden, werden nicht von selbst gefragt: für sie beginnt die Karte als kleiner Knopf.',
  },
  figures: {
    title: 'Was Besucher tun',
    sessions: 'Rechnen gerade',
    sessionsHint: 'verbundene Besucher',
    consents: 'Zugestimmt',
    consentsHint: 'Mal in 14 Tagen',
    final: 'Endgültig',
    finalHint: 'Instruktionen, geprüft',
    held: 'In Prüfung',
    heldHint: 'bis mehr bestanden ist',
    refuted: 'Widerlegt',
    refutedHint: 'als falsch erwiesen, unbezahlt',
    challenges: 'Aufgaben',
    challengeCounts: (open, taken, solved) =>
      `${count(solved)} gelöst, ${count(taken)} in Arbeit, ${count(open)} offen`,
    chart: 'Endgültige Instruktionen nach Tagen',
    chartSays: (most) => `Die letzten 14 Tage; der höchste Balken steht für ${most} Instruktionen.`,
    asTable: 'Als Tabelle',
    day: 'Tag (UTC)',
    nothing: 'Noch ist nichts endgültig.',
  },
  earnings: {
    title: 'Verdienst und Auszahlung',
    bySite: 'Auf dieser Website verdient',
    roles: { site: 'Für die Website', visitors: 'Für Besucher', cause: 'Für das Anliegen' },
    balances: { payee: 'Adresse der Website', cause: 'Adresse des Anliegens' },
    earned: 'Insgesamt verdient',
    held: 'In Prüfung',
    rooted: 'Abgerechnet',
    claimed: 'Ausgezahlt',
    noChain: 'die Blockchain antwortet nicht',
    nobody: 'Keine Adresse verdient für diese Website.',
    hint: (
      <>
        Adressen verdienen über alle ihre Websites und Geräte. Jede Abrechnung zahlt für alle zugleich aus: es
        ist nichts einzufordern. <a href="/account.html">Ein Konto ansehen</a>
      </>
    ),
  },
  visitors: {
    title: 'Besucher',
    hint: 'Nach Ihrem Namen für sie und nach Geräten. Ein Name ist das Wort des Browsers: schreiben Sie danach endgültige Arbeit gut, strafen Sie nie danach.',
    find: 'Name eines Besuchers',
    look: 'Suchen',
    unnamed: 'ohne Namen',
    visitor: 'Besucher',
    device: 'Gerät',
    lastSeen: 'Zuletzt da',
    none: 'Noch niemand.',
    next: 'Nächste Seite',
    back: 'Seite davor',
    csv: 'Alle als CSV speichern',
  },
};
