import { readFileSync } from 'node:fs';
import type { Client, Job } from '@manyhands/sdk';
import { manyhands } from '@manyhands/sdk';
import type { Browser, Page } from 'playwright';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { launchChromium } from './chromium.ts';
import { STEPS, WALK, walk, walks } from './kernels.ts';
import { look } from './look.ts';
import { Cleanup, contribute, startStack } from './stack.ts';

/** A network of one thread takes some seconds for them. */
const ITEMS = 12_000;
/** Whoever fails in it does so at the end of an item: every 50th. */
const FAILED = ITEMS / 50;
const LONG = { timeout: 60_000 };

describe('a job in the console', () => {
  const cleanup = new Cleanup();
  let browser: Browser;
  let page: Page;
  let coordinator: string;
  let client: Client;
  let job: Job;

  beforeAll(async () => {
    coordinator = (await startStack(cleanup)).url;
    client = manyhands(coordinator);
    const { key } = await client.account('Ada');
    browser = await launchChromium();
    cleanup.add(() => browser.close());
    const context = await browser.newContext({ viewport: { width: 1100, height: 900 } });
    page = await context.newPage();
    page.on('pageerror', (error) => {
      throw error;
    });
    // No window for files in a browser without a head: without one, then with one that writes to the page's own disk.
    await page.addInitScript((kept) => {
      localStorage.setItem('manyhands-owner-key', kept);
      Reflect.deleteProperty(globalThis, 'showSaveFilePicker');
    }, key);
    job = await client.run({ source: WALK, name: 'Walk' }, walks(ITEMS), { title: 'Walks' });
  });
  afterAll(() => cleanup.run());

  const part = (name: string | RegExp) => page.getByRole('region', { name, exact: true });
  const open = (part: string) => page.goto(`${coordinator}/console.html#/${part}`);

  it('is found in the list, and says why it does not move while nobody is here', async () => {
    await open('jobs');
    await page.getByRole('link', { name: 'Walks' }).click();
    await page.getByText(/0%.*Nobody is connected who could compute it/).waitFor(LONG);
    await page.getByText('No item of this part is final yet.').waitFor(LONG);
  });

  it('is watched and plotted while it runs', async () => {
    await contribute(cleanup, coordinator);
    await page.getByRole('img', { name: /Histogram of farthest: \d/ }).waitFor(LONG);
    // Held here, so that there is time to look.
    await page.getByRole('button', { name: 'Pause' }).click();
    await page.getByText('paused', { exact: true }).waitFor(LONG);
    const plots = part('Plots');
    await plots.getByLabel('Kind').selectOption('Scatter');
    await plots.getByLabel('Across').selectOption('fuel');
    await plots.getByLabel('Upwards').selectOption('mean');
    await page.getByRole('img', { name: /Scatter of mean against fuel: \d/ }).waitFor(LONG);
    await plots
      .getByText(/points? shown, evenly of [\d,]+ items that were looked at; the job has 12,000/)
      .waitFor(LONG);
    await page.getByRole('img', { name: /Fuel by item, from item 0 to 11,999/ }).waitFor(LONG);
    await page.getByRole('img', { name: /Final items over time: [\d,]+ of 12,000/ }).waitFor(LONG);
    expect((await job.progress()).final).toBeLessThan(ITEMS);
    await look(page, 'console-job-paused');
    await page.getByRole('button', { name: 'Go on' }).click(LONG);
  });

  it('shows rows, slow items and failures with the command that reproduces them', async () => {
    await job.certified();
    await page.getByText('At most').waitFor(LONG);
    await part('Results').getByRole('button', { name: 'Last' }).click();
    const last = ITEMS - 2;
    const cells = part('Rows').locator('tr', { has: page.getByRole('rowheader', { name: '11,998' }) });
    await expect.poll(() => cells.textContent()).toContain(String(walk(last, STEPS)?.farthest));
    await part('Slowest items').locator('tbody button').first().click();
    await expect
      .poll(() => part('Fuel by item').getByRole('spinbutton', { name: 'From item' }).inputValue())
      .not.toBe('0');
    await part('Fuel by item').getByRole('button', { name: 'Show all' }).click();
    const failures = part('Failures').first();
    await failures.getByText(`${FAILED} final items failed.`).waitFor(LONG);
    await failures.getByText('Item 49', { exact: true }).click();
    await failures.getByText(`manyhands reproduce ${job.id} 49`).waitFor(LONG);
  });

  it('gives its results and certificate as files, through the page or straight to disk', async () => {
    const files = part('Files');
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      files.getByRole('button', { name: 'Download CSV' }).click(),
    ]);
    expect(download.suggestedFilename()).toBe('Walks.csv');
    const lines = readFileSync(await download.path(), 'utf8')
      .trim()
      .split('\n');
    expect(lines[0]).toBe('index,status,fuel,farthest,last,mean');
    expect(lines).toHaveLength(ITEMS + 1);

    const [certificate] = await Promise.all([
      page.waitForEvent('download'),
      files.getByRole('button', { name: 'Download certificate' }).click(),
    ]);
    expect(JSON.parse(readFileSync(await certificate.path(), 'utf8'))).toMatchObject({
      job: job.id,
      items: ITEMS,
    });
    expect(await files.getByRole('link', { name: /Check it here/ }).getAttribute('href')).toBe(
      `/verify.html?job=${job.id}&item=0`,
    );

    await page.evaluate(() => {
      const pick = async ({ suggestedName }: { suggestedName: string }) =>
        (await navigator.storage.getDirectory()).getFileHandle(suggestedName, { create: true });
      Object.assign(globalThis, { showSaveFilePicker: pick });
    });
    await files.getByRole('button', { name: 'Download NDJSON' }).click();
    await files.getByText(/^Done: /).waitFor(LONG);
    const written = await page.evaluate(async () => {
      const file = await (await navigator.storage.getDirectory()).getFileHandle('Walks.ndjson');
      return (await (await file.getFile()).text()).trim().split('\n').length;
    });
    expect(written).toBe(ITEMS);
  });

  it('is cancelled by the second click, and somebody else sees how it stands but no results', async () => {
    const other = await client.run({ source: WALK }, walks(20_000), { title: 'Too many walks' });
    await open(`job/${other.id}`);
    const stranger = await browser.newPage();
    await stranger.goto(`${coordinator}/console.html#/job/${other.id}`);
    await stranger
      .getByText('Before the job is certified, only its researcher sees its results.')
      .waitFor(LONG);
    expect(await stranger.getByRole('button', { name: 'Cancel' }).count()).toBe(0);
    await page.getByRole('button', { name: 'Cancel' }).click(LONG);
    expect((await other.progress()).state).toBe('running');
    await page.getByRole('button', { name: 'Sure? It ends for good' }).click();
    await page.getByText('cancelled', { exact: true }).waitFor(LONG);
    expect((await other.progress()).state).toBe('cancelled');
  });

  it('usage, keys, datasets and the network are told', async () => {
    await open('usage');
    await page.getByRole('img', { name: /Items on each of the last 30 days/ }).waitFor(LONG);
    await look(page, 'console-usage');

    await open('keys');
    await page.getByLabel('What it is for').fill('laptop');
    await page.getByLabel('Ends').selectOption('in 30 days');
    await page.getByRole('button', { name: 'Make a key' }).click();
    const made = manyhands(coordinator, (await page.locator('.copied code').textContent()) ?? '');
    expect((await made.ownJobs()).jobs.map(({ title }) => title)).toEqual(['Too many walks', 'Walks']);
    await look(page, 'console-keys');
    await page.getByRole('button', { name: 'Revoke' }).click();
    await page.getByRole('button', { name: 'Sure? It ends at once' }).click();
    await page.getByRole('button', { name: 'Revoke' }).waitFor({ state: 'detached' });
    await expect(made.ownJobs()).rejects.toMatchObject({ code: 'KEY_REFUSED' });

    await open('datasets');
    await page.getByLabel(/Store a file/).setInputFiles({
      name: 'lambda.fa',
      mimeType: 'text/plain',
      buffer: Buffer.from('>lambda\nACGT\n'),
    });
    await page.getByText('lambda.fa is stored.').waitFor(LONG);
    await page.getByRole('rowheader', { name: 'lambda.fa' }).waitFor();
    await look(page, 'console-datasets');

    await page.goto(`${coordinator}/network.html`);
    await page.getByText('1 certified', { exact: false }).waitFor(LONG);
    await look(page, 'network');
    await page.getByLabel('Language').selectOption('de');
    await page.getByRole('heading', { name: 'Das Netzwerk' }).waitFor();
    await open('jobs');
    await page.getByRole('heading', { name: 'Meine Aufträge' }).waitFor(LONG);
    await open(`job/${job.id}`);
    await page.getByRole('heading', { name: 'Rechenarbeit nach Posten' }).waitFor(LONG);
    await page.getByText('zertifiziert', { exact: true }).waitFor();
    await look(page, 'console-job-german');
  });
});
