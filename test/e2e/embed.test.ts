import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { brotliCompressSync } from 'node:zlib';
import type { Browser, BrowserContext, FrameLocator, Page } from 'playwright';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { launchChromium, launchPlainChromium } from './chromium.ts';
import { acceptCard, cardFrame, heard, listen, until } from './embedded.ts';
import { type HostPage, startHost } from './host-page.ts';
import { WALK, walks } from './kernels.ts';
import { addOwnedSite, addSite, scriptTag, send } from './sites.ts';
import { Cleanup, researcherAt, startStack, WEB } from './stack.ts';

const SHOTS = new URL('../artifacts/', import.meta.url).pathname;
const EXAMPLE = new URL('../../examples/embed/serve.mjs', import.meta.url).pathname;
const GUIDE = readFileSync(new URL('../../docs/EMBED.md', import.meta.url), 'utf8');
const HASH = createHash('sha384')
  .update(readFileSync(`${WEB}/embed.js`))
  .digest('base64');

it('the embed script has at most 5 kB, compressed', () => {
  expect(brotliCompressSync(readFileSync(`${WEB}/embed.js`)).length).toBeLessThanOrEqual(5_000);
});

describe.each([
  { name: 'a browser that blocks storage in frames', launch: launchChromium, stores: false },
  { name: 'a browser as people have it', launch: launchPlainChromium, stores: true },
])('the embed in $name', ({ launch, stores }) => {
  const cleanup = new Cleanup();
  let browser: Browser;
  let context: BrowserContext;
  let coordinator: string;
  let host: HostPage;
  let site: string;

  beforeAll(async () => {
    browser = await launch();
    cleanup.add(() => browser.close());
    coordinator = (await startStack(cleanup)).url;
    host = await startHost(cleanup);
    site = await addSite(coordinator, { origins: [host.origin] });
    const client = await researcherAt(coordinator);
    await client.run({ source: WALK }, walks(100_000, 1_000_000));
  });
  beforeEach(async () => {
    context = await browser.newContext();
    await context.addInitScript(listen);
    host.show(scriptTag(coordinator, site));
  });
  afterEach(async () => {
    await context.close();
    await sessionsAre(0, 10_000);
  });
  afterAll(() => cleanup.run());

  const sessions = async (): Promise<number> =>
    (await (await fetch(`${coordinator}/v1/status`)).json()).sessions;
  const sessionsAre = (count: number, timeout = 10_000) =>
    vi.waitFor(async () => expect(await sessions()).toBe(count), { timeout, interval: 20 });

  async function openHost(): Promise<{ page: Page; card: FrameLocator }> {
    const page = await context.newPage();
    await page.goto(host.origin);
    return { page, card: page.frameLocator('iframe') };
  }

  /** What the frame has stored. */
  const stored = (page: Page): Promise<string[]> =>
    cardFrame(page, coordinator).evaluate(async () => {
      const databases = await indexedDB.databases().catch(() => []);
      const names = databases.map(({ name }) => String(name));
      try {
        return [...names, ...Object.keys(localStorage)];
      } catch {
        return names;
      }
    });

  /** Runs until some items are computed, then `stop` must end everything within a second. */
  async function stopsWithinASecond(page: Page, stop: () => Promise<void>): Promise<void> {
    await until(page, 'progress');
    await vi.waitFor(async () => expect((await heard(page)).at(-1)?.items ?? 0).toBeGreaterThan(0), {
      timeout: 30_000,
    });
    const withdrawn = page.waitForResponse((response) => response.url().endsWith('/v1/withdrawals'));
    await stop();
    const asked = performance.now();
    await sessionsAre(0, 1_000);
    expect(performance.now() - asked).toBeLessThan(1_000);
    expect((await withdrawn).status()).toBe(200);
    await until(page, 'stopped');
    await vi.waitFor(() => expect(page.workers()).toHaveLength(0), { timeout: 3_000 });
  }

  /** What has nothing to do with storage is tried in one browser. */
  const inOneBrowser = it.runIf(stores);

  it('[CO1] no work, socket or storage before the yes, nor after a no but the no itself', async () => {
    const asked: string[] = [];
    context.on('request', (request) => asked.push(new URL(request.url()).pathname));
    const { page, card } = await openHost();
    await until(page, 'asking');
    await page.screenshot({ path: `${SHOTS}embed-asking.png` });
    expect(asked.filter((path) => !/^\/(embed\.js|embed\/|assets\/|favicon|$)/.test(path))).toEqual([]);
    expect(await stored(page)).toEqual([]);
    // The frame's own code cannot say yes either: only a person's click counts.
    await cardFrame(page, coordinator).evaluate(() => document.querySelectorAll('button')[1].click());
    await card.getByRole('button', { name: 'No, thanks' }).click();
    await until(page, 'declined');
    await page.screenshot({ path: `${SHOTS}embed-declined.png` });
    await page.waitForTimeout(300);
    expect(await sessions()).toBe(0);
    expect(page.workers()).toHaveLength(0);
    expect(await stored(page)).toEqual(stores ? [`manyhands-no-${site}`] : []);

    await page.reload();
    await until(page, 'ready');
    await page.waitForTimeout(300);
    expect((await heard(page)).some(({ event }) => event === 'asking')).toBe(!stores);
  });

  it('[CO2] computes for the site after the yes, and nothing runs a second after the stop', async () => {
    const { page, card } = await openHost();
    await acceptCard(card);
    await until(page, 'consented');
    await sessionsAre(1);
    await card.getByRole('status').getByText('Computing').waitFor();
    await page.screenshot({ path: `${SHOTS}embed-running.png` });
    expect((await page.locator('iframe').boundingBox())?.height).toBeLessThanOrEqual(90);
    await stopsWithinASecond(page, () => card.getByRole('button', { name: 'Stop' }).click());
    await page.screenshot({ path: `${SHOTS}embed-stopped.png` });
  });

  it('[CO2] the page can stop it too', async () => {
    const { page, card } = await openHost();
    await acceptCard(card);
    await stopsWithinASecond(page, () => page.evaluate('manyhands.stop()'));
    expect(await page.evaluate('manyhands.consented')).toMatchObject({ threads: 1 });
  });

  it('remembers the yes for a day where the browser lets it, until it is withdrawn', async () => {
    const { page, card } = await openHost();
    await acceptCard(card);
    await sessionsAre(1);
    await page.reload();
    await until(page, stores ? 'consented' : 'asking');
    if (!stores) return;
    await sessionsAre(1);
    await card.getByRole('button', { name: 'Stop' }).click();
    await until(page, 'stopped');
    await page.reload();
    await card.getByText('nothing runs unless').waitFor();
    await sessionsAre(0);
  });

  inOneBrowser('a card that something lies over takes no yes', async () => {
    const { page, card } = await openHost();
    await until(page, 'asking');
    await page.evaluate(() => {
      const lure = document.createElement('div');
      lure.textContent = 'Click here to read on';
      lure.style.cssText = 'position:fixed;inset:0;background:#fff9;pointer-events:none';
      document.body.append(lure);
    });
    await page.waitForTimeout(1_500);
    await card.getByRole('button', { name: 'Yes, compute' }).click();
    await card.getByText('Something lies over this card').waitFor();
    expect(await sessions()).toBe(0);
  });

  it('[CO3] a page of another origin cannot show the card, and its developer is told why', async () => {
    const stranger = await startHost(cleanup);
    stranger.show(scriptTag(coordinator, site));
    const page = await context.newPage();
    const said: string[] = [];
    page.on('console', (message) => said.push(message.text()));
    await page.goto(stranger.origin);
    await until(page, 'problem');
    expect(await heard(page)).toMatchObject([
      { event: 'problem', code: 'CARD_BLOCKED' },
      { event: 'never ready', code: 'CARD_BLOCKED' },
    ]);
    expect(said.join('\n')).toContain(`does not allow ${stranger.origin}`);
    expect(said.join('\n')).toMatch(/frame-ancestors/);
    expect(await sessions()).toBe(0);
  });

  inOneBrowser('says so where the key is none', async () => {
    host.show(scriptTag(coordinator, 'f'.repeat(32)));
    const { page, card } = await openHost();
    await card.getByText('site key is not known').waitFor();
    await until(page, 'problem');
    expect((await heard(page)).at(-1)).toMatchObject({ code: 'SITE_UNKNOWN' });
  });

  inOneBrowser(
    'does not ask by itself where the browser says Global Privacy Control, but when asked to',
    async () => {
      await context.addInitScript(() =>
        Object.defineProperty(Navigator.prototype, 'globalPrivacyControl', { get: () => true }),
      );
      const { page, card } = await openHost();
      const small = card.getByRole('button', { name: 'Lend power…' });
      await small.waitFor();
      await page.screenshot({ path: `${SHOTS}embed-quiet.png` });
      expect((await heard(page)).map(({ event }) => event)).toEqual(['ready']);
      await small.click();
      await card.getByRole('button', { name: 'Yes, compute' }).waitFor();
    },
  );

  inOneBrowser('stands in the page’s own element, in its theme, compact', async () => {
    host.show(
      `<manyhands-widget theme="dark" compact></manyhands-widget>${scriptTag(coordinator, site)}<manyhands-widget></manyhands-widget>`,
    );
    const { page, card } = await openHost();
    await card.getByRole('button', { name: 'Lend power…' }).waitFor();
    expect(await page.locator('iframe').count()).toBe(1);
    expect(await page.locator('manyhands-widget[compact] iframe').count()).toBe(1);
    const background = await card.locator('#card').evaluate((each) => getComputedStyle(each).backgroundColor);
    expect(background).toBe('rgb(27, 33, 32)');
    await page.screenshot({ path: `${SHOTS}embed-compact-dark.png` });
  });

  it('a challenge of the site’s server is solved by its visitor’s work, and the server can see that', async () => {
    const { site: own, key } = await addOwnedSite(coordinator, { origins: [host.origin] });
    const path = `${coordinator}/v1/sites/${own}/challenges`;
    const { challenge } = await send(path, { fuel: '100000000', seconds: 600 }, key);
    const state = async () =>
      (await fetch(`${path}/${challenge}`, { headers: { authorization: `Bearer ${key}` } })).json();
    host.show(scriptTag(coordinator, own));
    const { page, card } = await openHost();
    await until(page, 'asking');
    await page.evaluate(
      `window.outcome = 'open'; manyhands.solve('${challenge}').then(() => (window.outcome = 'solved'), ({ code }) => (window.outcome = code)); 0`,
    );
    expect(await state()).toMatchObject({ solved: false, done: '0', device: null });
    await acceptCard(card);
    await vi.waitFor(async () => expect(await page.evaluate('outcome')).toBe('solved'), { timeout: 200_000 });
    expect(await state()).toMatchObject({ solved: true, done: '100000000' });
    await expect(
      page.evaluate(`manyhands.solve('${'0'.repeat(32)}').catch(({ code }) => code)`),
    ).resolves.toBe('CHALLENGE_UNKNOWN');
  });

  const filled = (text: string): string =>
    text
      .replaceAll('https://COORDINATOR', coordinator)
      .replaceAll('EMBED_HASH', HASH)
      .replaceAll('SITE_KEY', site);
  const headerSets = [...GUIDE.matchAll(/^```http\n(.*?)^```/gms)].map(([, lines]) =>
    lines.trim().split('\n'),
  );
  const tags = [...GUIDE.matchAll(/^(<script .*)$/gm)].map(([tag]) => tag);

  inOneBrowser('the guide has its header sets and tags', () => {
    expect(headerSets).toHaveLength(3);
    expect(tags).toHaveLength(2);
  });

  inOneBrowser.each(headerSets.flatMap((set, i) => tags.slice(i === 2 ? 1 : 0).map((tag) => ({ tag, set }))))(
    'computes under the headers of the guide: $set.0 with $tag',
    async ({ tag, set }) => {
      const headers = set.map((line) =>
        filled(line)
          .split(/: (.*)/s)
          .slice(0, 2),
      );
      host.show(filled(tag), Object.fromEntries(headers));
      const { page, card } = await openHost();
      await acceptCard(card);
      await stopsWithinASecond(page, () => card.getByRole('button', { name: 'Stop' }).click());
    },
  );

  inOneBrowser('the example’s page asks', async () => {
    const example = spawn(process.execPath, [EXAMPLE, coordinator, '0'], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    try {
      const [origin] = await once(example.stdout, 'data');
      const page = await context.newPage();
      await page.goto(String(origin).trim());
      const card = page.frameLocator('manyhands-widget iframe');
      await card.getByRole('button', { name: 'No, thanks' }).click();
      await page.getByText('declined', { exact: true }).waitFor();
    } finally {
      example.kill();
    }
  });

  inOneBrowser('a script that is not the pinned one is not run', async () => {
    host.show(
      filled(tags[1]).replace(
        HASH,
        HASH.replace(/^./, (first) => (first === 'A' ? 'B' : 'A')),
      ),
    );
    const { page } = await openHost();
    await page.waitForTimeout(500);
    expect(await page.locator('iframe').count()).toBe(0);
  });
});
