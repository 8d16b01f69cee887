import type { Pack } from '../pack.ts';

export const en: Pack = {
  common: () => import('./common.ts'),
  community: () => import('./community.tsx'),
};
