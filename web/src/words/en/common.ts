import type { ErrorWords } from '../shapes.ts';

export const words = {
  language: 'Language',
  backToWork: 'Back to the work',
  network: 'The network',
  token: 'HAND',
  asking: 'Asking the coordinator…',
  unreachable: 'The coordinator does not answer. Try again in a moment.',
  noReason: 'The coordinator gave no reason.',
  wrongAddress: 'An address is 0x and 40 digits from 0–9 and a–f, not all of them zeros.',
  stop: 'Stop',
  /** For the coordinator's errors, which are in English already. */
  errors: {} as ErrorWords,
};
