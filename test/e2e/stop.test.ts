import type { Browser, BrowserContext, Locator } from 'playwright';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { launchPlainChromium } from './chromium.ts';
import { PagesTime } from './cpu-time.ts';
import { acceptCard } from './embedded.ts';
import { type HostPage, startHost } from './host-page.ts';
import { WALK, walks } from './kernels.ts';
import { addSite, scriptTag } from './sites.ts';
import { Cleanup, researcherAt, startStack } from './stack.ts';

/** Cores in use while kernels run: few on a machine that others keep busy, because then pages take little. */
const BUSY = 0.08;
/** A kernel that goes on would use as much as before; a page that rests uses a hundredth of a core or two. */
const mostAtRest = (busy: number): number => Math.max(0.03, busy / 3);
const WINDOW_MS = 1_000;

/** Stop as the processor sees it, whatever pages and coordinator say. */
describe('after Stop', () => {
  const cleanup = new Cleanup();
  let browser: Browser;
  let context: BrowserContext;
  let time: PagesTime;
  let coordinator: string;
  let host: HostPage;

  beforeAll(async () => {
    browser = await launchPlainChromium();
    cleanup.add(() => browser.close());
    time = new PagesTime(browser);
    coordinator = (await startStack(cleanup)).url;
    host = await startHost(cleanup);
    host.show(scriptTag(coordinator, await addSite(coordinator, { origins: [host.origin] })));
    const client = await researcherAt(coordinator);
    // Units of seconds: what is computed at the click is far from its end.
    await client.run({ source: WALK }, walks(20_000, 50_000_000));
  });
  beforeEach(async () => {
    context = await browser.newContext();
  });
  afterEach(() => context.close());
  afterAll(() => cleanup.run());

  /** Measures while kernels run, presses Stop, and measures again from a second after the click on. */
  async function isFlatAfter(stop: Locator): Promise<void> {
    let busy = 0;
    await vi.waitFor(
      async () => {
        busy = await time.cores(WINDOW_MS);
        expect(busy).toBeGreaterThan(BUSY);
      },
      { timeout: 200_000 },
    );
    await stop.click();
    await new Promise((resolve) => setTimeout(resolve, 1_000));
    const seconds: number[] = [];
    for (let i = 0; i < 3; i++) seconds.push(await time.cores(WINDOW_MS));
    // One of three may be spent on clearing up; what computes, computes in all.
    const [, rest] = seconds.sort((a, b) => a - b);
    console.log(`cores in use: ${busy.toFixed(2)} before, ${rest.toFixed(2)} from a second after Stop on`);
    expect(rest).toBeLessThan(mostAtRest(busy));
  }

  it('[CO2] the processor is at rest a second later, on the volunteer page', async () => {
    const page = await context.newPage();
    await page.goto(coordinator);
    await page.getByRole('slider', { name: 'Share of each' }).fill('100');
    await page.getByRole('button', { name: 'Start' }).click();
    await page.getByRole('status').getByText('Computing').waitFor({ timeout: 60_000 });
    await isFlatAfter(page.getByRole('button', { name: 'Stop' }));
  });

  it('[CO2] the processor is at rest a second later, on the card of a site', async () => {
    const page = await context.newPage();
    await page.goto(host.origin);
    const card = page.frameLocator('iframe');
    await acceptCard(card);
    await card.getByRole('status').getByText('Computing').waitFor({ timeout: 60_000 });
    await isFlatAfter(card.getByRole('button', { name: 'Stop' }));
  });
});
