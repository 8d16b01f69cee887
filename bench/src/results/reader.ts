/** Reads a job's results once, in a process of its own, and says what it read. */
import { manyhands, readResults } from '@manyhands/sdk';
import type { Read, ReadOrder } from './reading.ts';

type Job = ReturnType<ReturnType<typeof manyhands>['job']>;

/** Adds up what it is given, so that nothing of it can be left out. */
class Sum {
  rows = 0;
  indices = 0;
  results = 0;

  add(index: number, result: number): void {
    this.rows++;
    this.indices += index;
    this.results += result;
  }
}

const WAYS: Record<ReadOrder['way'], (job: Job, order: ReadOrder, sum: Sum) => Promise<void>> = {
  async rows(job, _order, sum) {
    for await (const row of job.results()) sum.add(row.index, row.values?.result as number);
  },
  async arrivals(job, _order, sum) {
    for await (const row of job.results({ order: 'any' })) sum.add(row.index, row.values?.result as number);
  },
  async batches(job, _order, sum) {
    for await (const batch of job.batches()) {
      const results = batch.column('result') as Int32Array;
      for (let at = 0; at < batch.count; at++) sum.add(batch.first + at, results[at]);
    }
  },
  async csv(job, _order, sum) {
    const { outputs } = await job.progress();
    let header = '';
    for await (const { text, count } of job.csv()) {
      if (count === 0) header = text;
      else
        for (const row of readResults(header + text, outputs))
          sum.add(row.index, row.values?.result as number);
    }
  },
  async ndjson(_job, { url, key, job }, sum) {
    const headers = { authorization: `Bearer ${key}` };
    const response = await fetch(`${url}/v1/jobs/${job}/results?format=ndjson`, { headers });
    let rest = '';
    const decoder = new TextDecoder();
    for await (const chunk of response.body as AsyncIterable<Uint8Array>) {
      const lines = (rest + decoder.decode(chunk, { stream: true })).split('\n');
      rest = lines.pop() as string;
      for (const line of lines) {
        const { index, result } = JSON.parse(line);
        sum.add(index, result);
      }
    }
  },
};

process.on('message', async (order: ReadOrder) => {
  const job = manyhands(order.url, order.key).job(order.job);
  const sum = new Sum();
  const began = performance.now();
  await WAYS[order.way](job, order, sum);
  const { rows, indices, results } = sum;
  process.send?.({ rows, indices, results, ms: performance.now() - began } satisfies Read, () =>
    process.disconnect(),
  );
});
