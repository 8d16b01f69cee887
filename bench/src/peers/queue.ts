/** A queue under measurement: forked with its address, it works through empty jobs when told how many. */

/** One of the libraries, in the way its documentation advises for many small jobs. */
export interface Queue {
  /** Adds, processes and completes so many empty jobs; resolves when the last is completed. */
  work(jobs: number): Promise<void>;
}

/** Jobs added in one call. */
export const CHUNK = 1000;

/** Serves the bench that forked this process: a number of jobs in, a word when they are done. */
export function serve(queue: Queue): void {
  process.on('message', (jobs: number) => {
    queue.work(jobs).then(
      () => process.send?.('done'),
      (error: Error) => process.send?.(`failed: ${error.stack}`),
    );
  });
  process.on('disconnect', () => process.exit(0));
  process.send?.('ready');
}
