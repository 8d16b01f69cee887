import type { Pack } from '../pack.ts';

export const de: Pack = {
  common: () => import('./common.ts'),
  invite: () => import('./invite.ts'),
  work: () => import('./work.ts'),
  card: () => import('./card.ts'),
  volunteer: () => import('./volunteer.tsx'),
  account: () => import('./account.ts'),
  community: () => import('./community.tsx'),
  verify: () => import('./verify.tsx'),
  site: () => import('./site.tsx'),
};
