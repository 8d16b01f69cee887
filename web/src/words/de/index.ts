import type { Pack } from '../pack.ts';

export const de: Pack = {
  common: () => import('./common.ts'),
  community: () => import('./community.tsx'),
};
