import { formatsOf } from '../formats.ts';
import type { Words } from '../pack.ts';

const { count, plural } = formatsOf('de');

export const words: Words['console'] = {
  documentTitle: 'Konsole · Manyhands',
  title: 'Konsole',
  lead: 'Ein Programm schreiben, hier ausprobieren und das Netz eine Tabelle damit rechnen lassen.',
  nav: 'Teile der Konsole',
  leave: 'Abmelden',
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
    title: 'Eingaben',
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
};
