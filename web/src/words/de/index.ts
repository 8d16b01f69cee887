import type { Pack } from '../pack.ts';

export const de: Pack = {
  common: () => import('./common.ts'),
  work: () => import('./work.ts'),
  card: () => import('./card.ts'),
  volunteer: () => import('./volunteer.tsx'),
  community: () => import('./community.tsx'),
};
