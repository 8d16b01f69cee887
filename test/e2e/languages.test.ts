import { readdirSync } from 'node:fs';
import type { ScriptedCoordinator, Spin } from '@manyhands/browser-worker/testing';
import type { Browser, BrowserContext, Page } from 'playwright';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { seriousFaults } from './axe.ts';
import { launchChromium, launchPlainChromium } from './chromium.ts';
import { acceptCard, cardFrame } from './embedded.ts';
import { startHost } from './host-page.ts';
import { keptText } from './kept-text.ts';
import { WALK, walks } from './kernels.ts';
import { giveWork, JOB, STANDING, spinOfPages, startPages, WEB } from './scripted-pages.ts';
import { addSite, scriptTag } from './sites.ts';
import { Cleanup, researcherAt, startStack } from './stack.ts';

const SHOTS = new URL('../artifacts/', import.meta.url).pathname;
const WIDTH = 375;

const job = { ...JOB, title: 'Faltungswahrscheinlichkeiten', category: 'economics', budget: null };
const jobs = [
  job,
  {
    ...job,
    job: 'e'.repeat(32),
    state: 'paused',
    reason: { code: 'COORDINATOR_BUSY', sentence: 'More answers arrive than can be taken.' },
  },
  { ...job, job: 'd'.repeat(32), state: 'certified', budget: '1' },
];
const ACCOUNT = `0x${'ab'.repeat(20)}`;

/** Nothing may be wider than the phone. */
const overflow = (page: Page): Promise<string[]> =>
  page.evaluate(() =>
    [...document.querySelectorAll('body *')]
      .filter((each) => each.getBoundingClientRect().right > innerWidth + 0.5)
      .filter((each) => !each.closest('.visually-hidden'))
      .map((each) => `${each.tagName}.${each.className}: ${each.textContent?.slice(0, 40)}`),
  );

describe.each(['light', 'dark'] as const)('pages in German on a phone, %s', (colorScheme) => {
  let browser: Browser;
  let context: BrowserContext;
  let coordinator: ScriptedCoordinator;
  let spin: Spin;
  let page: Page;

  beforeAll(async () => {
    browser = await launchChromium();
    spin = await spinOfPages();
  });
  beforeEach(async () => {
    coordinator = await startPages(spin, jobs);
    coordinator.answer('/v1/leaders', {
      members: [{ device: ACCOUNT, name: 'Ada', team: 'Rechnerinnen', items: 5, fuel: '20000000000000' }],
      teams: [{ id: 'ab'.repeat(8), name: 'Rechnerinnen', members: 3, fuel: '20000000000000' }],
    });
    coordinator.answer(`/v1/payees/${ACCOUNT}`, {
      earned: '1250430000',
      held: '98000000',
      rooted: '1200000000',
      claimed: null,
    });
    context = await browser.newContext({
      colorScheme,
      locale: 'de-AT',
      viewport: { width: WIDTH, height: 812 },
    });
    page = await context.newPage();
    page.on('pageerror', (error) => {
      throw error;
    });
  });
  afterEach(async () => {
    await context.close();
    await coordinator.close();
  });
  afterAll(() => browser.close());

  const open = (path: string) => page.goto(coordinator.url + path);
  const status = () => page.getByRole('status');

  async function look(state: string): Promise<void> {
    await page.screenshot({ path: `${SHOTS}de-${state}-${colorScheme}.png`, fullPage: true });
    expect(await page.evaluate(() => document.documentElement.lang)).toBe('de');
    expect(await overflow(page)).toEqual([]);
    expect(await seriousFaults(page)).toEqual([]);
  }

  it('the volunteer page starts, pauses and stops, and says its rules', async () => {
    await open('/');
    await page.getByText('Das kostet Strom').waitFor();
    await page.getByText('Wann es ruht').click();
    await page.getByText('Arbeit für alles').click();
    await page.getByText('Was es ist').first().click();
    await page.getByText('Melden').first().click();
    await look('ready');
    await page.getByRole('button', { name: 'Starten' }).click();
    const { session, answered } = await giveWork(coordinator, spin);
    session.send(STANDING);
    await status().getByText('Rechnet').waitFor();
    await vi.waitFor(() => expect(answered()).toBeGreaterThan(2), { timeout: 60_000 });
    await page.getByText('1,25043', { exact: true }).waitFor();
    await look('running');
    await page.getByRole('button', { name: '30 Minuten' }).click();
    await status()
      .getByText(/Pausiert bis \d\d:\d\d Uhr\./)
      .waitFor();
    await look('paused');
    await page.getByRole('button', { name: 'Fortsetzen' }).click();
    await status().getByText('Rechnet').waitFor();
    await page.getByRole('button', { name: 'Beenden' }).click();
    await status().getByText('Läuft nicht', { exact: true }).waitFor();
  });

  it('the account', async () => {
    await open('/account.html');
    await page.getByLabel('Konto', { exact: true }).fill('0x12');
    await page.getByText('Eine Adresse besteht aus').waitFor();
    await page.getByLabel('Konto', { exact: true }).fill(ACCOUNT);
    await page.getByRole('button', { name: 'Nachsehen' }).click();
    await page.getByText('die Blockchain antwortet nicht').waitFor();
    await look('account');
    await page.getByRole('button', { name: 'Ein Konto anlegen' }).click();
    await page.getByText('Von Ihrem Papier').waitFor();
    await look('account-words');
  });

  it('who helps, and checking a result', async () => {
    await open('/community.html');
    await page.getByText('Ruhige Hand').waitFor();
    await look('community');
    await open('/verify.html');
    await page.getByRole('button', { name: 'Hier neu berechnen' }).click();
    await status().getByText('Ein Auftrag hat eine Kennung').waitFor();
    await look('verify');
  });
});

