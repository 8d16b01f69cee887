import { formatsOf } from '../formats.ts';
import type { Words } from '../pack.ts';

const { count, percent, plural } = formatsOf('de');

export const words: Words['console'] = {
  documentTitle: 'Konsole · Manyhands',
  title: 'Konsole',
  lead: 'Ein Programm schreiben, hier ausprobieren und das Netz eine Tabelle damit rechnen lassen.',
  nav: 'Teile der Konsole',
  leave: 'Abmelden',
  leaving: {
    asks: (jobs) =>
      `Dieser Browser hat Schlüssel, die ${plural(jobs, { one: 'einen Auftrag', other: '# Aufträge' })} bezahlen. Ohne sie bleiben Ergebnisse unbezahlt, die es noch sind; Einzahlungen lassen sich so oder so herausnehmen.`,
    forget: 'Abmelden und sie vergessen',
    keep: 'Abmelden und sie hier behalten',
  },
  pages: {
    home: 'Anfang',
    kernel: 'Programm',
    new: 'Neuer Auftrag',
    jobs: 'Meine Aufträge',
    job: 'Auftrag',
    usage: 'Verbrauch',
    keys: 'Schlüssel',
    datasets: 'Datensätze',
  },
  home: {
    title: 'Von einer Funktion zur Ergebnistabelle',
    steps: [
      {
        name: 'Programm.',
        says: 'Schreiben Sie eine Funktion oder beginnen Sie mit einem Beispiel. Sie wird in dieser Seite übersetzt, Fehler stehen an ihrer Zeile.',
      },
      {
        name: 'Probe.',
        says: 'Führen Sie es hier mit eigenen Zeilen aus: Zeit, Instruktionen und Ausgabe von jeder.',
      },
      {
        name: 'Auftrag.',
        says: 'Veröffentlichen Sie es, ziehen Sie eine Tabelle auf die Seite, sehen Sie, was es braucht, und beginnen Sie.',
      },
      {
        name: 'Ergebnisse.',
        says: 'Sehen Sie zu, wie sie kommen, und laden Sie sie mit einem unterschriebenen Zertifikat herunter.',
      },
    ],
    begin: 'Ein Programm schreiben',
    job: 'Einen Auftrag beginnen',
    free: 'Aufträge sind freiwillige Wissenschaft, solange Sie keinen Preis nennen: sie kosten nichts und brauchen kein Wallet.',
  },
  editor: {
    label: 'Quelltext des Programms. Escape, dann Tab verlässt den Editor.',
    leave: 'Im Editor rückt Tab ein; Escape, dann Tab verlässt ihn. Der Entwurf bleibt in diesem Browser.',
    start: 'Mit einem Beispiel beginnen',
    examples: {
      flight: 'Zahlen: Collatz-Flüge',
      bases: 'Texte: Basen von Sequenzen',
      pi: 'Zufallszahlen: π aus Punkten',
      search: 'Gemeinsamer Datensatz: Muster in einem Text',
    },
    compiling: 'Wird übersetzt…',
    compiled: (milliseconds) =>
      `Übersetzt in ${count(milliseconds)} ms, mit dem Compiler, den der Koordinator hat.`,
    faults: (faults) => plural(faults, { one: '# Fehler', other: '# Fehler' }),
    at: (line, column) => `Zeile ${line}, Spalte ${column}`,
    tooLong: 'Dieser Quelltext braucht länger als eine Minute und wurde aufgegeben.',
    phrases: {
      Diagnostics: 'Fehler',
      'No diagnostics': 'Keine Fehler',
      Completions: 'Ergänzungen',
      'Control character': 'Steuerzeichen',
      'Selection deleted': 'Auswahl gelöscht',
    },
  },
  schema: {
    title: 'Spalten',
    inputs: 'Hinein',
    outputs: 'Heraus',
    datasets: 'Datensätze',
    optional: '(darf fehlen)',
    none: 'keine',
    label: 'Was das Programm ist',
  },
  inputs: {
    title: 'Woher die Eingaben kommen',
    kinds: { rows: 'Getippte Zeilen', file: 'Eine Tabelle', range: 'Ein Bereich von Zahlen' },
    rows: 'Zeilen als CSV; die erste nennt die Spalten',
    file: 'CSV, TSV, NDJSON, FASTA oder FASTQ, auch mit gzip gepackt',
    drop: 'Wählen Sie eine Datei oder ziehen Sie sie hierher.',
    chosen: (name, size) => `${name}, ${size}`,
    dataset: (name) => `Datei des Datensatzes „${name}“`,
    ends: { from: 'Von', to: 'Bis, ausgenommen', step: 'In Schritten von' },
    notWhole: 'Von, bis und Schritt sind ganze Zahlen, und kein Schritt ist 0.',
    items: (items) => `${items} Posten: jede Kombination, die letzte Spalte am schnellsten.`,
    nothing: 'Es gibt noch keine Eingaben.',
    noDataset: (name) => `Der Datensatz „${name}“ hat noch keine Datei.`,
  },
  trial: {
    title: 'Probe in diesem Browser',
    begin: 'Hier ausprobieren',
    explained: (most) =>
      `Führt die ersten ${count(most)} Posten mit genau dem Programm aus, das bei anderen liefe. Nichts wird verschickt.`,
    running: 'Läuft…',
    nothing: 'Noch wurde nichts ausprobiert.',
    summary: (items, failed, time, fuel) =>
      `${plural(items, { one: '# Posten', other: '# Posten' })}, ${failed === 0 ? 'keiner schlug fehl' : `${count(failed)} fehlgeschlagen`}, zusammen ${time} und ${fuel} Instruktionen.`,
    stale: 'Das ist vom Programm vor der letzten Änderung.',
    tooLong: 'Ein Posten brauchte mehr als fünf Minuten und wurde aufgegeben.',
    table: 'Ausprobierte Posten',
    item: 'Posten',
    fuel: 'Instruktionen',
    time: 'Zeit',
    memory: 'Speicher',
    statuses: { ok: 'gut', trap: 'Fehlgeschlagen:', exhausted: 'Brauchte zu viele Instruktionen.' },
  },
  publish: {
    title: 'Veröffentlichen',
    explained:
      'Der Koordinator übersetzt denselben Quelltext und verwahrt ihn unter seinem Hash. Jeder kann ihn lesen: wer einen Computer leiht, darf sehen, was darauf läuft.',
    name: 'Name, wie ihn Helfer sehen',
    publish: 'Das Programm veröffentlichen',
    publishing: 'Der Koordinator übersetzt und prüft es…',
    same: 'Veröffentlicht. Der Koordinator hat Byte für Byte dasselbe Programm daraus gemacht.',
    other:
      'Veröffentlicht. Der Quelltext wurde inzwischen geändert, darum ist es ein anderes Programm als oben.',
    needsAccount: 'Zum Veröffentlichen braucht es ein Konto.',
    toAccount: 'Eines öffnen oder anlegen',
    job: 'Einen Auftrag damit beginnen',
  },
  choice: {
    title: 'Welches Programm?',
    none: 'Aus diesem Browser wurde noch nichts veröffentlicht.',
    write: 'Ein Programm schreiben',
    hash: 'Oder der Hash irgendeines veröffentlichten Programms, 64 Stellen',
    take: 'Dieses nehmen',
  },
  preview: {
    title: 'Wie die Spalten der Tabelle zu Parametern werden: ihre ersten Zeilen',
    columnFor: (parameter) => `Spalte für ${parameter}`,
    none: '– keine –',
    absent: 'fehlt',
    row: 'Zeile',
    notUsed: '(nicht verwendet)',
    moreUnused: (columns) =>
      plural(columns, {
        one: '# weitere Spalte wird nicht verwendet.',
        other: '# weitere Spalten werden nicht verwendet.',
      }),
    opening: 'Die Tabelle wird angesehen…',
    reading: (rows, share, size) =>
      `Wird gelesen: ${plural(rows, { one: '# Zeile', other: '# Zeilen' })}, ${share} von ${size}.`,
    unmapped: (missing) => `Wählen Sie eine Spalte für ${missing.join(', ')}.`,
    ready: (items) => `Alles passt: ${plural(items, { one: '# Posten', other: '# Posten' })}.`,
  },
  told: {
    title: 'Bevor etwas verschickt wird',
    visible:
      'Programm, Eingaben und Ausgaben sind für die Fremden sichtbar, die sie rechnen. Was geheim bleiben muss, gehört nicht in einen Auftrag.',
    what: [
      {
        name: 'Künstliche Schlüssel.',
        says: 'Ersetzen Sie Namen und Nummern durch Schlüssel, die nur Ihnen etwas sagen, und lassen Sie Spalten weg, die das Programm nicht liest.',
      },
      {
        name: 'Aufteilen.',
        says: 'Geben Sie Posten, die einzeln wenig sagen: ein Computer sieht einige davon, nie die ganze Tabelle.',
      },
      {
        name: 'Ein privater Kreis.',
        says: 'Ein Betreiber kann eigene Computer benennen, die allein einen Auftrag rechnen; Kommandozeile und SDK legen solche Aufträge an.',
      },
    ],
    read: 'Ich habe das gelesen: Fremde dürfen alles davon sehen.',
  },
  checks: {
    assurance: 'Wie sicher muss es sein?',
    fewer: 'Proben einiger Posten',
    more: 'jeder Posten mehrmals',
    usual: 'Die üblichen Proben von wenigen geheimen Posten',
    bound: (bound) => `Höchstens ${percent(bound, 3)} falsche Posten, mit so vielen Proben, wie das braucht`,
    quorum: (equal, executions) =>
      `Jeder Posten, bis ${count(equal)} von höchstens ${count(executions)} Computern übereinstimmen`,
  },
  job: {
    of: (name) => `Neuer Auftrag: ${name}`,
    inputs: 'Eingaben',
    named: 'Was Helfer sehen',
    title: 'Titel',
    category: 'Wofür er ist',
  },
  paying: {
    title: 'Wird er bezahlt?',
    free: 'freiwillige Wissenschaft, kostenlos',
    paid: 'bezahlt',
    off: 'Dieser Koordinator rechnet auf keiner Blockchain ab: seine Aufträge sind freiwillige Wissenschaft.',
    price: 'Preis einer Vergleichskern-Stunde, in HAND',
    priceSlider: 'Preis, in Stufen',
    perHour: (price) => `${price} HAND für eine Vergleichskern-Stunde`,
    priceHint: 'Teurere Aufträge sind früher fertig, wo andere weniger zahlen.',
    budget: 'Budget, in HAND',
    budgetHint: (margin) =>
      `Mehr darf der Auftrag nicht kosten. Wenn Sie nichts anderes eintragen: die Schätzung, ${percent(margin)} mehr, und was für eine Einheit zurückgelegt wird, solange sie gerechnet wird.`,
    below: (cost) =>
      `Das ist weniger als die Schätzung von ${cost} HAND: der Auftrag bliebe vor seinem Ende stehen.`,
    noAmount: 'Preis und Budget sind Beträge über null wie 1,5 mit höchstens neun Nachkommastellen.',
    ahead: 'Im Voraus zahlen, sodass diese Seite geschlossen werden darf',
    aheadHint:
      'Gutscheine über das ganze Budget werden beim Start unterschrieben, in zwanzig Stufen: der Koordinator löst nicht mehr ein als die nächste Stufe über dem, was fällig ist.',
    asItGoes:
      'Gutscheine folgen dem, was fällig ist, solange die Seite des Auftrags in diesem Browser offen und zu sehen ist; Ergebnisse jenseits des Kreditfensters warten auf sie.',
    perDay: 'Am Tag (UTC) höchstens unterschrieben, in HAND; leer: ohne Grenze',
    wallet:
      'Ihr Wallet wird gebeten, das Budget freizugeben und einzuzahlen: zwei Transaktionen. Ein Schlüssel, den diese Seite macht, unterschreibt die Gutscheine und bleibt in diesem Browser: er kann dieses Budget für diesen Auftrag ausgeben und sonst nichts. Was übrig bleibt, lässt sich auf der Seite des Auftrags herausnehmen.',
    noWallet:
      'In diesem Browser ist kein Wallet: bezahlte Aufträge brauchen eines, das HAND hat. Die Kommandozeile hat ein eigenes.',
    costHint: (window) =>
      `geschätzt zu diesem Preis, Prüfungen inbegriffen; Ergebnisse für ${window} HAND kommen, bevor Gutscheine sie decken`,
    steps: {
      connecting: 'Ihr Wallet fragt, welches Konto zahlt.',
      network: 'Ihr Wallet fragt vielleicht, ob es zur Blockchain des Koordinators wechseln soll…',
      approving: 'Ihr Wallet fragt, ob der Vertrag das Budget nehmen darf: die erste von zwei Transaktionen.',
      depositing: 'Ihr Wallet fragt, ob es das Budget einzahlen soll: die letzte Transaktion.',
      mining: 'Die Blockchain nimmt die Transaktion auf…',
      withdrawing: 'Ihr Wallet fragt, ob die Einzahlung herausgenommen werden soll.',
    },
    unkept:
      'Dieser Browser behält nichts, der Schlüssel, der zahlt, ginge also mit dieser Seite verloren. Drücken Sie noch einmal, um trotzdem zu zahlen: lassen Sie die Seite dann offen, bis der Auftrag zu Ende ist. Was übrig bleibt, lässt sich mit „manyhands withdraw“ und demselben Wallet herausnehmen.',
    deposited: 'Das Budget ist eingezahlt. Ein neuer Start benutzt es, und nichts wird zweimal eingezahlt.',
    out: 'Auf der Seite des Auftrags lässt es sich herausnehmen.',
    start: 'Einzahlen und den Auftrag beginnen',
  },
  estimate: {
    title: 'Was er brauchen wird',
    items: 'Posten',
    itemsHint: (fuel) => `mit je etwa ${fuel} Instruktionen`,
    work: 'Rechenarbeit',
    workHint: 'eines Vergleichskerns, ohne Prüfungen',
    time: 'Zeit',
    timeHint: 'mit allen, die jetzt verbunden sind; andere Aufträge teilen sie',
    nobody: 'unbekannt',
    nobodyHint: 'niemand ist jetzt verbunden: der Auftrag wartet, bis jemand da ist',
    bound: 'Falsch höchstens',
    boundHint: (confidence) => `der Posten, zu ${confidence} sicher, wenn niemand beim Lügen ertappt wird`,
    executions: 'Läufe je Posten',
    auditCount: (audits) => `Prüfungen inbegriffen; ${plural(audits, { one: '# Probe', other: '# Proben' })}`,
    audits: 'Proben einiger Posten',
    cost: 'Preis',
    free: 'frei',
    freeHint: 'freiwillige Wissenschaft: kein Wallet, kein Budget',
    shares: (parts, rest) => `Vom Preis: ${parts}; wer rechnet, hat ${rest}.`,
    share: { fee: 'Betreiber', author: 'Urheber des Kernels', data: 'Eigner des Datensatzes' },
    setAside: (share) =>
      `Für Prüfungen werden bis zu ${share} zurückgelegt, zusätzlich zu jedem Posten an seiner Obergrenze.`,
    honest:
      'Instruktionen und Rechenarbeit stammen von einer Probe einiger Ihrer Posten auf der Maschine des Koordinators, nicht von allen; die Zeit ist durch das geteilt, was verbunden ist, und kein Versprechen.',
    alternatives: 'Was andere Prüfungen zeigen würden',
    checks: 'Prüfungen',
    credibility: 'Stimmen, nach Vorleben gewichtet',
    take: (policy) => `Stattdessen nehmen: ${policy}`,
    sending: 'Die Eingaben werden geschickt…',
    trying: 'Der Koordinator probiert einige der Posten…',
    starting: 'Beginnt…',
    again: 'Die Schätzung ist von dem, was vorher gewünscht war; der Koordinator wird noch einmal gefragt.',
    needsInputs: 'Die Eingaben sind noch nicht bereit.',
    needsRead: 'Sagen Sie erst oben, dass Sie gelesen haben, wer den Auftrag sieht.',
    ask: 'Schicken und schätzen',
    start: 'Den Auftrag beginnen',
  },
};
