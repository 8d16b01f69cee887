import { readdirSync } from 'node:fs';
import type { ScriptedCoordinator, Spin } from '@manyhands/browser-worker/testing';
import type { Browser, BrowserContext, Page } from 'playwright';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { seriousFaults } from './axe.ts';
import { launchChromium } from './chromium.ts';
import { type HostPage, startHost } from './host-page.ts';
import { giveWork, JOB, STANDING, spinOfPages, startPages, WEB } from './scripted-pages.ts';
import { addSite, scriptTag } from './sites.ts';
import { Cleanup, startStack } from './stack.ts';

const SHOTS = new URL('../artifacts/', import.meta.url).pathname;

const others = ['paused', 'certified', 'cancelled', 'quoted'].map((state, i) => ({
  ...JOB,
  job: `${i}`.repeat(32),
  state,
  budget: null,
  reason: state === 'paused' ? { code: 'PAUSED', sentence: 'its researcher paused it' } : null,
}));
let spin: Spin;
let browser: Browser;

const cleanup = new Cleanup();
/** A page of another origin that shows the card of a real coordinator. */
let host: HostPage;
let coordinatorUrl: string;

beforeAll(async () => {
  const { url } = await startStack(cleanup);
  coordinatorUrl = url;
  host = await startHost(cleanup);
  host.show(scriptTag(url, await addSite(url, { origins: [host.origin] })));
  spin = await spinOfPages();
  browser = await launchChromium();
});
afterAll(async () => {
  await browser.close();
  await cleanup.run();
});

/** Pages that this file or another one looks at in their states. */
const LOOKED_AT = [
  'account.html',
  'community.html',
  'console.html',
  'embed.html',
  'index.html',
  'network.html',
  'site.html',
  'verify.html',
];

it('every page that is built is looked at', () => {
  expect(
    readdirSync(WEB)
      .filter((name) => name.endsWith('.html'))
      .sort(),
  ).toEqual([...LOOKED_AT].sort());
});

it('axe sees a fault where there is one', async () => {
  const context = await browser.newContext();
  const page = await context.newPage();
  await page.setContent('<html lang="en"><title>x</title><main><h1>x</h1><button></button></main></html>');
  expect(await seriousFaults(page)).toEqual([expect.stringMatching(/^button-name/)]);
  await context.close();
});

describe.each([
  ['light', 1100, 900],
  ['dark', 1100, 900],
  ['light', 375, 812],
  ['dark', 375, 812],
] as const)('axe finds no serious fault, %s at %i pixels:', (colorScheme, width, height) => {
  let context: BrowserContext;
  let coordinator: ScriptedCoordinator;
  let page: Page;

  beforeEach(async () => {
    coordinator = await startPages(spin, [JOB, ...others]);
    context = await browser.newContext({ colorScheme, viewport: { width, height } });
    page = await context.newPage();
  });
  afterEach(async () => {
    await context.close();
    await coordinator.close();
  });
  /** Looks at the page as it is, with axe and in a picture. */
  async function look(state: string): Promise<void> {
    await page.screenshot({
      path: `${SHOTS}axe-${state.replaceAll(' ', '-')}-${colorScheme}-${width}.png`,
      fullPage: true,
    });
    expect(await seriousFaults(page), state).toEqual([]);
  }

  it('the list of errors and the page of one', async () => {
    await page.goto(`${coordinatorUrl}/errors/`);
    await look('errors');
    await page.getByRole('link', { name: 'KERNEL_SIGNATURE' }).click();
    await page.getByRole('heading', { name: 'What to do' }).waitFor();
    await look('error');
  });

  it('the volunteer page before the start, with a wrong address, at work, waiting, cut off and stopped', async () => {
    await page.goto(coordinator.url);
    await page.getByText(JOB.title).first().waitFor();
    await look('volunteer before');

    await page.getByRole('textbox').first().fill('0x12');
    await page.getByRole('textbox').first().blur();
    await look('volunteer wrong address');
    await page.getByRole('textbox').first().fill('');

    await page.getByRole('button', { name: 'Start' }).click();
    const { session, answered } = await giveWork(coordinator, spin);
    await vi.waitFor(() => expect(answered()).toBeGreaterThan(0), { timeout: 30_000 });
    session.send(STANDING);
    await page.locator('.status').getByText('Computing').waitFor();
    await look('volunteer computing');

    session.drop();
    const next = await coordinator.nextSession();
    await next.greet();
    next.send(STANDING);
    await page.getByText('Every running job waits for its budget.').waitFor();
    await look('volunteer waiting');
    await page.getByRole('button', { name: 'Stop' }).click();
    await page.getByText('Nothing runs on this computer.').waitFor();
    await look('volunteer stopped');
  });

  it('the volunteer page without a coordinator, and without jobs', async () => {
    coordinator.answer('/v1/jobs', { jobs: [] });
    await page.goto(coordinator.url);
    await page.getByText('No jobs yet.').waitFor();
    await look('volunteer no jobs');
    await context.route('**/v1/jobs', (route) => route.abort());
    await page.getByText('The coordinator does not answer.').waitFor();
    await look('volunteer no coordinator');
  });

  it('the consent card in a page as it asks, at work and after a no', async () => {
    await page.goto(host.origin);
    const card = page.frameLocator('iframe');
    await card.getByRole('button', { name: 'No, thanks' }).click();
    await card.getByText('Nothing runs.').waitFor();
    await look('card declined');
    await card.getByRole('button', { name: 'Lend power' }).click();
    const yes = card.getByRole('button', { name: 'Yes, compute' });
    await yes.waitFor();
    await look('card asking');
    // The card takes a click only after it was seen for a moment.
    await expect
      .poll(async () => (await yes.isVisible()) && yes.click(), { interval: 900, timeout: 20_000 })
      .toBe(false);
    await card.getByText('Waiting for work').waitFor();
    await look('card waiting');
    await card.getByRole('button', { name: 'Stop' }).click();
    await card.getByText('Stopped and withdrawn.').waitFor();
    await look('card stopped');
  });

  it('the account page as it begins, with words, and with an account', async () => {
    await page.goto(`${coordinator.url}/account.html`);
    await look('account begin');
    await page.getByRole('button', { name: 'Make an account' }).click();
    await page.getByText('Write these twelve words down').waitFor();
    await look('account words');
    await page.getByRole('button', { name: 'Leave without it' }).click();
    await page.getByRole('button', { name: 'I have twelve words' }).click();
    await page.getByLabel('Your twelve words').fill('one two');
    await page.keyboard.press('Enter');
    await page.getByText('An account has 12 words').waitFor();
    await look('account wrong words');
  });

  it('the verify page as it asks, and as it says what it cannot check', async () => {
    await page.goto(`${coordinator.url}/verify.html`);
    await page.getByRole('button', { name: 'Recompute here' }).waitFor();
    await look('verify before');
    await page.getByRole('button', { name: 'Recompute here' }).click();
    await page.getByText('This could not be checked').waitFor();
    await look('verify refused');
  });
});
