import { EXIT } from './exit-codes.ts';

/**
 * Runs something that Ctrl-C or SIGTERM asks to stop: the first aborts the signal, so that work is finished and given
 * back; a second one ends the process at once.
 */
export async function stoppable<T>(onStop: () => void, run: (signal: AbortSignal) => Promise<T>): Promise<T> {
  const stop = new AbortController();
  const handle = (): void => {
    if (stop.signal.aborted) process.exit(EXIT.interrupted);
    onStop();
    stop.abort();
  };
  process.on('SIGINT', handle);
  process.on('SIGTERM', handle);
  try {
    return await run(stop.signal);
  } finally {
    process.off('SIGINT', handle);
    process.off('SIGTERM', handle);
  }
}

export const aborted = (signal: AbortSignal): Promise<void> =>
  signal.aborted
    ? Promise.resolve()
    : new Promise((resolve) => signal.addEventListener('abort', () => resolve(), { once: true }));
