import { type EngineState, poolIsWanted } from '@manyhands/browser-worker';

const LOOK_MS = 1_000;

export interface Turns {
  /** Whether this tab's engine rests because its page is in the background. */
  rests(): boolean;
  /** Lets go of the pool. */
  yield(): Promise<void>;
  /** Wants it again. */
  resume(): Promise<void>;
}

export const restsHidden = (state: EngineState | null): boolean => state?.governor?.code === 'HIDDEN';

/**
 * A browser has one pool for the pages of a site. One that rests in the background gives it to a tab that waits for it,
 * and asks for it again once it is looked at: else the tab in front would wait for one that does nothing.
 */
export function takeTurns({ rests, yield: letGo, resume }: Turns): void {
  let hasYielded = false;
  const look = async () => {
    if (hasYielded || !rests() || !(await poolIsWanted(navigator.locks)) || !rests()) return;
    hasYielded = true;
    await letGo();
  };
  setInterval(() => void look(), LOOK_MS);
  document.addEventListener('visibilitychange', () => {
    if (document.visibilityState === 'hidden' || !hasYielded) return;
    hasYielded = false;
    void resume();
  });
}
