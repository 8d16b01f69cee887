import { readFileSync } from 'node:fs';
import { ScriptedCoordinator } from '@manyhands/browser-worker/testing';
import { isAddress, Wallet } from 'ethers';
import type { Browser, BrowserContext, Page } from 'playwright';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { launchChromium } from './chromium.ts';
import { look } from './look.ts';
import { Cleanup, startStack } from './stack.ts';

const WEB = new URL('../../web/dist', import.meta.url).pathname;
const SHOTS = new URL('../artifacts/', import.meta.url).pathname;
/** Of the words that BIP-39's test vectors begin with, at the first address of BIP-44. */
const KNOWN_WORDS = `${'abandon '.repeat(11)}about`;
const KNOWN = '0x9858effd232b4033e47d90003d41ec34ecaeda94';

describe('account page', () => {
  let browser: Browser;
  let context: BrowserContext;
  let coordinator: ScriptedCoordinator;

  beforeAll(async () => {
    browser = await launchChromium();
  });
  beforeEach(async () => {
    coordinator = await new ScriptedCoordinator(WEB).listen();
    coordinator.answer('/v1/jobs', { jobs: [] });
    coordinator.answer(`/v1/payees/${KNOWN}`, {
      address: KNOWN,
      earned: '1250430000',
      held: '98000000',
      rooted: '1200000000',
      claimed: '1000000000',
    });
    context = await browser.newContext();
  });
  afterEach(async () => {
    await context.close();
    await coordinator.close();
  });
  afterAll(() => browser.close());

  async function openPage(path = '/account.html', at = coordinator.url): Promise<Page> {
    const page = await context.newPage();
    page.on('pageerror', (error) => {
      throw error;
    });
    await page.goto(`${at}${path}`);
    return page;
  }

  it.each([
    ['en', 'How settlement stands', /fees are too high .* 0\.9 HAND of 1 HAND.* every 1 h/],
    ['de', 'Wie es um die Abrechnung steht', /Gebühren .* zu hoch: .* 0,9 HAND von 1 HAND/],
  ] as const)(
    '[ST9] says what settlement waits for, in %s, on the page of the network too',
    async (locale, title, said) => {
      coordinator.answer('/v1/payments', {
        settling: {
          code: 'GAS_DEAR',
          sentence: 'Gas costs too much.',
          figures: { cost: '900000000', pays: '1000000000', most: '100000000' },
          since: '2026-01-02T03:04:05.000Z',
          leads: true,
          everySeconds: 3600,
        },
      });
      coordinator.answer('/v1/network', {
        ...{ sessions: 0, seats: 0, jobs: { running: 0, paused: 0, certified: 0, cancelled: 0 } },
        fuel: { perSecond: 0, day: [{ at: '2026-01-02T03:00:00.000Z', fuel: '0' }] },
        verification: {
          ...{ finalItems: 0, heldItems: 0, executedItems: 0, deviceAudits: 0, refereeAudits: 0 },
          ...{ refutedUnits: 0, caught: 0, devices: 0, meanBound: null },
        },
        settlements: [],
      });
      await context.close();
      context = await browser.newContext({ locale });
      for (const name of ['account', 'network']) {
        const page = await openPage(`/${name}.html`);
        const state = page.locator('.settling');
        await state.waitFor();
        expect(await state.textContent()).toMatch(new RegExp(`^${title}: .*${said.source}`));
        await look(page, `settling-${name}-${locale}`);
      }
    },
  );

  async function make(page: Page): Promise<string[]> {
    await page.getByRole('button', { name: 'Make an account' }).click();
    const items = page.getByRole('list').getByRole('listitem');
    await items.nth(11).waitFor();
    return items.allTextContents();
  }

  async function prove(page: Page, words: readonly string[]): Promise<void> {
    const field = page.getByLabel(/From your paper: word \d+/);
    const label = await page.getByText(/From your paper: word \d+/).textContent();
    await field.fill(words[Number(label?.match(/\d+/)?.[0]) - 1]);
    await field.press('Enter');
  }

  it('makes an account that is written down first, saves it encrypted, and has the work paid to it', async () => {
    const page = await openPage();
    expect(await page.evaluate(() => indexedDB.databases())).toEqual([]);
    const words = await make(page);
    expect(new Set(words).size).toBeGreaterThan(6);
    await page.getByLabel(/From your paper/).fill('zebra-not-a-word');
    await page.keyboard.press('Enter');
    await page.getByText(/That is not word \d+/).waitFor();
    await prove(page, words);

    const password = 'correct horse battery';
    await page.getByLabel(/Password/).fill('short');
    await page.keyboard.press('Enter');
    await page.getByText('A password of at least 10 characters').waitFor();
    await page.getByLabel(/Password/).fill(password);
    const saved = page.waitForEvent('download');
    await page.keyboard.press('Enter');
    const json = readFileSync((await (await saved).path()) as string, 'utf8');
    const wallet = await Wallet.fromEncryptedJson(json, password);
    expect('mnemonic' in wallet && wallet.mnemonic?.phrase).toBe(words.join(' '));
    expect(await page.evaluate(() => indexedDB.databases())).toEqual([]);

    await page.getByRole('button', { name: 'Use it for this browser' }).click();
    await page.getByText('This browser’s work is paid to').waitFor();
    expect(await page.content()).not.toContain(words.slice(0, 3).join('</li><li>'));
    const volunteer = await openPage('/');
    const field = volunteer.getByLabel(/Pay to/);
    await expect.poll(() => field.inputValue()).toBe(wallet.address.toLowerCase());
    expect(isAddress(await field.inputValue())).toBe(true);
  });

  it('finds an account by its words, says what is wrong with others, and shows what it earned', async () => {
    const page = await openPage();
    await page.getByRole('button', { name: 'I have twelve words' }).click();
    const field = page.getByLabel('Your twelve words');
    await field.fill('one two three');
    await field.press('Enter');
    await page.getByText('An account has 12 words; these are 3.').waitFor();
    await field.fill(`${'abandon '.repeat(11)}zoo`);
    await field.press('Enter');
    await page.getByText('These are not the words of an account').waitFor();
    await field.fill(KNOWN_WORDS);
    await field.press('Enter');
    await page.getByText(KNOWN).waitFor();
    await page.getByRole('button', { name: 'Use it for this browser' }).click();
    await page.getByText('1.25043').waitFor();
    await page.getByText('0.098', { exact: true }).waitFor();
    expect(await page.getByText('1.2', { exact: true }).count()).toBe(1);
  });

  it('saves a copy of what the browser keeps, and erases it at the second click', async () => {
    const page = await openPage();
    await page.getByText('Nothing.', { exact: true }).waitFor();
    await page.getByRole('button', { name: 'I have twelve words' }).click();
    await page.getByLabel('Your twelve words').fill(KNOWN_WORDS);
    await page.keyboard.press('Enter');
    await page.getByRole('button', { name: 'Use it for this browser' }).click();
    const saved = page.waitForEvent('download');
    await page.getByRole('button', { name: 'Save a copy' }).click();
    expect(JSON.parse(readFileSync((await (await saved).path()) as string, 'utf8'))).toEqual({
      payee: KNOWN,
    });
    await page.getByRole('button', { name: 'Erase' }).click();
    await page.getByText('starts again as a newcomer').waitFor();
    await page.getByRole('button', { name: 'Yes, erase all of it' }).click();
    await page.getByText('Nothing.', { exact: true }).waitFor();
    await page.reload();
    await page.getByText('No account is chosen yet.').waitFor();
  });

  it('says what a real coordinator says: nobody is paid here', async () => {
    const cleanup = new Cleanup();
    try {
      const real = await startStack(cleanup);
      const page = await openPage('/account.html', real.url);
      await page.getByLabel('Account', { exact: true }).fill('0x12');
      await page.getByText('An address is 0x and 40 digits').waitFor();
      await page.getByLabel('Account', { exact: true }).fill(KNOWN);
      await page.getByRole('button', { name: 'Look' }).click();
      await page.getByText('This coordinator pays nobody').waitFor();
    } finally {
      await cleanup.run();
    }
  });

  it('is looked at: desktop, phone, dark', async () => {
    const page = await openPage();
    await page.screenshot({ path: `${SHOTS}account-start.png`, fullPage: true });
    await make(page);
    await page.screenshot({ path: `${SHOTS}account-words.png`, fullPage: true });
    await page.getByRole('button', { name: 'Leave without it' }).click();
    await page.emulateMedia({ colorScheme: 'dark' });
    await page.setViewportSize({ width: 375, height: 700 });
    await page.getByRole('button', { name: 'I have twelve words' }).click();
    await page.getByLabel('Your twelve words').fill(KNOWN_WORDS);
    await page.keyboard.press('Enter');
    await page.getByText(KNOWN).waitFor();
    await page.screenshot({ path: `${SHOTS}account-made-dark-phone.png`, fullPage: true });
    await page.getByRole('button', { name: 'Use it for this browser' }).click();
    await page.getByText('1.25043').waitFor();
    await page.screenshot({ path: `${SHOTS}account-used-dark-phone.png`, fullPage: true });
    const wide = await page.evaluate(() => document.documentElement.scrollWidth > innerWidth);
    expect(wide, 'nothing is wider than a phone').toBe(false);
  });
});
