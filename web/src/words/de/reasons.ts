import type { ReasonWords } from '../shapes.ts';

export const reasons: ReasonWords = {
  NO_JOB: 'Zurzeit gibt es keinen Auftrag zu berechnen.',
  PAUSED_BY_YOU: 'Sie haben pausiert.',
  JOB_PAUSED: 'Der Auftrag wurde von seinen Forschenden pausiert.',
  JOB_STOPPED: 'Der Auftrag hat sich selbst angehalten, weil zu viele seiner Posten fehlgeschlagen sind.',
  JOB_ENDING:
    'Der Auftrag wurde abgebrochen. Was schon vor der Prüfung gezeigt wurde, wird noch geprüft und berechnet; mehr wird nicht ausgegeben.',
  JOB_NOT_STARTED: 'Der Auftrag ist noch nicht gestartet.',
  AWAITS_INPUTS:
    'Alles bisher Eingegebene ist berechnet; der Auftrag ist offen und wartet auf mehr oder auf seinen Abschluss.',
  ALL_IN_FLIGHT: 'Alle Arbeit der laufenden Aufträge wird gerade von anderen berechnet.',
  ALL_ON_HOLD: 'Alles ist berechnet; die Antworten werden noch geprüft.',
  NEEDS_DISTINCT: 'Was übrig ist, braucht Helfende, die diese Posten noch nicht gesehen haben.',
  STORE_BUSY: 'Die Datenbank ist im Rückstand; sobald sie aufgeholt hat, geht es weiter.',
  COORDINATOR_BUSY:
    'Es kommen mehr Antworten, als dieser Koordinator annehmen kann; er gibt mehr aus, sobald er aufgeholt hat.',
  BUDGET_SPENT: 'Das Budget reicht für mehr von diesem Auftrag nicht; wird es erhöht, geht es weiter.',
  DAY_LIMIT:
    'Die Ausgabengrenze dieses Tages ist erreicht; um Mitternacht (UTC) geht es weiter, oder wenn sie erhöht wird.',
  TOTAL_LIMIT: 'Die Ausgabengrenze ist erreicht; wird sie erhöht, geht es weiter.',
  CHANNEL_EXITING:
    'Sein Guthaben wird gerade abgehoben, und die Gutscheine decken nicht mehr; wird das zurückgenommen, geht es weiter.',
  VOUCHER_DUE:
    'Die Gutscheine seines Forschers decken zu wenig von dem, was berechnet wurde und unterwegs ist; deckt einer mehr, geht es weiter.',
  NO_SEATS: 'Niemand ist verbunden, der es berechnen könnte.',
  NEWCOMERS_WAIT:
    'Viele Antworten warten auf Prüfung; neue Geräte werden eine Zeit lang langsamer zugelassen.',
  KERNEL_STOPPED: 'Der Betreiber hat dieses Programm angehalten; nichts davon läuft irgendwo.',
  KERNEL_REFUSED: 'Der Betreiber hat sich dieses Programm angesehen und es abgelehnt.',
  KERNEL_UNREVIEWED:
    'Der Betreiber hat sich dieses Programm noch nicht angesehen; seine Aufträge warten darauf.',
  KERNEL_UNLISTED:
    'Dieser Koordinator führt nur Programme auf der Liste seines Betreibers aus; dieses steht nicht darauf.',
  DRAINING: 'Der Koordinator wird gerade beendet.',
  NOT_ACCEPTED: 'Ihre Einstellungen nehmen keinen der laufenden Aufträge an.',
};
