/** pg-boss: jobs inserted in bulk, fetched and completed a thousand at a time without a pause between. */
import PgBoss from 'pg-boss';
import { CHUNK, serve } from './queue.ts';

const NAME = 'bench';
const FETCHERS = 2;
const NOTHING_MS = 5;

const boss = new PgBoss({ connectionString: process.argv[2], supervise: false, schedule: false });
boss.on('error', (error) => process.send?.(`failed: ${error.stack}`));
await boss.start();
await boss.createQueue(NAME);

serve({
  async work(jobs) {
    let left = jobs;
    const fetchAll = async (): Promise<void> => {
      while (left > 0) {
        const fetched = await boss.fetch(NAME, { batchSize: CHUNK });
        if (fetched.length === 0) {
          await new Promise((wake) => setTimeout(wake, NOTHING_MS));
          continue;
        }
        const ids = fetched.map((job) => job.id);
        await boss.complete(NAME, ids);
        left -= ids.length;
      }
    };
    const fetching = Array.from({ length: FETCHERS }, fetchAll);
    for (let at = 0; at < jobs; at += CHUNK)
      await boss.insert(
        Array.from({ length: Math.min(CHUNK, jobs - at) }, (_, i) => ({
          name: NAME,
          data: { item: at + i },
        })),
      );
    await Promise.all(fetching);
  },
});
