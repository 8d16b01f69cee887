import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { ScriptedCoordinator, type Spin, spinKernel } from '@manyhands/browser-worker/testing';
import type { Browser, BrowserContext, FrameLocator, Page } from 'playwright';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { endedWithinASecond, launchChromium, launchPlainChromium } from './chromium.ts';

const WEB = new URL('../../web/dist', import.meta.url).pathname;
const EXAMPLE = new URL('../../examples/embed/serve.mjs', import.meta.url).pathname;
const SHOTS = new URL('../artifacts/', import.meta.url).pathname;
const SITE = '0x00000000000000000000000000000000000000aa';

describe.each([
  { name: 'a browser that blocks storage in frames', launch: launchChromium },
  { name: 'a browser as people have it', launch: launchPlainChromium },
])('embed script in $name', ({ name, launch }) => {
  let browser: Browser;
  let context: BrowserContext;
  let coordinator: ScriptedCoordinator;
  let spin: Spin;
  let host: ChildProcess;
  let hostUrl: string;

  beforeAll(async () => {
    browser = await launch();
    coordinator = await new ScriptedCoordinator(WEB).listen();
    spin = await spinKernel(coordinator.publish(Uint8Array.of(7)));
    coordinator.publish(spin.bytes, spin.hash);
    coordinator.publish(spin.hooked);
    host = spawn(process.execPath, [EXAMPLE, coordinator.url, '0'], { stdio: ['ignore', 'pipe', 'inherit'] });
    if (!host.stdout) throw new Error('the example has no output');
    hostUrl = String((await once(host.stdout, 'data'))[0]).trim();
  });
  beforeEach(async () => {
    context = await browser.newContext();
    coordinator.sessions.length = 0;
  });
  afterEach(() => context.close());
  afterAll(async () => {
    host.kill();
    await browser.close();
    await coordinator.close();
  });

  async function openHost(): Promise<{ page: Page; card: FrameLocator }> {
    const page = await context.newPage();
    await page.goto(hostUrl);
    const card = page.frameLocator('iframe');
    await card.getByRole('button', { name: 'Yes, compute' }).waitFor();
    return { page, card };
  }

  /** The card takes a click only after it was seen for a moment. */
  async function accept(card: FrameLocator): Promise<void> {
    await new Promise((resolve) => setTimeout(resolve, 900));
    await card.getByRole('button', { name: 'Yes, compute' }).click();
  }

  async function serve() {
    const session = await coordinator.nextSession();
    const hello = await session.greet({ beatSeconds: 1 });
    let given = 0;
    let answers = 0;
    session.work(
      () => spin.assign(`unit ${given++}`, Array(20).fill(10_000_000)),
      () => answers++,
    );
    await vi.waitFor(() => expect(answers).toBeGreaterThan(1), { timeout: 30_000 });
    return { session, hello, answers: () => answers };
  }

  it('[CO1] no work, socket or storage before the yes, nor after a no', async () => {
    const { page, card } = await openHost();
    await page.waitForTimeout(700);
    const frame = page.frames().find((each) => each.url().startsWith(coordinator.url));
    const databases = () => frame?.evaluate(() => indexedDB.databases().catch(() => []));
    expect(await databases()).toEqual([]);
    // The frame's own code cannot say yes either: only a person's click counts.
    await frame?.evaluate(() => document.querySelectorAll('button')[1].click());
    await card.getByRole('button', { name: 'No, thanks' }).click();
    await page.getByText('refused', { exact: true }).waitFor();
    await page.waitForTimeout(300);
    expect(coordinator.sessions).toHaveLength(0);
    expect(page.workers()).toHaveLength(0);
    expect(await databases()).toEqual([]);
  });

  it('[CO2] computes for the site after the yes, and nothing runs a second after the stop', async () => {
    const { page, card } = await openHost();
    await page.screenshot({ path: `${SHOTS}embed-asking.png` });
    await accept(card);
    const { session, hello, answers } = await serve();
    expect(hello).toMatchObject({ site: SITE, payee: '' });
    await page.getByText(/accepted, \d+ items/).waitFor();
    await card.getByText('Computing').waitFor();
    await page.screenshot({ path: `${SHOTS}embed-running.png` });

    await card.getByRole('button', { name: 'Stop' }).click();
    await endedWithinASecond(session, page);
    const seen = answers();
    await page.getByText('stopped', { exact: true }).waitFor();
    await page.waitForTimeout(500);
    expect(answers()).toBe(seen);
    expect(coordinator.sessions).toHaveLength(1);
  });

  it('[CO2] the page can stop it too', async () => {
    const { page, card } = await openHost();
    await accept(card);
    const { session } = await serve();
    await page.getByRole('button', { name: 'Stop lending' }).click();
    await endedWithinASecond(session, page);
  });

  it('a card that something lies over takes no yes', async () => {
    const { page, card } = await openHost();
    await page.evaluate(() => {
      const lure = document.createElement('div');
      lure.textContent = 'Click here to read on';
      lure.style.cssText = 'position:fixed;inset:0;background:#fff9;pointer-events:none';
      document.body.append(lure);
    });
    await accept(card);
    await card.getByText('Something lies over this card').waitFor();
    expect(coordinator.sessions).toHaveLength(0);
  });

  it('remembers the yes for a day where the browser lets it', async () => {
    const { page, card } = await openHost();
    await accept(card);
    await serve();
    await page.reload();
    if (name.includes('blocks')) await card.getByRole('button', { name: 'Yes, compute' }).waitFor();
    else await serve();
  });
});
