/** What is used of the Web Locks API; absent on pages that are not served securely. */
export type Locks = Pick<LockManager, 'request'>;

const NAME = 'manyhands-pool';

/**
 * Waits until this is the only pool of the browser (per site that embeds it: browsers partition locks).
 *
 * `onBusy` is called when another tab has it; the lock then passes to this tab when that one closes or stops.
 * Rejects with the signal's reason when aborted while waiting. Resolves with the function that lets go.
 * Where the browser has no locks or denies them, every tab has a pool of its own: better than none.
 */
export async function claimPool(
  locks: Locks | undefined,
  signal: AbortSignal,
  onBusy: () => void,
): Promise<() => void> {
  if (!locks) return () => {};
  const held = await hold(locks, { ifAvailable: true }).catch(() => () => {});
  if (held) return held;
  signal.throwIfAborted();
  onBusy();
  return (await hold(locks, { signal })) ?? (() => {});
}

/** Whether another tab waits for the pool. Where a browser has no locks, nobody waits. */
export async function poolIsWanted(locks: Pick<LockManager, 'query'> | undefined): Promise<boolean> {
  const { pending = [] } = (await locks?.query().catch(() => undefined)) ?? {};
  return pending.some(({ name }) => name === NAME);
}

/** Null when the lock is taken and `ifAvailable` was asked for. */
function hold(locks: Locks, options: LockOptions): Promise<(() => void) | null> {
  return new Promise((resolve, reject) => {
    locks
      .request(NAME, options, (lock) => {
        if (lock === null) return resolve(null);
        return new Promise<void>((release) => resolve(release));
      })
      .catch(reject);
  });
}
