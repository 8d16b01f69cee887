import type { Words } from '../pack.ts';

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
};
