import type { Browser, BrowserContext, FrameLocator, Page } from 'playwright';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { launchPlainChromium } from './chromium.ts';
import { acceptCard, cardFrame, heard, listen } from './embedded.ts';
import { type HostPage, startHost } from './host-page.ts';
import { WALK, walks } from './kernels.ts';
import { keepBusy, type Machine, moveMachine, simulateMachine } from './machine.ts';
import { addSite, scriptTag } from './sites.ts';
import { Cleanup, researcherAt, startStack } from './stack.ts';

const SHOTS = new URL('../artifacts/', import.meta.url).pathname;
const PATIENCE = { timeout: 90_000 };

/** The small control of a card that runs, in the page of a real site of another origin. */
describe('the card while it runs', () => {
  const cleanup = new Cleanup();
  let browser: Browser;
  let context: BrowserContext;
  let coordinator: string;
  let host: HostPage;
  let page: Page;
  let card: FrameLocator;

  beforeAll(async () => {
    browser = await launchPlainChromium();
    cleanup.add(() => browser.close());
    coordinator = (await startStack(cleanup)).url;
    host = await startHost(cleanup);
    const site = await addSite(coordinator, { origins: [host.origin] });
    host.show(scriptTag(coordinator, site, 'data-threads="2"'));
    const client = await researcherAt(coordinator);
    await client.run({ source: WALK }, walks(100_000, 1_000_000));
  });
  beforeEach(async () => {
    context = await browser.newContext();
    await simulateMachine(context);
    await context.addInitScript(listen);
    page = await context.newPage();
    await open();
    await acceptCard(card);
    await works();
  });
  afterEach(() => context.close());
  afterAll(() => cleanup.run());

  async function open(): Promise<void> {
    await page.goto(host.origin);
    card = page.frameLocator('iframe');
  }

  const items = async (): Promise<number> =>
    (await heard(page)).findLast(({ event }) => event === 'progress')?.items ?? 0;
  async function works(): Promise<void> {
    const seen = await items();
    await vi.waitFor(async () => expect(await items()).toBeGreaterThan(seen), PATIENCE);
  }
  const says = (sentence: string | RegExp) => card.getByText(sentence).first().waitFor(PATIENCE);
  /** Says why, and soon nothing more is computed. */
  async function rests(sentence: string | RegExp): Promise<void> {
    await says(sentence);
    await vi.waitFor(async () => {
      const seen = await items();
      await page.waitForTimeout(2_500);
      expect(await items()).toBe(seen);
    }, PATIENCE);
  }
  const move = <K extends keyof Machine>(sensor: K, ...to: Parameters<Machine[K]>) =>
    moveMachine(cardFrame(page, coordinator), sensor, ...to);
  const press = (name: string) => card.getByRole('button', { name }).click();
  const settings = () => card.getByText('Pause, settings, what runs').click();
  const sessions = async (): Promise<number> =>
    (await (await fetch(`${coordinator}/v1/status`)).json()).sessions;

  it('rests on battery and goes on when plugged in, or anyway when the visitor says so, also in the next visit', async () => {
    await move('battery', false, 0.8);
    await rests('This computer runs on battery');
    await move('battery', true, 0.8);
    await works();
    await move('battery', false, 0.8);
    await rests('This computer runs on battery');
    await press('Run anyway');
    await works();
    await open();
    await works();
    await move('battery', false, 0.8);
    await works();
  });

  it('rests in the background unless the visitor allows that', async () => {
    await move('show', 'hidden');
    await rests('while this page is in the background');
    await move('show', 'visible');
    await works();
    await settings();
    await card.getByRole('checkbox', { name: 'Rest while this page is in the background' }).uncheck();
    await move('show', 'hidden');
    await works();
    await card.getByRole('status').getByText('Computing').waitFor(PATIENCE);
  });

  it('takes less while other programs keep the processor busy, and says so', async () => {
    await settings();
    await card.getByRole('slider', { name: 'Share of each' }).fill('30');
    await works();
    const relent = await keepBusy(context);
    await says('Eased off because this computer is busy');
    await relent();
    await works();
  });

  it('pauses for half an hour, also over a reload, or until it is opened again', async () => {
    await settings();
    await press('30 minutes');
    await rests(/Paused until \d\d:\d\d/);
    await open();
    await rests(/Paused until \d\d:\d\d/);
    await press('Resume');
    await works();
    await settings();
    await press('Until I reopen it');
    await rests('Paused until you resume');
    await open();
    await works();
  });

  it('uses less than was agreed to when told so, and keeps that; more is not offered', async () => {
    await settings();
    const threads = card.getByRole('slider', { name: 'Threads' });
    expect(await threads.getAttribute('max')).toBe('2');
    await threads.fill('1');
    await card.getByRole('slider', { name: 'Share of each' }).fill('50');
    await says('1 of 2');
    await works();
    await open();
    await works();
    await settings();
    expect(await threads.inputValue()).toBe('1');
    expect(await card.getByRole('slider', { name: 'Share of each' }).inputValue()).toBe('50');
    // The receipt is still the one that was signed: with it the yes is withdrawn.
    const withdrawn = page.waitForResponse((response) => response.url().endsWith('/v1/withdrawals'));
    await press('Stop');
    expect((await withdrawn).status()).toBe(200);
  });

  it('[CT1] computes only for what its visitor allows', async () => {
    await settings();
    await card.getByText('Work for').click();
    await card.getByRole('checkbox', { name: 'Medicine' }).check();
    await rests('Your settings do not accept any of the running jobs.');
    await card.getByRole('checkbox', { name: 'Anything else' }).check();
    await works();
  });

  it('shows what runs, what its program is, and takes a report about it', async () => {
    await settings();
    await card.getByText(/^“.*” for Test researcher\.$/).waitFor(PATIENCE);
    await card.getByText('What it is').click();
    await says('Hash of the program');
    await card.getByText('Report', { exact: true }).click();
    await press('Send to the operator');
    await says('The operator will read it.');
  });

  it('a tab in front takes over from one that rests in the background, and gives the pool back', async () => {
    await move('show', 'hidden');
    await says('while this page is in the background');
    const behind = page;
    page = await context.newPage();
    await open();
    await works();
    expect(await sessions()).toBe(1);
    await move('show', 'hidden');
    page = behind;
    card = page.frameLocator('iframe');
    await move('show', 'visible');
    await works();
    expect(await sessions()).toBe(1);
  });

  it.each([
    ['light', 900, 700],
    ['dark', 375, 812],
  ] as const)('looks right: %s at %i pixels', async (theme, width, height) => {
    const shoot = (name: string) =>
      page.screenshot({ path: `${SHOTS}card-${theme}-${width}-${name}.png`, fullPage: true });
    await page.setViewportSize({ width, height });
    const shown = await startHost(cleanup);
    const site = await addSite(coordinator, { origins: [shown.origin] });
    shown.show(scriptTag(coordinator, site, `data-threads="2" data-theme="${theme}"`));
    await page.goto(shown.origin);
    card = page.frameLocator('iframe');
    await acceptCard(card);
    await works();
    await shoot('running');
    await settings();
    await card.getByText('Work for').click();
    await shoot('settings');
    const frame = cardFrame(page, coordinator);
    expect(await frame.evaluate(() => document.documentElement.scrollWidth - innerWidth)).toBeLessThanOrEqual(
      0,
    );
    await move('battery', false, 0.8);
    await says('This computer runs on battery');
    await shoot('resting');
  });
});
