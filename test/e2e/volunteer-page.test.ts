import { ScriptedCoordinator, type Spin, spinKernel, spun } from '@manyhands/browser-worker/testing';
import { hashOf, unpackResults } from '@manyhands/protocol';
import type { Browser, BrowserContext, Page } from 'playwright';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { endedWithinASecond, launchChromium } from './chromium.ts';
import { keptText } from './kept-text.ts';

const WEB = new URL('../../web/dist', import.meta.url).pathname;
const SHOTS = new URL('../artifacts/', import.meta.url).pathname;
const MILLION = 1_000_000;
const SEED = Uint8Array.of(7);

const job = {
  job: 'f'.repeat(32),
  title: 'Align reads to phage lambda',
  kernel: 'ab'.repeat(32),
  kernelName: 'spin',
  researcher: 'Ada',
  state: 'running',
  reason: '',
  items: 2000,
  held: 250,
  final: 730,
  refuted: 4,
  seats: 6,
  budget: '12000000000',
  secondsLeft: 480,
};
const standing = {
  kind: 'standing',
  code: '',
  sentence: '',
  finalItems: 1200,
  heldItems: 130,
  refutedItems: 0,
  finalFuel: 18_400_000_000n,
  earned: 1_250_430_000n,
  held: 98_000_000n,
} as const;

