import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import type { Browser, BrowserContext, Page } from 'playwright';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { seriousFaults } from './axe.ts';
import { launchPlainChromium } from './chromium.ts';
import { acceptCard } from './embedded.ts';
import { type HostPage, startHost } from './host-page.ts';
import { WALK, walks } from './kernels.ts';
import { addOwnedSite } from './sites.ts';
import { Cleanup, researcherAt, startStack, WEB } from './stack.ts';

const SHOTS = new URL('../artifacts/', import.meta.url).pathname;
const PAYEE = `0x${'aa'.repeat(20)}`;
const LONG = { timeout: 120_000 };

describe('site page', () => {
  const cleanup = new Cleanup();
  let browser: Browser;
  let context: BrowserContext;
  let coordinator: string;
  let host: HostPage;

  beforeAll(async () => {
    browser = await launchPlainChromium();
    cleanup.add(() => browser.close());
    coordinator = (await startStack(cleanup)).url;
    host = await startHost(cleanup);
    const client = await researcherAt(coordinator);
    await client.run({ source: WALK }, walks(100_000, 1_000_000));
  });
  beforeEach(async () => {
    context = await browser.newContext();
  });
  afterEach(() => context.close());
  afterAll(() => cleanup.run());

  async function openPage(): Promise<Page> {
    const page = await context.newPage();
    page.on('pageerror', (error) => {
      throw error;
    });
    await page.goto(`${coordinator}/site.html`);
    return page;
  }

  async function enter(page: Page, key: string): Promise<void> {
    await page.getByLabel('Key of your account').fill(key);
    await page.getByRole('button', { name: 'Open', exact: true }).click();
  }

  const sectionOf = (page: Page, name: string) => page.getByRole('region', { name, exact: true });
  /** The number beside its name. */
  const figure = (page: Page, name: string) =>
    sectionOf(page, 'What visitors do').locator('.figure', { hasText: name }).locator('strong');

  async function addSite(page: Page): Promise<void> {
    await page.getByLabel('Name, as visitors see it').fill('Tidepool');
    const origins = page.getByLabel(/Pages that may show the card/);
    await origins.fill(`${host.origin}/news/`);
    await page.getByText('is no origin').waitFor();
    await page.getByRole('button', { name: `Write ${host.origin}` }).click();
    expect(await origins.inputValue()).toBe(host.origin);
    await page.getByRole('button', { name: 'Add', exact: true }).click();
    await page.getByText('A site with a share needs an address').waitFor();
    await page.getByLabel('Address that earns for the site').fill('0x12');
    await page.getByText('An address is 0x and 40 digits').waitFor();
    await page.getByLabel('Address that earns for the site').fill(PAYEE);
    await page.getByRole('button', { name: 'Add', exact: true }).click();
    await page.getByText('Tidepool is added.').waitFor();
  }

  it('from no account to a visitor whose work is seen, credited by name and saved as a table', async () => {
    const page = await openPage();
    await enter(page, 'mh_nobody');
    await page.getByText('This key opens no account here.').waitFor();
    await page.getByLabel('Name', { exact: true }).fill('Owner');
    await page.getByRole('button', { name: 'Make an account' }).click();
    const fresh = sectionOf(page, 'Your new key');
    expect(await fresh.locator('pre').textContent()).toMatch(/^mh_/);
    await addSite(page);

    const tag = (await sectionOf(page, 'One line for your pages').locator('pre').textContent()) ?? '';
    const hash = createHash('sha384')
      .update(readFileSync(`${WEB}/embed.js`))
      .digest('base64');
    expect(tag).toContain(`integrity="sha384-${hash}"`);
    host.show(tag.replace('<script', '<script data-visitor="ada-1"'));
    const visitor = await context.newPage();
    await visitor.goto(host.origin);
    const card = visitor.frameLocator('iframe');
    await card.getByText('Tidepool learns how much you compute').waitFor();
    await acceptCard(card);
    await card.getByRole('status').getByText('Computing').waitFor(LONG);
    await page.bringToFront();
    await vi.waitFor(async () => {
      expect(await figure(page, 'Computing now').textContent()).toBe('1');
      expect(await figure(page, 'Agreed').textContent()).toBe('1');
      expect(await figure(page, 'Final').textContent()).not.toBe('0');
    }, LONG);
    await page.getByLabel('Name of a visitor').fill('ada-1');
    await page.getByRole('button', { name: 'Look' }).click();
    const visitors = sectionOf(page, 'Visitors').first();
    await visitors.getByRole('rowheader', { name: 'ada-1' }).waitFor();
    await page.getByLabel('Name of a visitor').fill('bob');
    await page.keyboard.press('Enter');
    await visitors.getByText('Nobody yet.').waitFor();
    const saved = page.waitForEvent('download');
    await page.getByRole('button', { name: 'Save all as CSV' }).click();
    const csv = readFileSync((await (await saved).path()) as string, 'utf8');
    expect(csv).toMatch(/^visitor,device,finalFuel,.*\nada-1,[0-9a-f]{16},[1-9]\d*,/);
    await page.screenshot({ path: `${SHOTS}site-console.png`, fullPage: true });

    // [SA3] Closed, the site's card works no more, on pages that are open already too.
    await page.getByRole('button', { name: 'Close this site' }).click();
    await page.getByRole('button', { name: 'Yes, no page shall show its card' }).click();
    await page.getByText('No page may show the card of this site').waitFor();
    await visitor.bringToFront();
    await card.getByText('ORIGIN_REFUSED').waitFor(LONG);
  });

  it('a visitor’s yes is nobody else’s: where the page’s user is another, the card asks again', async () => {
    const { site } = await addOwnedSite(coordinator, { origins: [host.origin], payee: PAYEE });
    host.show(`<script src="${coordinator}/embed.js" data-site="${site}" data-visitor="ada" async></script>`);
    const visitor = await context.newPage();
    await visitor.goto(host.origin);
    const card = visitor.frameLocator('iframe');
    await acceptCard(card);
    await card.getByRole('button', { name: 'Stop' }).waitFor();
    await visitor.evaluate("manyhands.visitor = 'bob'");
    await card.getByRole('button', { name: 'Yes, compute' }).waitFor();
    await visitor.evaluate("manyhands.visitor = 'ada'");
    // Ada's yes still holds.
    await card.getByRole('button', { name: 'Stop' }).waitFor();
    await visitor.evaluate("manyhands.visitor = 'a name with blanks'");
    await card.getByText('by a name that cannot be taken').waitFor();
  });

  it('shares are the whole together, categories are kept, and the key is kept or forgotten as the owner says', async () => {
    const { key } = await addOwnedSite(coordinator, { name: 'Rockpool', payee: PAYEE });
    const page = await openPage();
    await page.getByLabel('Keep the key in this browser').check();
    await enter(page, key);
    const share = (name: string) => page.getByLabel(`${name}, in per cent`);
    await share('The visitor').fill('12.5');
    await share('The visitor').blur();
    expect(await share('The site').inputValue()).toBe('87.5');
    await page.getByRole('slider', { name: 'The cause' }).focus();
    await page.keyboard.press('End');
    expect(await share('The site').inputValue()).toBe('0');
    await page.keyboard.press('Home');
    await page.getByLabel('Medicine').check();
    await share('The site').fill('75');
    await share('The site').blur();
    await share('The cause').fill('0');
    await share('The cause').blur();
    await page.getByRole('button', { name: 'Save', exact: true }).click();
    await page.getByText('Rockpool is saved.').waitFor();
    await page.reload();
    await page.getByLabel('Medicine').waitFor();
    expect(await page.getByLabel('Medicine').isChecked()).toBe(true);
    expect(await page.getByLabel('Biology').isChecked()).toBe(false);

    await page.getByRole('button', { name: 'Renew the key' }).click();
    await page.getByRole('button', { name: 'Yes, the old key shall open nothing' }).click();
    await page.getByText('The old key opens nothing any more.').waitFor();
    const renewed = await sectionOf(page, 'Your new key').locator('pre').textContent();
    await page.getByRole('button', { name: 'Leave' }).click();
    await page.reload();
    await enter(page, key);
    await page.getByText('This key opens no account here.').waitFor();
    await enter(page, renewed ?? '');
    await page.getByRole('button', { name: 'Rockpool' }).waitFor();
  });

  it.each([
    ['light', 1100, 900],
    ['dark', 1100, 900],
    ['light', 375, 812],
    ['dark', 375, 812],
  ] as const)(
    'is looked at, %s at %i pixels, and axe finds no serious fault',
    async (colorScheme, width, height) => {
      const { key } = await addOwnedSite(coordinator, {
        origins: ['https://tidepool.example', 'https://www.tidepool.example'],
        payee: PAYEE,
      });
      const page = await openPage();
      await page.emulateMedia({ colorScheme });
      await page.setViewportSize({ width, height });
      const look = async (state: string) => {
        await page.screenshot({ path: `${SHOTS}site-${state}-${colorScheme}-${width}.png`, fullPage: true });
        expect(await seriousFaults(page), state).toEqual([]);
        const wide = await page.evaluate(() => document.documentElement.scrollWidth > innerWidth);
        expect(wide, 'nothing is wider than the window').toBe(false);
      };
      await enter(page, 'mh_nobody');
      await page.getByText('This key opens no account here.').waitFor();
      await look('entrance');
      await enter(page, key);
      await page.getByText('Nobody yet.').waitFor();
      await page.getByText('This coordinator').waitFor();
      await look('console');
      await page.getByRole('button', { name: 'Add a website' }).click();
      await page.getByLabel(/Pages that may show the card/).fill('tidepool.example/x');
      await page.getByRole('button', { name: 'Add', exact: true }).click();
      await page.getByText('A name is missing.').waitFor();
      await look('faults');
      await page.getByLabel('Language').selectOption('de');
      await page.getByText('Ein Name fehlt.').waitFor();
      await look('german');
    },
  );
});
