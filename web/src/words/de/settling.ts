import { formatsOf } from '../formats.ts';
import type { Words } from '../pack.ts';

const { count, duration } = formatsOf('de');

export const words: Words['settling'] = {
  title: 'Wie es um die Abrechnung steht',
  states: {
    NOTHING_NEW: () => 'Alles, was Gutscheine decken, war abgerechnet, als zuletzt nachgesehen wurde.',
    VOUCHERS_LAG: ({ short }, hand) =>
      `Beitragende haben ${hand(short)} verdient, für die noch keine Gutscheine der Forschenden da sind; abgerechnet wird, sobald sie kommen.`,
    OPERATOR_SHORT: ({ short, deficit }, hand) =>
      `Beitragende warten auf ${hand(short)}: Der Betreiber hat ${hand(deficit)} mehr verloren als seither verdient. Was er als Nächstes verdient, gleicht das aus, oder er zahlt ein.`,
    TOO_LITTLE: ({ pays, least }, hand) =>
      `${hand(pays)} warten; Abrechnungen unter ${hand(least)} warten auf mehr, damit die Gebühren der Kette klein bleiben.`,
    GAS_DEAR: ({ cost, pays, most }, hand) =>
      `Die Gebühren der Kette sind im Moment zu hoch: Sie nähmen ${hand(cost)} von ${hand(pays)} und dürfen ${hand(most)} nehmen. Es wird gewartet, bis sie fallen.`,
    GAS_ROSE: () =>
      'Eine Abrechnung wurde gesendet, dann stiegen die Gebühren der Kette zu hoch für sie; sie wartet, bis sie fallen.',
    NO_COINS: () =>
      'Auf dem Konto des Betreibers sind keine Münzen für die Gebühren der Kette; er muss welche nachlegen.',
    HUB_REFUSES: ({ reason }) =>
      `Der Vertrag weist die Abrechnung ab (${reason}); der Betreiber muss es sich ansehen.`,
    ROOT_UNKNOWN: () =>
      'Auf der Kette steht eine Abrechnung, die dieser Koordinator nicht kennt. Nichts wird abgerechnet, bis sein Betreiber eine neuere Sicherung eingespielt hat.',
    UNCOVERED: () => 'Im Vertrag ist weniger, als früher zugesagt wurde; der Betreiber muss es sich ansehen.',
    SENT: () => 'Eine Abrechnung wurde gesendet und steht noch nicht auf der Kette.',
    CONFIRMING: ({ depth, confirmations }) =>
      `Eine Abrechnung steht auf der Kette und wartet, bis ${count(Number(confirmations))} Blöcke auf ihr liegen; bisher sind es ${count(Number(depth))}.`,
    ROOT_DELAY: () =>
      'Die neueste Abrechnung wartet eine Frist ab, in der jeder sie anzweifeln kann; danach wird sie ausgezahlt.',
    CLAIMING: () => 'Was abgerechnet ist, wird gerade ausgezahlt.',
    CHAIN_AWAY: () => 'Die Kette antwortet nicht; es geht weiter, sobald sie es tut.',
    FAILED: () =>
      'Der letzte Versuch ist fehlgeschlagen; er wird wiederholt, und das Protokoll des Betreibers sagt, warum.',
  },
  since: (when) => `So seit ${when}.`,
  every: (seconds) => `Was seither kam, wird alle ${duration(seconds)} angesehen.`,
  asked: 'Was seither kam, wird angesehen, wenn der Betreiber es verlangt.',
};
