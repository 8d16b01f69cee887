import { compileKernel } from '@manyhands/wasm-kernels';
import type { Browser, BrowserContext, Page } from 'playwright';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { seriousFaults } from './axe.ts';
import { launchChromium } from './chromium.ts';
import { WALK } from './kernels.ts';
import { Cleanup, researcherAt, startStack } from './stack.ts';

const SHOTS = new URL('../artifacts/', import.meta.url).pathname;
/** The same columns, and another answer. */
const OTHER = 'export function walk(seed: i32): i32 { return seed + 1; }';
const PROJECT = {
  entry: 'main.ts',
  files: {
    'main.ts': 'import { twice } from "./twice"; export function main(x: i32): i32 { return twice(x); }',
    'twice.ts': 'export function twice(x: i32): i32 { return 2 * x; }',
  },
};

/** The compiler is loaded and run in the browser: seconds, and more on a busy machine. */
const PATIENCE = { timeout: 60_000 };

describe('the page that compiles a program’s source', () => {
  const cleanup = new Cleanup();
  let url: string;
  let kernels: { walk: string; other: string; project: string; sourceless: string };
  let browser: Browser;
  let context: BrowserContext;
  let page: Page;

  beforeAll(async () => {
    ({ url } = await startStack(cleanup));
    const client = await researcherAt(url);
    const { wasm, schema } = await compileKernel('export function module(x: i32): i32 { return x ^ 1; }');
    const publish = async (kernel: Parameters<typeof client.publish>[0]) =>
      (await client.publish(kernel)).kernel;
    kernels = {
      walk: await publish({ source: WALK }),
      other: await publish({ source: OTHER }),
      project: await publish({ source: PROJECT }),
      sourceless: await publish({ wasm, schema }),
    };
    browser = await launchChromium();
    cleanup.add(() => browser.close());
  });
  afterAll(() => cleanup.run());
  beforeEach(async () => {
    context = await browser.newContext();
    page = await context.newPage();
  });
  afterEach(() => context.close());

  const open = (kernel: string) => page.goto(`${url}/verify.html?kernel=${kernel}#source`);
  const press = () => page.getByRole('button', { name: 'Compile here' }).click();
  const says = (words: string | RegExp) =>
    page.locator('#source').getByRole('status').getByText(words).waitFor(PATIENCE);
  const reply = async (path: string) => (await fetch(`${url}${path}`)).json();

  it('[CO1] loads no compiler before the click; the same source gives the same program and build', async () => {
    const requests: string[] = [];
    page.on('request', (request) => requests.push(new URL(request.url()).pathname));
    await open(kernels.walk);
    await page.getByRole('button', { name: 'Compile here' }).waitFor();
    await page.waitForTimeout(300);
    expect(requests.filter((path) => /^\/v1\/|rebuild-worker/.test(path))).toEqual([]);
    await press();
    await says('The published source gives this program');
    expect(await page.getByRole('cell', { name: kernels.walk }).count()).toBe(2);
    const { build } = await reply(`/v1/kernels/${kernels.walk}`);
    expect(await page.getByRole('cell', { name: build }).count()).toBe(2);
    expect(await seriousFaults(page)).toEqual([]);
    await page.screenshot({ path: `${SHOTS}rebuild-match.png`, fullPage: true });
    expect(page.workers()).toHaveLength(0);
  });

  it('compiles a source of several files as well', async () => {
    await open(kernels.project);
    await press();
    await says('The published source gives this program');
  });

  it('shows a mismatch where the source is another program’s', async () => {
    const { label } = await reply(`/v1/kernels/${kernels.other}`);
    await context.route(`**/v1/kernels/${kernels.walk}`, async (route) => {
      const response = await route.fetch();
      const kernel = await response.json();
      await route.fulfill({
        response,
        json: { ...kernel, label: { ...kernel.label, sourceHash: label.sourceHash } },
      });
    });
    await page.emulateMedia({ colorScheme: 'dark' });
    await page.setViewportSize({ width: 375, height: 812 });
    await open(kernels.walk);
    await press();
    await says('The published source gives another program');
    await page.getByRole('cell', { name: kernels.walk }).waitFor();
    await page.getByRole('cell', { name: kernels.other }).waitFor();
    expect(await seriousFaults(page)).toEqual([]);
    await page.screenshot({ path: `${SHOTS}rebuild-mismatch-dark-375.png`, fullPage: true });
    const overflow = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
    expect(overflow).toBeLessThanOrEqual(0);
  });

  it('compiles nothing of a source whose bytes are not those of its hash', async () => {
    await context.route('**/v1/blobs/*', async (route) => {
      const response = await route.fetch();
      await route.fulfill({ response, body: `${await response.text()} ` });
    });
    await open(kernels.walk);
    await press();
    await says('BLOB_HASH_MISMATCH');
  });

  it.each([
    ['published as a module', (): string => kernels.sourceless, 'was published as a module'],
    ['unknown', (): string => 'ab'.repeat(32), 'KERNEL_UNKNOWN'],
    ['no hash', (): string => 'mine', 'A program’s hash has 64 digits'],
  ] as const)('says in a sentence why a program cannot be compared: %s', async (_what, kernel, words) => {
    await open(kernel());
    await press();
    await says(words);
  });

  it('ends at once when it is stopped', async () => {
    await open(kernels.walk);
    await press();
    await page.getByRole('button', { name: 'Stop' }).click();
    await says('Nothing runs');
    expect(page.workers()).toHaveLength(0);
  });
});
