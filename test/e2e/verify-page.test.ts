import type * as Sdk from '@manyhands/sdk';
import type { Browser, BrowserContext, Page } from 'playwright';
import { build } from 'vite';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { seriousFaults } from './axe.ts';
import { launchChromium } from './chromium.ts';
import { traps, WALK, walk, walks } from './kernels.ts';
import { Cleanup, contribute, researcherAt, startStack } from './stack.ts';

const SHOTS = new URL('../artifacts/', import.meta.url).pathname;
const ITEMS = 120;
const TRAPPED = 49;

describe('the page that recomputes a certified result', () => {
  const cleanup = new Cleanup();
  let url: string;
  let job: string;
  let quoted: string;
  let browser: Browser;
  let context: BrowserContext;
  let page: Page;

  beforeAll(async () => {
    ({ url } = await startStack(cleanup));
    await contribute(cleanup, url);
    const client = await researcherAt(url);
    const run = await client.run({ source: WALK }, walks(ITEMS), { title: 'Walks', unitItems: 30 });
    job = run.id;
    await run.certified();
    const { kernel } = await run.progress();
    quoted = (await client.quote({ kernel }, walks(ITEMS), { title: 'Not started' })).id;
    browser = await launchChromium();
    cleanup.add(() => browser.close());
  });
  afterAll(() => cleanup.run());
  beforeEach(async () => {
    context = await browser.newContext();
    page = await context.newPage();
  });
  afterEach(() => context.close());

  const open = (item: number | string, id: string = job) =>
    page.goto(`${url}/verify.html?job=${id}&item=${item}`);
  const press = () => page.getByRole('button', { name: 'Recompute here' }).click();
  const status = () => page.getByRole('status').first();

  /** Answers a path of the API with something else than the coordinator did. */
  const tamper = (path: string, change: (body: Buffer) => Buffer | string) =>
    context.route(`**${path}`, async (route) => {
      const response = await route.fetch();
      await route.fulfill({ response, body: change(await response.body()) });
    });

  it('[CO1] fetches and runs nothing before the click, then shows a match with both values', async () => {
    const requests: string[] = [];
    page.on('request', (request) => requests.push(new URL(request.url()).pathname));
    await open(7);
    await page.waitForTimeout(300);
    expect(requests.filter((path) => path.startsWith('/v1/'))).toEqual([]);
    expect(page.workers()).toHaveLength(0);

    await press();
    await status().getByText('Match', { exact: true }).waitFor();
    const { farthest } = walk(7) ?? {};
    expect(await page.getByText(`farthest = ${farthest},`).count()).toBe(2);
    expect(page.workers()).toHaveLength(0);
    expect(await page.evaluate(() => indexedDB.databases())).toEqual([]);
  });

  it('recomputes all items of a unit, those that trap too', async () => {
    expect(traps(TRAPPED)).toBe(true);
    await open(TRAPPED);
    await page.getByLabel('All items that were computed together with it').check();
    await press();
    await status()
      .getByText(/same fuel for all \d+ items/)
      .waitFor();
    expect(await page.getByRole('cell', { name: 'trapped' }).count()).toBe(2);
  });

  it('shows a mismatch where one byte of the delivered result was changed', async () => {
    await tamper(`/v1/jobs/${job}/units/7`, (body) => {
      const unit = JSON.parse(body.toString());
      const outputs = Buffer.from(unit.outputs, 'base64');
      const lengths = Buffer.from(unit.lengths, 'base64');
      let at = 0;
      for (let i = 0; i < 7 - unit.first; i++) at += lengths.readUInt32LE(4 * i);
      outputs[at] ^= 1;
      return JSON.stringify({ ...unit, outputs: outputs.toString('base64') });
    });
    await open(7);
    await press();
    await status().getByText('Mismatch').waitFor();
    const farthest = walk(7)?.farthest ?? 0;
    await page.getByText(`farthest = ${farthest},`).waitFor();
    await page.getByText(`farthest = ${farthest ^ 1},`).waitFor();
    expect(await seriousFaults(page)).toEqual([]);
    await page.screenshot({ path: `${SHOTS}verify-mismatch.png`, fullPage: true });
    // And of the whole unit the changed item alone.
    await page.getByLabel('All items that were computed together with it').check();
    await press();
    await status()
      .getByText(/^1 of \d+ items came out otherwise/)
      .waitFor();
  });

  it('shows a mismatch where the fuel was changed', async () => {
    await tamper(`/v1/jobs/${job}/units/7`, (body) => {
      const unit = JSON.parse(body.toString());
      const fuels = Buffer.from(unit.fuels, 'base64');
      fuels[8 * (7 - unit.first)] ^= 1;
      return JSON.stringify({ ...unit, fuels: fuels.toString('base64') });
    });
    await open(7);
    await press();
    await status().getByText('Mismatch').waitFor();
  });

  it.each([
    ['program', '/v1/builds/*', 'BUILD_HASH_MISMATCH', (body: Buffer) => Buffer.concat([body, Buffer.of(0)])],
    [
      'table of inputs',
      '/v1/blobs/*',
      'BLOB_HASH_MISMATCH',
      (body: Buffer) => Buffer.concat([body.subarray(1), body]),
    ],
    [
      'list of inputs',
      '/v1/jobs/*/inputs?from=0',
      'CERTIFICATE_INVALID',
      (body: Buffer) => body.toString().replace(/"root":"./, '"root":"g'),
    ],
    [
      'certificate',
      '/v1/jobs/*/certificate',
      'CERTIFICATE_INVALID',
      (body: Buffer) => body.toString().replace('"Walks"', '"Talks"'),
    ],
  ])('runs nothing of a changed %s', async (_what, path, code, change) => {
    await tamper(path, change);
    await open(7);
    await press();
    await status().getByText(code).waitFor();
    await page.getByText('This could not be checked').waitFor();
  });

  it.each([
    [
      'an item that the job does not have',
      () => [String(ITEMS), job],
      /items 0 to 119, and none of number 120\./,
    ],
    ['a job that is not certified', () => ['0', quoted], /The job is quoted; there is nothing to recompute/],
    ['a job that there is not', () => ['0', 'ab'.repeat(16)], /You have no job abab/],
    ['what is no job', () => ['0', 'mine'], /A job’s id has 32 digits/],
    ['what is no item', () => ['first', job], /An item is a whole number/],
  ] as const)('says in a sentence what is wrong: %s', async (_what, asked, sentence) => {
    const [item, id] = asked();
    await open(item, id);
    await press();
    await status().getByText(sentence).waitFor();
  });

  it('says that paid results are their researcher’s', async () => {
    await context.route(`**/v1/jobs/${job}/units/7`, (route) =>
      route.fulfill({
        status: 403,
        json: { code: 'RESULTS_PRIVATE', message: 'the results of this job belong to the researcher' },
      }),
    );
    await open(7);
    await press();
    await status().getByText('The results of this job belong to the researcher. (RESULTS_PRIVATE)').waitFor();
  });

  it('works by keyboard alone', async () => {
    await page.goto(`${url}/verify.html`);
    await page.getByLabel('Language').waitFor();
    // Past the language, which comes first.
    await page.keyboard.press('Tab');
    await page.keyboard.press('Tab');
    await page.keyboard.type(job);
    await page.keyboard.press('Tab');
    await page.keyboard.type('3');
    await page.keyboard.press('Tab');
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');
    await status()
      .getByText(/same fuel for all \d+ items/)
      .waitFor();
    expect(new URL(page.url()).search).toBe(`?job=${job}&item=3`);
  });

  it.each([
    ['light', 1100, 900],
    ['dark', 1100, 900],
    ['light', 375, 812],
    ['dark', 375, 812],
  ] as const)(
    'looks right, and axe finds no serious fault: %s at %i pixels',
    async (colorScheme, width, height) => {
      await page.emulateMedia({ colorScheme });
      await page.setViewportSize({ width, height });
      await open(7);
      await page.screenshot({ path: `${SHOTS}verify-${colorScheme}-${width}-before.png`, fullPage: true });
      expect(await seriousFaults(page)).toEqual([]);
      await press();
      await status().getByText('Match', { exact: true }).waitFor();
      await page.screenshot({ path: `${SHOTS}verify-${colorScheme}-${width}.png`, fullPage: true });
      expect(await seriousFaults(page)).toEqual([]);
      const overflow = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
      expect(overflow).toBeLessThanOrEqual(0);
    },
  );

  it('a page of the coordinator runs the SDK itself: a job from its start to the check of its certificate', async () => {
    const body = await sdkForPages();
    const contentType = 'text/javascript';
    await context.route('**/sdk.js', (route) => route.fulfill({ contentType, body }));
    const loader = "import * as sdk from '/sdk.js'; window.sdk = sdk;";
    await context.route('**/loader.js', (route) => route.fulfill({ contentType, body: loader }));
    await page.goto(`${url}/verify.html`);
    await page.addScriptTag({ url: `${url}/loader.js`, type: 'module' });
    await page.waitForFunction(() => 'sdk' in window);
    const found = await page.evaluate(async () => {
      const { manyhands, verifyResults, JobError } = (window as unknown as { sdk: typeof Sdk }).sdk;
      const client = manyhands(location.origin);
      await client.account('A page');
      const source = 'export function triple(x: i32): i64 { return 3 * <i64>x; }';
      const job = await client.run({ source }, { kind: 'range', from: 0, to: 300 });
      const provisional = new Set<number>();
      const rows: Sdk.Row[] = [];
      for await (const row of job.results({ state: 'provisional' }))
        if (row.provisional) provisional.add(row.index);
        else rows.push(row);
      rows.sort((a, b) => a.index - b.index);
      const { valid } = verifyResults(await job.certified(), rows, { audits: await job.audits() });
      const late = await job.pause().catch((error: unknown) => error instanceof JobError);
      return { valid, late, last: String(rows[299].values?.result), some: provisional.size > 0 };
    });
    expect(found).toEqual({ valid: true, late: true, last: '897', some: true });
  });
});

/** The SDK as one module without anything of Node's. */
async function sdkForPages(): Promise<string> {
  const entry = new URL('../../sdk/dist/index.js', import.meta.url).pathname;
  const lib = { entry, formats: ['es' as const], fileName: 'sdk' };
  const built = await build({ configFile: false, logLevel: 'error', build: { write: false, lib } });
  const [{ output }] = built as Extract<typeof built, readonly unknown[]>;
  const [{ code, imports }] = output;
  expect(imports).toEqual([]);
  return code;
}
