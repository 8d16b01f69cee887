/** BullMQ: jobs added in bulk, one worker of high concurrency, what is completed is removed. */
import { Queue as BullQueue, Worker } from 'bullmq';
import { Redis } from 'ioredis';
import { CHUNK, serve } from './queue.ts';

const NAME = 'bench';
/** Processor time of a job was the same here from 16 to 256, and a fifth more at 1,024. */
const CONCURRENCY = 256;

const connect = (): Redis => new Redis(process.argv[2], { maxRetriesPerRequest: null });
const queue = new BullQueue(NAME, { connection: connect() });
let left = 0;
let finished = (): void => undefined;
const worker = new Worker(NAME, async () => undefined, {
  connection: connect(),
  concurrency: CONCURRENCY,
  removeOnComplete: { count: 0 },
});
worker.on('completed', () => {
  if (--left === 0) finished();
});

serve({
  async work(jobs) {
    left = jobs;
    const completed = new Promise<void>((resolve) => {
      finished = resolve;
    });
    for (let at = 0; at < jobs; at += CHUNK)
      await queue.addBulk(
        Array.from({ length: Math.min(CHUNK, jobs - at) }, (_, i) => ({
          name: 'unit',
          data: { item: at + i },
        })),
      );
    await completed;
  },
});