describe('the language of a page', () => {
  const cleanup = new Cleanup();
  let browser: Browser;
  let coordinator: ScriptedCoordinator;
  let spin: Spin;

  beforeAll(async () => {
    browser = await launchChromium();
    cleanup.add(() => browser.close());
    spin = await spinOfPages();
    coordinator = await startPages(spin, []);
    cleanup.add(() => coordinator.close());
  });
  afterAll(() => cleanup.run());

  it('is changed without a reload while it computes, and kept for the next visit and every page', async () => {
    const context = await browser.newContext({ locale: 'fr-FR' });
    const page = await context.newPage();
    await page.goto(coordinator.url);
    expect(await page.evaluate(() => document.documentElement.lang)).toBe('en');
    await page.getByRole('button', { name: 'Start' }).click();
    const { answered } = await giveWork(coordinator, spin);
    const status = page.getByRole('status');
    await status.getByText('Computing').waitFor();
    expect(await page.evaluate(() => Object.keys(localStorage))).toEqual([]);

    // By keyboard alone: to the field at the head of the page, and down in it.
    await page.getByLabel('Language').focus();
    await page.keyboard.press('ArrowDown');
    await status.getByText('Rechnet').waitFor();
    expect(await page.getByLabel('Sprache').inputValue()).toBe('de');
    expect(await page.evaluate(() => document.documentElement.lang)).toBe('de');
    const goal = answered() + 2;
    await vi.waitFor(() => expect(answered()).toBeGreaterThanOrEqual(goal), { timeout: 60_000 });
    expect(coordinator.sessions).toHaveLength(1);

    await page.getByRole('button', { name: 'Beenden' }).click();
    await page.goto(`${coordinator.url}/account.html`);
    await page.getByRole('heading', { name: 'Ihr Konto' }).waitFor();
    expect(await page.title()).toBe('Ihr Konto · Manyhands');
    await page.getByText('Die Sprache, die Sie gewählt haben.').waitFor();
    await page.getByRole('button', { name: 'Löschen' }).click();
    await page.getByRole('button', { name: 'Ja, alles löschen' }).click();
    await page.getByText('Nichts.', { exact: true }).waitFor();
    expect(await page.evaluate(() => Object.keys(localStorage))).toEqual([]);
    await context.close();
  });

  it('is the only one whose words are loaded', async () => {
    const context = await browser.newContext({ locale: 'de-DE' });
    const page = await context.newPage();
    const loaded: string[] = [];
    page.on('response', async (response) => {
      if (response.url().endsWith('.js')) loaded.push(await response.text().catch(() => ''));
    });
    await page.goto(`${coordinator.url}/community.html`);
    await page.getByRole('heading', { name: 'Wer hilft' }).waitFor();
    expect(loaded.some((text) => text.includes('Noch wollte niemand'))).toBe(true);
    expect(loaded.some((text) => text.includes('Nobody wanted to be listed'))).toBe(false);
    expect(readdirSync(`${WEB}/assets`).some((name) => name.startsWith('community-'))).toBe(true);
    await context.close();
  });
});

