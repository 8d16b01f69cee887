import type { Words } from '../pack.ts';

export const words: Words['consoleJob'] = {
  title: 'Aufträge',
};
