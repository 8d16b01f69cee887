import { describe, expect, it, vi } from 'vitest';
import { claimPool, type Locks } from './pool-lock.ts';

/** The part of the Web Locks API that is used, for two tabs in one process. */
function fakeLocks(): Locks {
  let tail: Promise<unknown> = Promise.resolve();
  let holders = 0;
  const request = async (_: string, options: LockOptions, use: (lock: Lock | null) => unknown) => {
    options.signal?.throwIfAborted();
    if (options.ifAvailable && holders > 0) return use(null);
    holders++;
    const turn = tail;
    const mine = turn.then(async () => {
      options.signal?.throwIfAborted();
      return use({ name: _, mode: 'exclusive' });
    });
    tail = mine.catch(() => {}).finally(() => holders--);
    const aborted = new Promise((_, reject) => {
      options.signal?.addEventListener('abort', () => reject(options.signal?.reason));
    });
    return Promise.race([mine, aborted]);
  };
  return { request } as unknown as Locks;
}

const never = new AbortController().signal;

describe('one pool in a browser', () => {
  it('the second tab waits and takes over when the first lets go', async () => {
    const locks = fakeLocks();
    const busy = vi.fn();
    const release = await claimPool(locks, never, busy);
    expect(busy).not.toHaveBeenCalled();
    const second = claimPool(locks, never, busy);
    await vi.waitFor(() => expect(busy).toHaveBeenCalledOnce());
    release();
    expect(await second).toBeTypeOf('function');
  });

  it('a tab that is stopped while it waits gives up', async () => {
    const locks = fakeLocks();
    await claimPool(locks, never, () => {});
    const stopping = new AbortController();
    const second = claimPool(locks, stopping.signal, () => stopping.abort(new Error('stopped')));
    await expect(second).rejects.toThrow('stopped');
  });

  it('a browser without locks has a pool in each tab', async () => {
    expect(await claimPool(undefined, never, () => {})).toBeTypeOf('function');
    const denied = { request: () => Promise.reject(new Error('denied')) } as unknown as Locks;
    expect(await claimPool(denied, never, () => {})).toBeTypeOf('function');
  });
});
