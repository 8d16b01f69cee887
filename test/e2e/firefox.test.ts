/** What a volunteer and a site's visitor do, in Firefox: by WebDriver BiDi, since Debian's speaks no protocol of playwright's. */
import { existsSync } from 'node:fs';
import { ScriptedCoordinator, type Spin, spinKernel, spun } from '@manyhands/browser-worker/testing';
import { hashOf, PROTOCOL_VERSION, unpackResults } from '@manyhands/protocol';
import { type Browser, type BrowserContext, firefox, type Page } from 'playwright';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { acceptCard } from './embedded.ts';
import { startHost } from './host-page.ts';
import { WALK, walks } from './kernels.ts';
import { addSite, scriptTag } from './sites.ts';
import { Cleanup, researcherAt, startStack, WEB } from './stack.ts';

const SHOTS = new URL('../artifacts/', import.meta.url).pathname;
const executablePath = ['/usr/bin/firefox-esr', '/usr/bin/firefox'].find((path) => existsSync(path));
const TURNS = 10_000_000;
const SEED = Uint8Array.of(7);
/** Firefox under load is slow to start and to navigate. */
const PATIENCE = { timeout: 60_000, interval: 20 };

if (executablePath === undefined)
  console.log('Firefox is missing, so nothing is tested in it: apt-get install firefox-esr');

describe.skipIf(executablePath === undefined)('Firefox', () => {
  let browser: Browser;
  let context: BrowserContext;
  const cleanup = new Cleanup();

  beforeAll(async () => {
    // Frames of other sites in the page's own process: clicks that WebDriver BiDi gives a page do not reach another one.
    const firefoxUserPrefs = { 'fission.autostart': false };
    browser = await firefox.launch({ channel: 'moz-firefox', executablePath, firefoxUserPrefs });
  });
  beforeEach(async () => {
    context = await browser.newContext();
  });
  afterEach(async () => {
    await context.close();
    await cleanup.run();
  });
  afterAll(() => browser?.close());

  describe('as a volunteer', () => {
    let coordinator: ScriptedCoordinator;
    let spin: Spin;
    let answers: number;

    beforeAll(async () => {
      spin = await spinKernel(hashOf(SEED));
    });
    beforeEach(async () => {
      answers = 0;
      coordinator = await new ScriptedCoordinator(WEB).listen();
      cleanup.add(() => coordinator.close());
      coordinator.answer('/v1/jobs', { jobs: [] });
      for (const bytes of [SEED, spin.bytes, spin.hooked]) coordinator.publish(bytes);
    });

    async function openPage(): Promise<Page> {
      const page = await context.newPage();
      await page.goto(coordinator.url);
      return page;
    }

    const start = (page: Page) => page.getByRole('button', { name: 'Start' }).click();

    /** Serves a session with work without end, checking every answer. */
    async function serve() {
      const session = await coordinator.nextSession();
      const hello = await session.greet({ beatSeconds: 1 });
      let given = 0;
      session.work(
        () => spin.assign(`unit ${given++}`, Array(20).fill(TURNS)),
        (answer) => {
          for (const { output } of unpackResults(answer))
            expect(new DataView(output.buffer, output.byteOffset).getInt32(0, true)).toBe(spun(TURNS));
          answers++;
        },
      );
      return { session, hello };
    }

    /** Waits for so many more answers; where they stay out, says why the page thinks so. */
    async function answered(page: Page, more: number): Promise<void> {
      const goal = answers + more;
      try {
        await vi.waitFor(() => expect(answers).toBeGreaterThanOrEqual(goal), PATIENCE);
      } catch (cause) {
        throw new Error(`no answers; the page says: ${await page.locator('.status').textContent()}`, {
          cause,
        });
      }
    }

    it('[CO1] [CO2] computes after the start and not before, and nothing runs a second after the stop', async () => {
      const page = await openPage();
      await page.waitForTimeout(300);
      expect(coordinator.sessions).toHaveLength(0);
      expect(await page.evaluate(() => indexedDB.databases())).toEqual([]);
      await start(page);
      const { session, hello } = await serve();
      expect(hello.agent).toMatch(/^Firefox \d+/);
      await answered(page, 3);
      await page.locator('.status').getByText('Computing').waitFor();
      await page.screenshot({ path: `${SHOTS}firefox-computing.png`, fullPage: true });
      await page.getByRole('button', { name: 'Stop' }).click();
      const asked = performance.now();
      await session.closed;
      expect(performance.now() - asked).toBeLessThan(1000);
      await page.locator('.status').getByText('Not running').waitFor();
      const seen = answers;
      await page.waitForTimeout(500);
      expect(answers).toBe(seen);
      expect(coordinator.sessions).toHaveLength(1);
    });

    it('runs one pool: another tab says so, and takes over when the first closes', async () => {
      const first = await openPage();
      await start(first);
      await serve();
      await answered(first, 1);
      const second = await openPage();
      await second.getByText('Already running in another tab').waitFor();
      expect(coordinator.sessions).toHaveLength(1);
      await first.close();
      await serve();
      await answered(second, 1);
      await second.locator('.status').getByText('Computing').waitFor();
    });

    it('tells a page of a version that is no longer served to load anew, and does not try again', async () => {
      const page = await openPage();
      await start(page);
      const session = await coordinator.nextSession();
      session.sendRaw(Uint8Array.of(PROTOCOL_VERSION + 1, 0, 0x80));
      await page.locator('.status').getByText('Refused').waitFor();
      await page
        .locator('.status')
        .getByText(/VERSION_UNSUPPORTED/)
        .waitFor();
      await page
        .locator('.status')
        .getByText(/reload/i)
        .waitFor();
      await page.screenshot({ path: `${SHOTS}firefox-stale.png`, fullPage: true });
      await page.waitForTimeout(1_500);
      expect(coordinator.sessions).toHaveLength(1);
    });
  });

  it('[CO1] [CO2] computes for a site of another origin after the yes, until the stop', async () => {
    const { url } = await startStack(cleanup);
    const host = await startHost(cleanup);
    host.show(scriptTag(url, await addSite(url, { origins: [host.origin] })));
    const client = await researcherAt(url);
    await client.run({ source: WALK }, walks(100_000, 1_000_000));
    const status = async () => (await fetch(`${url}/v1/status`)).json();
    const page = await context.newPage();
    await page.goto(host.origin);
    const card = page.frameLocator('iframe');
    await card.getByRole('button', { name: 'Yes, compute' }).waitFor();
    expect((await status()).sessions).toBe(0);
    await acceptCard(card);
    await card.getByRole('status').getByText('Computing').waitFor();
    await vi.waitFor(async () => {
      const [{ held, final }] = await client.jobs();
      expect(held + final).toBeGreaterThan(0);
    }, PATIENCE);
    await page.screenshot({ path: `${SHOTS}firefox-embed.png` });
    await card.getByRole('button', { name: 'Stop' }).click();
    await vi.waitFor(async () => expect((await status()).sessions).toBe(0), { timeout: 1_000, interval: 20 });
  });
});
