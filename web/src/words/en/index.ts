import type { Pack } from '../pack.ts';

export const en: Pack = {
  common: () => import('./common.ts'),
  invite: () => import('./invite.ts'),
  work: () => import('./work.ts'),
  card: () => import('./card.ts'),
  volunteer: () => import('./volunteer.tsx'),
  account: () => import('./account.ts'),
  community: () => import('./community.tsx'),
  verify: () => import('./verify.tsx'),
  entrance: () => import('./entrance.ts'),
  network: () => import('./network.tsx'),
  settling: () => import('./settling.ts'),
  site: () => import('./site.tsx'),
  console: () => import('./console.tsx'),
  consoleJob: () => import('./console-job.tsx'),
};
