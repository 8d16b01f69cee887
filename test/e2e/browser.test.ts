import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { ScriptedCoordinator, spinKernel } from '@manyhands/browser-worker/testing';
import { align, parseFasta } from '@manyhands/example-genome/reference';
import { readResults, verifyResults } from '@manyhands/sdk';
import type { Browser } from 'playwright';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { launchChromium } from './chromium.ts';
import { WALK, walks } from './kernels.ts';
import { Cleanup, contribute, researcherAt, startStack, WEB } from './stack.ts';

const GENOME = new URL('../../examples/genome/', import.meta.url);
const READS = 24;

const status = async (coordinator: string) => (await fetch(`${coordinator}/v1/status`)).json();

/** Processor time that all pages and workers of a browser have used so far, in seconds. */
async function cpuSeconds(browser: Browser): Promise<number> {
  const session = await browser.newBrowserCDPSession();
  const { processInfo } = await session.send('SystemInfo.getProcessInfo');
  await session.detach();
  return processInfo.reduce((sum, { type, cpuTime }) => sum + (type === 'renderer' ? cpuTime : 0), 0);
}

describe('real browsers at a real coordinator', () => {
  const cleanup = new Cleanup();
  afterEach(() => cleanup.run());

  it('[CO1] a consenting tab computes units of the main job, and the certified table is right', async () => {
    const coordinator = await startStack(cleanup);
    const browser = await launchChromium();
    cleanup.add(() => browser.close());
    const page = await browser.newPage();
    await page.goto(coordinator.url);
    expect((await status(coordinator.url)).sessions).toBe(0);
    await page.getByRole('button', { name: /start/i }).first().click();
    await vi.waitFor(async () => expect((await status(coordinator.url)).sessions).toBe(1), {
      timeout: 5_000,
    });

    const client = await researcherAt(coordinator.url);
    const genome = readFileSync(new URL('lambda_virus.fa', GENOME));
    const reads = gunzipSync(readFileSync(new URL('reads_2000.fq.gz', GENOME)))
      .toString()
      .split('\n')
      .slice(0, 4 * READS)
      .join('\n');
    const job = await client.run(
      { source: readFileSync(new URL('align.ts', GENOME), 'utf8') },
      { kind: 'table', content: reads, format: 'fastq' },
      {
        datasets: { genome },
      },
    );
    let csv = '';
    for await (const records of job.csv({ follow: true })) csv += records.text;
    const certificate = await job.certified();
    expect(verifyResults(certificate, csv, { audits: await job.audits() })).toMatchObject({ valid: true });
    const rows = [...readResults(csv, certificate.outputs)];
    expect(rows).toHaveLength(READS);
    const lines = reads.split('\n');
    for (const row of rows.slice(0, 4))
      expect(row.values).toEqual({ ...align(parseFasta(genome.toString()), lines[4 * row.index + 1]) });
  });

  it('a tab and a server-side pool work on one job together and audit each other', async () => {
    const coordinator = await startStack(cleanup);
    const pool = await contribute(cleanup, coordinator.url);
    const browser = await launchChromium();
    cleanup.add(() => browser.close());
    const page = await browser.newPage();
    await page.goto(coordinator.url);
    await page.getByRole('button', { name: /start/i }).first().click();
    await vi.waitFor(async () => expect((await status(coordinator.url)).sessions).toBe(2), {
      timeout: 5_000,
    });
    const client = await researcherAt(coordinator.url);
    const job = await client.run({ source: WALK }, walks(3_000), { unitItems: 50 });
    const certificate = await job.certified();
    expect(certificate.deviceAudits).toBeGreaterThan(certificate.refereeAudits);
    expect(certificate.refuted).toBe(0);
    // What the pool did not execute, the tab or the referee did; the referee's part is known.
    const byTab = certificate.executed - certificate.refereeAudits - pool.stats().computedItems;
    expect(byTab).toBeGreaterThan(300);
    expect(pool.stats().computedItems).toBeGreaterThan(300);
  });

  it('a tab keeps its share of time inside an item of seconds, once its kernel is known for them', async () => {
    const coordinator = await new ScriptedCoordinator(WEB).listen();
    cleanup.add(() => coordinator.close());
    coordinator.answer('/v1/jobs', { jobs: [] });
    const spin = await spinKernel(coordinator.publish(Uint8Array.of(7)));
    const hooked = `/v1/builds/${coordinator.publish(spin.hooked)}`;
    coordinator.publish(spin.bytes);
    const browser = await launchChromium();
    cleanup.add(() => browser.close());
    const page = await browser.newPage();
    await page.goto(coordinator.url);
    await page.getByRole('slider').nth(1).fill('30');
    await page.getByRole('button', { name: /start/i }).first().click();
    const session = await coordinator.nextSession();
    await session.greet();
    session.assign(spin.assign('makes it known', [300_000_000]));
    await session.next('answer');
    session.assign(spin.assign('takes seconds', [1_500_000_000]));
    await vi.waitFor(() => expect(coordinator.requests).toContain(hooked), { timeout: 10_000 });
    await new Promise((wait) => setTimeout(wait, 500));
    const [used, began] = [await cpuSeconds(browser), performance.now()];
    await new Promise((wait) => setTimeout(wait, 2_000));
    const cores = ((await cpuSeconds(browser)) - used) / ((performance.now() - began) / 1000);
    expect(session.log.filter(({ kind }) => kind === 'answer')).toHaveLength(1);
    expect(cores).toBeLessThan(0.5);
    expect((await session.next('answer')).assignment).toBe('takes seconds');
  });
});
