import type { Words } from '../pack.ts';

export const words: Words['volunteer'] = {
  documentTitle: 'Manyhands',
  title: 'Manyhands',
  lead: 'Geben Sie ein wenig von Ihrem Computer für Arbeit, die viele Hände braucht.',
};
