/** How long one item takes from a researcher's request to its result, when seats idle. */
import { Agent, request } from 'node:http';
import { quantile, rounded } from '../statistics.ts';
import { fuelOfItems, type Network, quoteJob, type Researcher } from './network.ts';
import { tripled } from './truth.ts';
import { pause } from './window.ts';

const FIRST_ITEMS = 16;
const FIRST_MS = 30_000;

export interface Calls {
  readonly count: number;
  readonly p50Ms: number;
  readonly p99Ms: number;
}

/** Calls one after the other, over one connection, as a client that waits for each. Throws on a wrong result. */
export async function timeCalls({ load }: Network, researcher: Researcher, count: number): Promise<Calls> {
  const job = await quoteJob(researcher, { items: FIRST_ITEMS, open: true });
  await job.start();
  await load.work(await fuelOfItems(researcher), null);
  const last = performance.now() + FIRST_MS;
  // What was there at the start comes before any call.
  for (let held = 0; held < FIRST_ITEMS && performance.now() < last; await pause(50)) {
    const progress = await job.progress();
    held = progress.held + progress.final;
  }
  const agent = new Agent({ keepAlive: true, maxSockets: 1 });
  const waits: number[] = [];
  for (let i = 0; i < count; i++) {
    const began = performance.now();
    const { row } = await call(agent, researcher, job.id, i);
    waits.push(performance.now() - began);
    if (row.result !== tripled(i)) throw new Error(`the call of ${i} gave ${JSON.stringify(row)}`);
  }
  agent.destroy();
  await load.rest();
  await job.cancel();
  return { count, p50Ms: rounded(quantile(waits, 0.5), 2), p99Ms: rounded(quantile(waits, 0.99), 2) };
}

function call(
  agent: Agent,
  { client, key }: Researcher,
  job: string,
  x: number,
): Promise<{ row: Record<string, unknown> }> {
  return new Promise((resolve, reject) => {
    const headers = { authorization: `Bearer ${key}`, 'content-type': 'application/json' };
    const sent = request(`${client.url}/v1/jobs/${job}/call`, { agent, method: 'POST', headers }, (reply) => {
      let text = '';
      reply.setEncoding('utf8');
      reply.on('data', (chunk) => {
        text += chunk;
      });
      reply.on('end', () =>
        reply.statusCode === 200 ? resolve(JSON.parse(text)) : reject(new Error(`the call: ${text}`)),
      );
    });
    sent.on('error', reject);
    sent.end(JSON.stringify({ input: [x] }));
  });
}
