import type { MessagePort, Worker } from 'node:worker_threads';
import type { Endpoint } from 'comlink';
import adapted from 'comlink/dist/esm/node-adapter.mjs';

/** A comlink endpoint over a thread, or over a thread's own port. */
export const nodeEndpoint = (port: Worker | MessagePort): Endpoint =>
  adapted(port as Parameters<typeof adapted>[0]);