describe('the card in German', () => {
  const cleanup = new Cleanup();
  let browser: Browser;
  let site: string;
  let coordinator: string;

  beforeAll(async () => {
    browser = await launchPlainChromium();
    cleanup.add(() => browser.close());
    coordinator = (await startStack(cleanup)).url;
  });
  afterAll(() => cleanup.run());

  async function openHost(lang: string, more = '', locale = 'en-US') {
    const host = await startHost(cleanup);
    site = await addSite(coordinator, { origins: [host.origin] });
    host.show(`<div lang="${lang}">${scriptTag(coordinator, site, more)}</div>`);
    const context = await browser.newContext({ locale, viewport: { width: WIDTH, height: 812 } });
    cleanup.add(() => context.close());
    const page = await context.newPage();
    await page.goto(host.origin);
    return { host, page, card: page.frameLocator('iframe') };
  }

  /** The card's yes to the site, as its frame keeps it. */
  it('[CO2] asks in the language of its page, computes, stops, and the receipt has the words that were read', async () => {
    const client = await researcherAt(coordinator);
    await client.run({ source: WALK }, walks(100_000, 1_000_000));
    const { host, page, card } = await openHost('de-CH');
    await card.getByRole('button', { name: 'Ja, rechnen' }).waitFor();
    await expect
      .poll(() => page.locator('iframe').getAttribute('title'), { timeout: 10_000 })
      .toBe('Etwas Rechenleistung geben: Sie entscheiden');
    await page.screenshot({ path: `${SHOTS}de-card-asking.png` });
    expect(await seriousFaults(page)).toEqual([]);
    const asked = await card.locator('p').first().textContent();
    await acceptCard(card, 'Ja, rechnen');
    await card.getByRole('status').getByText('Rechnet').waitFor({ timeout: 60_000 });
    await card.getByText('Pause, Einstellungen, was läuft').click();
    await card.getByText('Arbeit für').first().waitFor();
    expect(await seriousFaults(page)).toEqual([]);
    await page.screenshot({ path: `${SHOTS}de-card-running.png`, fullPage: true });
    const consent = JSON.parse(await keptText(cardFrame(page, coordinator), `consent ${site}`));
    expect(consent.asked.language).toBe('de');
    expect(consent.asked.words).toContain(asked?.replace(/ Mehr$/, ''));

    // The yes holds in whatever language the page is the next time, and in the one it was given in.
    host.show(`<div lang="en">${scriptTag(coordinator, site)}</div>`);
    await page.reload();
    await card.getByRole('status').getByText('Rechnet').waitFor({ timeout: 60_000 });
    await card.getByRole('button', { name: 'Beenden' }).click();
    await card.getByText('Beendet und widerrufen.').waitFor();
    await page.screenshot({ path: `${SHOTS}de-card-stopped.png` });
  });

  it('an attribute comes before the page’s language, that before the browser’s; the visitor may change it', async () => {
    const { card } = await openHost('fr', 'data-lang="de"');
    await card.getByRole('button', { name: 'Nein, danke' }).waitFor();
    await card.getByLabel('Sprache').selectOption('en');
    await card.getByRole('button', { name: 'No, thanks' }).waitFor();
    // What the card does not speak is passed over.
    const french = await openHost('fr', '', 'de-DE');
    await french.card.getByRole('button', { name: 'Nein, danke' }).waitFor();
  });

  it.each(['light', 'dark'] as const)('the console of a website fits a phone, %s', async (colorScheme) => {
    const context = await browser.newContext({
      colorScheme,
      locale: 'de-DE',
      viewport: { width: WIDTH, height: 812 },
    });
    cleanup.add(() => context.close());
    const page = await context.newPage();
    page.on('pageerror', (error) => {
      throw error;
    });
    await page.goto(`${coordinator}/site.html`);
    await page.getByLabel('Name', { exact: true }).fill('Eigentümerin');
    await page.screenshot({ path: `${SHOTS}de-site-sign-in-${colorScheme}.png`, fullPage: true });
    expect(await overflow(page)).toEqual([]);
    await page.getByRole('button', { name: 'Ein Konto anlegen' }).click();
    await page.getByText('Ihr neuer Schlüssel').waitFor();
    await page.getByRole('button', { name: 'Eine Website hinzufügen' }).click();
    await page.getByLabel('Name, wie ihn Besucher sehen').fill('Gezeitentümpel');
    await page.screenshot({ path: `${SHOTS}de-site-new-${colorScheme}.png`, fullPage: true });
    expect(await overflow(page)).toEqual([]);
    expect(await seriousFaults(page)).toEqual([]);
  });
});
