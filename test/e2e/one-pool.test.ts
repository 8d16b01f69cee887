import type { Browser, BrowserContext, FrameLocator, Page } from 'playwright';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { launchPlainChromium } from './chromium.ts';
import { acceptCard } from './embedded.ts';
import { startHost } from './host-page.ts';
import { WALK, walks } from './kernels.ts';
import { addSite, scriptTag } from './sites.ts';
import { Cleanup, researcherAt, startStack } from './stack.ts';

const PATIENCE = { timeout: 60_000, interval: 100 };

/** What docs/EMBED.md says of pools: of pages and cards in one browser that keeps sites apart. */
describe('cards and the volunteer page in one browser', () => {
  const cleanup = new Cleanup();
  let browser: Browser;
  let context: BrowserContext;
  let coordinator: string;

  beforeAll(async () => {
    browser = await launchPlainChromium();
    cleanup.add(() => browser.close());
    coordinator = (await startStack(cleanup)).url;
    const client = await researcherAt(coordinator);
    await client.run({ source: WALK }, walks(100_000, 1_000_000));
  });
  beforeEach(async () => {
    context = await browser.newContext();
  });
  afterEach(async () => {
    await context.close();
    await expect.poll(sessions, PATIENCE).toBe(0);
  });
  afterAll(() => cleanup.run());

  const sessions = async (): Promise<number> =>
    (await (await fetch(`${coordinator}/v1/status`)).json()).sessions;

  /** A page of a site by this host name, with a card that was agreed to. */
  async function agreed(name: string): Promise<{ page: Page; card: FrameLocator }> {
    const host = await startHost(cleanup, name);
    host.show(scriptTag(coordinator, await addSite(coordinator, { origins: [host.origin] })));
    const page = await context.newPage();
    await page.goto(host.origin);
    const card = page.frameLocator('iframe');
    await acceptCard(card);
    return { page, card };
  }
  async function started(): Promise<Page> {
    const page = await context.newPage();
    await page.goto(coordinator);
    await page.getByRole('button', { name: 'Start' }).click();
    return page;
  }

  it('of different sites have a pool each: browsers let none know of the others', async () => {
    await agreed('localhost');
    await agreed('reef.localhost');
    await started();
    await expect.poll(sessions, PATIENCE).toBe(3);
  });

  it('of the coordinator’s own site have one pool, which passes on when it is stopped; each keeps its own yes', async () => {
    const page = await started();
    await expect.poll(sessions, PATIENCE).toBe(1);
    const { card } = await agreed('127.0.0.1');
    await card.getByText('Already running in another tab').waitFor();
    expect(await sessions()).toBe(1);
    await page.getByRole('button', { name: 'Stop' }).click();
    await card.getByRole('status').getByText('Computing').waitFor();
    await page.reload();
    await page.getByRole('button', { name: 'Start' }).waitFor();
    await expect.poll(sessions, PATIENCE).toBe(1);
  });
});
