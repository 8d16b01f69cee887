import type { Browser, BrowserContext, Page } from 'playwright';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { seriousFaults } from './axe.ts';
import { launchChromium } from './chromium.ts';
import { WALK, walks } from './kernels.ts';
import { Cleanup, researcherAt, startStack } from './stack.ts';

const SHOTS = new URL('../artifacts/', import.meta.url).pathname;
const PATIENCE = { timeout: 60_000, interval: 200 };

describe('an invitation to a job', () => {
  const cleanup = new Cleanup();
  let browser: Browser;
  let context: BrowserContext;
  let url: string;
  let client: Awaited<ReturnType<typeof researcherAt>>;
  let page: Page;
  const jobs: Awaited<ReturnType<typeof client.run>>[] = [];

  beforeAll(async () => {
    browser = await launchChromium();
    cleanup.add(() => browser.close());
    ({ url } = await startStack(cleanup));
    client = await researcherAt(url);
  });
  beforeEach(async () => {
    context = await browser.newContext({ permissions: ['clipboard-read', 'clipboard-write'] });
    page = await context.newPage();
  });
  afterEach(async () => {
    await context.close();
    for (const job of jobs.splice(0)) await job.cancel();
  });
  afterAll(() => cleanup.run());

  async function run(title: string, items = 50_000) {
    const job = await client.run({ source: WALK }, walks(items, 200_000), { title });
    jobs.push(job);
    return job;
  }
  const doneOf = async (job: Awaited<ReturnType<typeof run>>): Promise<number> => {
    const { held, final } = await job.progress();
    return held + final;
  };
  const start = () => page.getByRole('button', { name: 'Start' }).click();

  it('[CT2] shows the job, computes it alone, and others only once that is chosen', async () => {
    const other = await run('Tides of the North Sea');
    const job = await run('Orbits of small moons');
    await page.goto(`${url}/?job=${job.id}`);
    const panel = page.getByRole('region', { name: 'You are invited' });
    await panel.getByText('“Orbits of small moons”, for Test researcher').waitFor();
    await panel.getByText('Only this job is computed here, and nothing else.').waitFor();
    await panel.getByText('What it is').click();
    await panel.getByText('Hash of the program').waitFor();
    expect(await seriousFaults(page)).toEqual([]);
    await page.screenshot({ path: `${SHOTS}invitation-light.png`, fullPage: true });
    await start();
    await expect.poll(() => doneOf(job), PATIENCE).toBeGreaterThan(0);
    expect(await doneOf(other)).toBe(0);
    await panel.getByRole('checkbox', { name: 'Compute others when there is no work of it' }).check();
    await panel.getByText('This job comes first').waitFor();
    await job.cancel();
    await expect.poll(() => doneOf(other), PATIENCE).toBeGreaterThan(0);
  });

  it('changes nothing that runs already before a click, and says so of jobs that are unknown', async () => {
    const other = await run('Tides of the North Sea');
    await page.goto(url);
    await start();
    await expect.poll(() => doneOf(other), PATIENCE).toBeGreaterThan(0);
    const job = await run('Orbits of small moons');
    await page.goto(`${url}/?job=${'0'.repeat(32)}`);
    await page.getByText('The job of this invitation is not known here').waitFor();
    await page.goto(`${url}/?job=${job.id}`);
    await page.getByRole('button', { name: 'Compute this job' }).click();
    await page.getByText('Only this job is computed here').waitFor();
    await expect.poll(() => doneOf(job), PATIENCE).toBeGreaterThan(0);
    await page.getByRole('button', { name: 'Take any job again' }).click();
    await expect.poll(() => page.getByText('Only this job is computed here').count()).toBe(0);
  });

  it('is handed on from the list of jobs, which is searched by a word: as a link, copied, and as a code', async () => {
    await run('Tides of the North Sea');
    const job = await run('Tails of comets');
    await page.emulateMedia({ colorScheme: 'dark' });
    await page.setViewportSize({ width: 375, height: 800 });
    await page.goto(url);
    const list = page.getByRole('region', { name: 'Jobs' });
    await list.getByRole('searchbox', { name: 'Find jobs by a word' }).fill('comets');
    await expect
      .poll(() => list.getByRole('heading', { level: 3 }).allTextContents())
      .toEqual(['Tails of comets']);
    await list.getByText('Invite others').click();
    const link = `${url}/?job=${job.id}`;
    await list.getByRole('img', { name: `QR code of ${link}` }).waitFor();
    await list.getByRole('button', { name: 'Share the link' }).click();
    await list.getByText('Copied.').waitFor();
    expect(await page.evaluate(() => navigator.clipboard.readText())).toBe(link);
    await list.getByRole('checkbox', { name: 'Compute this job here' }).check();
    await page.getByText('Only this job is computed here, and nothing else.').waitFor();
    expect(await seriousFaults(page)).toEqual([]);
    expect(await page.evaluate(() => document.documentElement.scrollWidth > innerWidth)).toBe(false);
    await page.screenshot({ path: `${SHOTS}invitation-dark-phone.png`, fullPage: true });
    await list.getByRole('searchbox').fill('nothing has this');
    await list.getByText('No job has this word.').waitFor();
  });
});
