import { formatsOf } from '../formats.ts';
import type { Words } from '../pack.ts';

const { count, date } = formatsOf('de');
const tryAnother =
  'Versuchen Sie es mit einem anderen Browser oder Gerät; sagt es dasselbe, melden Sie es den Forschenden.';

export const words: Words['verify'] = {
  documentTitle: 'Ein Ergebnis nachprüfen – Manyhands',
  title: 'Ein Ergebnis selbst nachprüfen',
  lead: 'Berechnen Sie einen Posten eines zertifizierten Auftrags in diesem Browser neu, und vergleichen Sie ihn mit dem, was geliefert wurde.',
  wholeTable: (
    <>
      Ob eine ganze Tabelle die zertifizierte ist, sagt <code>manyhands verify</code> ohne jeden Koordinator.
    </>
  ),
  whatIsThis: 'Was ist das?',
  asking: {
    job: 'Auftrag',
    jobHint: '32 Hex-Ziffern',
    item: 'Posten',
    itemHint: 'von 0 an',
    scope: 'Neu berechnen',
    scopes: { item: 'Nur diesen Posten', unit: 'Alle Posten, die mit ihm zusammen berechnet wurden' },
    explained:
      'Von selbst wird nichts geladen und nichts ausgeführt. Wenn Sie den Knopf drücken, lädt dieser Tab Programm und Eingaben des Auftrags, prüft sie gegen das unterschriebene Zertifikat und führt das Programm auf einem Kern aus, bis es fertig ist oder Sie es beenden. Es kann Ihre Dateien nicht lesen und das Netz nicht erreichen, und nichts wird gespeichert oder gesendet.',
    recompute: 'Hier neu berechnen',
    noJob: 'Ein Auftrag hat eine Kennung aus 32 Zeichen, 0 bis 9 und a bis f.',
    noItem: 'Ein Posten ist eine ganze Zahl, von 0 an.',
  },
  checks: {
    certificate: 'Unterschrift und Fehlerschranke des Zertifikats stimmen.',
    program: 'Das Programm ist das, welches das Zertifikat nennt.',
    datasets: 'Ebenso die Daten, die alle Posten gemeinsam haben.',
    inputs: 'Die Eingaben sind die, aus denen die Eingabewurzel des Zertifikats entstand.',
  },
  rebuild: {
    title: 'Ist ein Programm, was sein Quelltext sagt?',
    kernel: 'Programm',
    kernelHint: 'sein Hash, 64 Hex-Ziffern',
    explained:
      'Wenn Sie den Knopf drücken, lädt dieser Tab den Übersetzer (etwa 14 Megabyte) und den Quelltext, der mit dem Programm veröffentlicht wurde, übersetzt ihn und vergleicht die Hashes. Was dabei entsteht, wird weder ausgeführt noch gespeichert noch gesendet.',
    begin: 'Hier übersetzen',
    noKernel: 'Der Hash eines Programms hat 64 Zeichen, 0 bis 9 und a bis f.',
    tooLong: 'Das Übersetzen dauerte länger als drei Minuten und wurde beendet.',
    nothing: 'Hier werden die beiden Hashes stehen.',
    fetching: { title: 'Lädt', sentence: 'Übersetzer und Quelltext sind unterwegs.' },
    compiling: { title: 'Übersetzt', sentence: 'Es dauert einige Sekunden.' },
    sourceless: 'Das Programm wurde als Modul veröffentlicht, ohne Quelltext.',
    same: 'Der veröffentlichte Quelltext ergibt Byte für Byte dieses Programm und dieselbe vorsichtige Fassung davon.',
    other:
      'Der veröffentlichte Quelltext ergibt ein anderes Programm, oder diese Seite hat eine andere Version des Übersetzers.',
    compared: 'Hashes',
    named: 'Beim Koordinator',
    made: 'Hier entstanden',
    program: 'Programm',
    build: 'Vorsichtige Fassung',
    source: 'Den Quelltext lesen',
  },
  outcome: 'Ergebnis der Prüfung',
  nothing: { title: 'Nichts läuft', sentence: 'Hier wird der Vergleich stehen.' },
  fetching: { title: 'Lädt und prüft', sentence: 'Programm und Eingaben sind unterwegs.' },
  computing: 'Rechnet',
  progress: (done, all) => `${count(done)} von ${count(all)} Posten fertig.`,
  failed: 'Das konnte nicht geprüft werden',
  match: 'Stimmt überein',
  mismatch: 'Stimmt nicht überein',
  same: (items) =>
    items === 1
      ? 'Dieser Browser hat dieselben Bytes mit derselben Rechenarbeit berechnet.'
      : `Dieser Browser hat für alle ${count(items)} Posten dieselben Bytes mit derselben Rechenarbeit berechnet.`,
  other: (wrong, items) =>
    items === 1
      ? `Dieser Browser hat etwas anderes berechnet, als geliefert wurde. ${tryAnother}`
      : `${count(wrong)} von ${count(items)} Posten kamen anders heraus, als sie geliefert wurden. ${tryAnother}`,
  comparison: {
    same: (item) => `Posten ${item}: beide sind gleich`,
    differ: (item) => `Posten ${item}: sie sind verschieden`,
    delivered: 'Geliefert',
    recomputed: 'Hier berechnet',
    ended: 'Ende',
    result: 'Ergebnis',
    fuel: 'Rechenarbeit',
    bytes: 'Bytes',
    ends: { ok: 'regulär', trap: 'abgestürzt', exhausted: 'Rechenarbeit erschöpft' },
    none: 'keines',
    noRow: 'keine Zeile dieses Auftrags',
    manyBytes: (bytes) => `(${count(bytes)} Bytes)`,
    fromByte: (byte) => `ab Byte ${count(byte)}:`,
  },
  origin: {
    job: 'Auftrag',
    certified: 'Zertifiziert',
    at: (time) => `${date(time, { dateStyle: 'medium', timeStyle: 'short', timeZone: 'UTC' })} UTC`,
    signer: 'Unterschrieben von',
    program: 'Programm',
    trust:
      'Ob Sie diesem Unterzeichner trauen, entscheiden Sie; dass das Ergebnis aus den Eingaben folgt, ist nun gezeigt.',
  },
};
