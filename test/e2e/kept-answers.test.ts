import { manyhands, readResults } from '@manyhands/sdk';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { freePort, kill, startProcess } from './coordinator-process.ts';
import { WALK, walk, walks } from './kernels.ts';
import { ListeningProxy } from './listening-proxy.ts';
import { Cleanup, contribute } from './stack.ts';

const ITEMS = 1_500;
const STEPS = 400_000;

describe('a coordinator that dies while answers are on their way', () => {
  const cleanup = new Cleanup();
  afterEach(() => cleanup.run());

  it('[CM1] takes them when they are sent again, and credits them', { timeout: 240_000 }, async () => {
    const dir = cleanup.folder();
    const port = await freePort();
    const url = `http://127.0.0.1:${port}`;
    const env = {
      MANYHANDS_PORT: String(port),
      MANYHANDS_DIR: dir,
      MANYHANDS_LOG_LEVEL: 'error',
      MANYHANDS_RPC_URL: '',
      DATABASE_URL: '',
    };
    const proxy = new ListeningProxy(url);
    const proxied = await proxy.listen();
    cleanup.add(() => proxy.close());
    let child = await startProcess(env, url);
    cleanup.add(() => child.kill('SIGKILL'));
    await contribute(cleanup, proxied, { share: 0.5 });
    const client = manyhands(url);
    await client.account('Test');
    const job = await client.run({ source: WALK }, walks(ITEMS, STEPS), { unitItems: 20 });

    await vi.waitFor(() => expect(proxy.credited.size).toBeGreaterThan(1), { timeout: 60_000, interval: 20 });
    proxy.losesAnswers = true;
    await vi.waitFor(() => expect(proxy.lost.size).toBeGreaterThan(0), { timeout: 60_000, interval: 5 });
    await kill(child);
    proxy.losesAnswers = false;
    child = await startProcess(env, url);

    const lost = [...proxy.lost];
    await vi.waitFor(
      () => expect(lost.every((id) => proxy.credited.has(id) || proxy.cancelled.has(id))).toBe(true),
      { timeout: 60_000, interval: 50 },
    );
    expect(
      lost.filter((id) => proxy.cancelled.has(id)),
      'thrown away',
    ).toEqual([]);
    let csv = '';
    for await (const records of job.csv({ follow: true })) csv += records.text;
    const certificate = await job.certified();
    const rows = [...readResults(csv, certificate.outputs)];
    expect(rows).toHaveLength(ITEMS);
    for (const row of rows.filter(({ index }) => index % 10 === 9))
      expect(row.values, `item ${row.index}`).toEqual(walk(row.index, STEPS));
  });
});
