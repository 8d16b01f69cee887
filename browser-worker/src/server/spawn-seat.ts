import { Worker } from 'node:worker_threads';
import type { SeatWorker } from '../engine/remote-seat.ts';
import { nodeEndpoint } from './node-endpoint.ts';

/** A seat on a thread of this process. */
export function spawnSeat(): SeatWorker {
  const thread = new Worker(new URL('../../dist/server/seat-worker.js', import.meta.url), { execArgv: [] });
  let ending = false;
  return {
    endpoint: nodeEndpoint(thread),
    terminate: () => {
      ending = true;
      void thread.terminate();
    },
    onDeath: (died) => {
      let why = 'the thread ended';
      thread.on('error', (error) => {
        why = error.message;
      });
      thread.on('exit', () => {
        if (!ending) died(why);
      });
    },
  };
}
