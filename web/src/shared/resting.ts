import type { GovernorState, HaltCode, Rules } from '@manyhands/browser-worker';

/** Why nothing runs, where that can be overruled. The tab that has the pool may be another one. */
export function reasonToRest(governor: GovernorState | null | undefined, { pause }: Rules): HaltCode | null {
  if (governor?.threads === 0 && governor.code !== 'RESUMING') return governor.code as HaltCode;
  const isPaused = pause.kind === 'restart' || (pause.kind === 'until' && pause.at > Date.now());
  return isPaused ? 'PAUSED' : null;
}
