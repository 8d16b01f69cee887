import type { Pack } from '../pack.ts';

/**
 * One word per idea here too: a job is an Auftrag, an item a Posten, a kernel a Programm, a seat a Platz, a cause an Anliegen, fuel
 * Rechenarbeit or Instruktionen; what is on hold is in Prüfung, then endgültig, or widerlegt.
 */
export const de: Pack = {
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
