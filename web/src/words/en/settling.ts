import { formatsOf } from '../formats.ts';

const { count, duration } = formatsOf('en');

/** Figures that the coordinator tells, by name; `hand` writes token units as an amount. */
type Told = (figures: Readonly<Record<string, string>>, hand: (units?: string) => string) => string;

/** How settlement stands: by the coordinator's codes. */
export const words = {
  title: 'How settlement stands',
  states: {
    NOTHING_NEW: () => 'All that vouchers cover was settled when it was looked at last.',
    VOUCHERS_LAG: ({ short }, hand) =>
      `Contributors earned ${hand(short)} for which researchers have not signed vouchers yet; it is settled when they do.`,
    OPERATOR_SHORT: ({ short, deficit }, hand) =>
      `Contributors wait for ${hand(short)}: the operator lost ${hand(deficit)} more than it earned since. What it earns next makes up for that, or it pays in.`,
    TOO_LITTLE: ({ pays, least }, hand) =>
      `${hand(pays)} wait; settlements of less than ${hand(least)} wait for more, so that the chain’s fees stay small.`,
    GAS_DEAR: ({ cost, pays, most }, hand) =>
      `The chain’s fees are too high at the moment: they would take ${hand(cost)} of ${hand(pays)}, and may take ${hand(most)}. It waits until they fall.`,
    GAS_ROSE: () =>
      'A settlement was sent, and then the chain’s fees rose too high for it; it waits until they fall.',
    NO_COINS: () =>
      'The operator’s account has no coins to pay the chain’s fees with; the operator has to add some.',
    HUB_REFUSES: ({ reason }) =>
      `The contract refuses the settlement (${reason}); the operator has to look at it.`,
    ROOT_UNKNOWN: () =>
      'The chain has a settlement that this coordinator does not know. Nothing is settled until its operator has restored a newer backup.',
    UNCOVERED: () => 'The contract has less than was promised before; the operator has to look at it.',
    SENT: () => 'A settlement was sent and is not on the chain yet.',
    CONFIRMING: ({ depth, confirmations }) =>
      `A settlement is on the chain, and waits for ${count(Number(confirmations))} blocks on top of it; it has ${count(Number(depth))}.`,
    ROOT_DELAY: () =>
      'The newest settlement waits for a delay in which anybody may doubt it; it is paid out after that.',
    CLAIMING: () => 'What was settled is being paid out.',
    CHAIN_AWAY: () => 'The chain does not answer; settlement goes on when it does.',
    FAILED: () => 'The last attempt failed; it is tried again, and the operator’s log says why.',
  } satisfies Record<string, Told> as Record<string, Told>,
  since: (when: string) => `So since ${when}.`,
  every: (seconds: number) => `What came since is looked at every ${duration(seconds)}.`,
  asked: 'What came since is looked at when the operator asks for it.',
};
