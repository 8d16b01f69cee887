import { formatsOf } from '../formats.ts';
import type { Words } from '../pack.ts';

const { count, plural } = formatsOf('de');

export const words: Words['network'] = {
  documentTitle: 'Netzwerk · Manyhands',
  title: 'Das Netzwerk',
  lead: 'Was es gerade rechnet, prüft und bezahlt.',
  now: 'Jetzt',
  seats: 'Plätze',
  seatsHint: (sessions) =>
    `von ${plural(sessions, { one: '# Browser oder Server', other: '# Browsern und Servern' })} an diesem Koordinator`,
  running: 'Laufende Aufträge',
  runningHint: (paused, certified, cancelled) =>
    `${count(paused)} pausiert, ${count(certified)} zertifiziert, ${count(cancelled)} abgebrochen`,
  rate: 'Instruktionen je Sekunde',
  rateHint: 'die in den letzten ein, zwei Minuten endgültig wurden',
  day: 'Die letzten 24 Stunden',
  dayChart: (fuel) => `Endgültige Instruktionen in jeder Viertelstunde des letzten Tages, insgesamt ${fuel}`,
  dayNothing: 'In den letzten 24 Stunden wurde nichts endgültig.',
  time: 'Zeit',
  fuel: 'Instruktionen',
  checks: 'Prüfung',
  items: 'Endgültige Posten',
  itemsHint: (perItem) => `je ${perItem} Ausführungen, Prüfungen eingeschlossen`,
  audits: 'Prüfungen',
  auditsHint: (share) => `${share} davon durch den Schiedsrichter`,
  refuted: 'Widerlegt',
  refutedHint: (caught, devices) =>
    `Antworten; ${count(caught)} von ${plural(devices, { one: '# Gerät', other: '# Geräten' })} wurden überführt und gesperrt`,
  bound: 'Mittlere Schranke',
  boundHint: 'Anteil falscher Posten, den Zertifikate möglich lassen',
  none: 'noch keine',
  settlements: 'Letzte Abrechnungen',
  settlementsLead:
    'Jede ist eine Transaktion: Sie löst die Gutscheine der Forschenden ein und sagt jedem Empfänger eine Summe zu.',
  noSettlement: 'Noch wurde nichts abgerechnet.',
  epoch: 'Epoche',
  at: 'Wann',
  total: 'Zugesagt insgesamt, HAND',
  payees: 'Empfänger',
  vouchers: 'Gutscheine',
  tx: 'Transaktion',
  asTable: 'Die Zahlen als Tabelle',
};