describe('volunteer page', () => {
  let browser: Browser;
  let context: BrowserContext;
  let coordinator: ScriptedCoordinator;
  let spin: Spin;
  let answers: number;

  beforeAll(async () => {
    browser = await launchChromium();
    spin = await spinKernel(hashOf(SEED));
  });
  beforeEach(async () => {
    coordinator = await new ScriptedCoordinator(WEB).listen();
    coordinator.answer('/v1/jobs', {
      jobs: [
        job,
        {
          ...job,
          job: 'e'.repeat(32),
          state: 'certified',
          final: 2000,
          held: 0,
          budget: null,
          title: 'Fold a lattice protein',
        },
      ],
    });
    coordinator.publish(SEED);
    coordinator.publish(spin.bytes, spin.hash);
    coordinator.publish(spin.hooked);
    context = await browser.newContext();
    answers = 0;
  });
  afterEach(async () => {
    await context.close();
    await coordinator.close();
  });
  afterAll(() => browser.close());

  async function openPage(): Promise<Page> {
    const page = await context.newPage();
    page.on('pageerror', (error) => {
      throw error;
    });
    await page.goto(coordinator.url);
    await page.getByText('Align reads to phage lambda').waitFor();
    return page;
  }

  /** Serves a session with work without end, checking every answer. */
  async function serve() {
    const session = await coordinator.nextSession();
    const hello = await session.greet({ beatSeconds: 1 });
    let given = 0;
    const next = () => spin.assign(`unit ${given++}`, Array(20).fill(10 * MILLION));
    const right = spun(10 * MILLION);
    session.work(next, (answer) => {
      for (const { output } of unpackResults(answer))
        expect(new DataView(output.buffer, output.byteOffset).getInt32(0, true)).toBe(right);
      answers++;
    });
    session.send(standing);
    return { session, hello };
  }

  const start = (page: Page) => page.getByRole('button', { name: 'Start' }).click();
  const answered = (more: number) => {
    const goal = answers + more;
    return vi.waitFor(() => expect(answers).toBeGreaterThanOrEqual(goal), { timeout: 30_000 });
  };

  it('[CO1] opens no socket, starts no worker and stores nothing before the start, and computes after it', async () => {
    const page = await openPage();
    await page.waitForTimeout(500);
    expect(coordinator.sessions).toHaveLength(0);
    expect(page.workers()).toHaveLength(0);
    expect(await page.evaluate(() => indexedDB.databases())).toEqual([]);
    // A script's click is nobody's yes.
    await page.evaluate(() => document.querySelector<HTMLButtonElement>('.start')?.click());
    await page.waitForTimeout(200);
    expect(coordinator.sessions).toHaveLength(0);

    const payee = `0x${'ab'.repeat(20)}`;
    await page.getByRole('textbox').fill(payee);
    await start(page);
    const { hello } = await serve();
    expect(hello).toMatchObject({ payee, agent: expect.stringMatching(/^Chrome \d+/) });
    await answered(3);
    await page.locator('.status').getByText('Computing').waitFor();
    await page.getByText('1.25043', { exact: true }).waitFor();
    expect(await page.getByText(hello.device).count()).toBe(1);
  });

  it('[CO2] nothing runs a second after the stop, and the stop is remembered', async () => {
    const page = await openPage();
    await start(page);
    const { session } = await serve();
    await answered(1);
    await page.getByRole('button', { name: 'Stop' }).click();
    await endedWithinASecond(session, page);
    const seen = answers;
    await page.reload();
    await page.waitForTimeout(500);
    expect(coordinator.sessions).toHaveLength(1);
    expect(answers).toBe(seen);
  });

  it('keeps what is changed while it runs, for the time that was agreed to and no longer', async () => {
    const page = await openPage();
    const slider = page.getByRole('slider', { name: 'Share of each' });
    const kept = () => keptText(page, 'consent');
    await start(page);
    await serve();
    const first = JSON.parse(await kept());
    await slider.fill('40');
    await expect.poll(async () => JSON.parse(await kept()).share, { timeout: 10_000 }).toBe(0.4);
    expect(JSON.parse(await kept()).at).toBe(first.at);
    await page.reload();
    await serve();
    expect(await slider.inputValue()).toBe('40');
    await page.getByRole('button', { name: 'Stop' }).click();
    await expect.poll(kept, { timeout: 10_000 }).toBe('');
    await page.waitForTimeout(400);
    expect(await kept()).toBe('');
  });

  it('runs one pool in a browser: another tab says so, and takes over when the first closes', async () => {
    const first = await openPage();
    await start(first);
    await serve();
    await answered(1);
    // A later visit goes on with the consent of the earlier one.
    const second = await openPage();
    await second.getByText('Already running in another tab').waitFor();
    expect(coordinator.sessions).toHaveLength(1);
    await first.close();
    await serve();
    await answered(1);
    await second.locator('.status').getByText('Computing').waitFor();
  });

  it('draws the pace of the visit, and keeps what became final by the day', async () => {
    const page = await openPage();
    await start(page);
    await serve();
    await page.getByText(/instructions a second; the last 2 minutes/).waitFor();
    const today = page
      .getByRole('list', { name: /final in the last 14 days/ })
      .getByRole('listitem')
      .last();
    await expect
      .poll(() => today.textContent())
      .toContain('1,200 items, 18.4 billion instructions, 1.25043 HAND');
    await page.screenshot({ path: `${SHOTS}volunteer-history.png`, fullPage: true });
    await page.getByRole('button', { name: 'Stop' }).click();
    await page.reload();
    await expect.poll(() => today.textContent()).toContain('1,200 items');
    await page.emulateMedia({ colorScheme: 'dark' });
    await page.setViewportSize({ width: 375, height: 700 });
    await page.screenshot({ path: `${SHOTS}volunteer-history-dark-phone.png`, fullPage: true });
  });

  it('can be installed as an app', async () => {
    const page = await openPage();
    const devtools = await context.newCDPSession(page);
    const { errors, data } = await devtools.send('Page.getAppManifest');
    expect(errors).toEqual([]);
    for (const { src, sizes } of JSON.parse(data as string).icons) {
      const size = await page.evaluate(async (url) => {
        const icon = new Image();
        icon.src = url;
        await icon.decode();
        return `${icon.naturalWidth}x${icon.naturalHeight}`;
      }, src);
      expect(size).toBe(sizes);
    }
    const { installabilityErrors } = await devtools.send('Page.getInstallabilityErrors');
    // A private window, as every test has, is all that stands in the way.
    expect(installabilityErrors.map(({ errorId }) => errorId)).toEqual(['in-incognito']);
  });

  it('says why it waits, and that it comes back by itself', async () => {
    const page = await openPage();
    await start(page);
    const session = await coordinator.nextSession();
    await session.greet();
    session.send({ ...standing, sentence: 'every running job waits for its budget' });
    await page.getByText('Every running job waits for its budget.').waitFor();
    session.drop();
    await page.getByText('Trying again').waitFor();
    await serve();
    await answered(1);
  });

  it.each([
    ['light', 1100, 900],
    ['dark', 1100, 900],
    ['light', 375, 812],
  ] as const)('looks right: %s at %i pixels', async (colorScheme, width, height) => {
    const page = await openPage();
    await page.emulateMedia({ colorScheme });
    await page.setViewportSize({ width, height });
    await page.screenshot({ path: `${SHOTS}volunteer-${colorScheme}-${width}-before.png`, fullPage: true });
    await start(page);
    await serve();
    await answered(2);
    await page.screenshot({ path: `${SHOTS}volunteer-${colorScheme}-${width}.png`, fullPage: true });
    const overflow = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
    expect(overflow).toBeLessThanOrEqual(0);
  });
});
