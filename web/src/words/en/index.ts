import type { Pack } from '../pack.ts';

export const en: Pack = {
  common: () => import('./common.ts'),
  work: () => import('./work.ts'),
  card: () => import('./card.ts'),
  volunteer: () => import('./volunteer.tsx'),
  community: () => import('./community.tsx'),
};
