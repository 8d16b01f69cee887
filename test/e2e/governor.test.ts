import {
  ScriptedCoordinator,
  type ScriptedSession,
  type Spin,
  spinKernel,
} from '@manyhands/browser-worker/testing';
import { hashOf } from '@manyhands/protocol';
import type { Browser, BrowserContext, Page } from 'playwright';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { launchChromium } from './chromium.ts';
import { keepBusy, type Machine, moveMachine, simulateMachine } from './machine.ts';

const WEB = new URL('../../web/dist', import.meta.url).pathname;
const SHOTS = new URL('../artifacts/', import.meta.url).pathname;
const SEED = Uint8Array.of(7);
const MILLION = 1_000_000;

describe('governor on the volunteer page', () => {
  let browser: Browser;
  let context: BrowserContext;
  let coordinator: ScriptedCoordinator;
  let spin: Spin;
  let page: Page;
  let session: ScriptedSession;
  let answers: number;

  beforeAll(async () => {
    browser = await launchChromium();
    spin = await spinKernel(hashOf(SEED));
  });
  beforeEach(async () => {
    coordinator = await new ScriptedCoordinator(WEB).listen();
    coordinator.answer('/v1/jobs', { jobs: [] });
    coordinator.publish(SEED);
    coordinator.publish(spin.bytes, spin.hash);
    coordinator.publish(spin.hooked);
    context = await browser.newContext();
    await simulateMachine(context);
    answers = 0;
    page = await context.newPage();
    await page.goto(coordinator.url);
  });
  afterEach(async () => {
    await context.close();
    await coordinator.close();
  });
  afterAll(() => browser.close());

  async function serve(): Promise<void> {
    session = await coordinator.nextSession();
    await session.greet({ beatSeconds: 1 });
    let given = 0;
    session.work(
      () => spin.assign(`unit ${given++}`, Array(20).fill(2 * MILLION)),
      () => answers++,
    );
  }

  async function start(): Promise<void> {
    await page.getByRole('button', { name: 'Start' }).click();
    await serve();
    await works();
  }

  const works = () => {
    const goal = answers + 2;
    return vi.waitFor(() => expect(answers).toBeGreaterThanOrEqual(goal), { timeout: 60_000 });
  };
  const wanted = (): number | undefined => session.log.findLast((frame) => frame.kind === 'want')?.seats;
  const wants = (seats: number) => vi.waitFor(() => expect(wanted()).toBe(seats), { timeout: 60_000 });
  const says = (words: string | RegExp) => page.getByRole('status').getByText(words).waitFor();
  const move = <K extends keyof Machine>(sensor: K, ...to: Parameters<Machine[K]>) =>
    moveMachine(page, sensor, ...to);
  const rule = (name: string) => page.getByRole('checkbox', { name });
  const openRules = () => page.getByText('When it rests').click();

  /** Rests: no seat is wanted, and soon nothing comes any more. */
  async function rests(sentence: string | RegExp): Promise<void> {
    await says(sentence);
    await wants(0);
    await vi.waitFor(
      async () => {
        const seen = answers;
        await page.waitForTimeout(400);
        expect(answers).toBe(seen);
      },
      { timeout: 20_000 },
    );
  }

  it('rests on battery and says so, and goes on by itself when plugged in again, on the same session', async () => {
    await start();
    await move('battery', false, 0.8);
    await rests('this computer runs on battery');
    await move('battery', true, 0.8);
    await says('going on in a few seconds');
    await wants(1);
    await works();
    expect(coordinator.sessions).toHaveLength(1);
  });

  it('rests while the battery is low, and runs anyway when told to, also in the next visit', async () => {
    await start();
    await move('battery', true, 0.3);
    await rests('well above 50%');
    await page.getByRole('button', { name: 'Run anyway' }).click();
    await works();
    await page.reload();
    await serve();
    await move('battery', true, 0.3);
    await works();
  });

  it('rests where data is to be saved, and hidden only if that was chosen', async () => {
    await start();
    await move('saveData', true);
    await rests('metered, or set to save data');
    await move('saveData', false);
    await works();
    await move('show', 'hidden');
    await works();
    await openRules();
    await rule('Rest while this page is in the background').check();
    await rests('in the background');
    await move('show', 'visible');
    await works();
  });

  it('pauses and resumes by hand, on the same session; a pause until reopening ends with a reload', async () => {
    await start();
    await page.getByRole('button', { name: '30 minutes' }).click();
    await rests(/Paused until \d\d:\d\d/);
    await page.getByRole('button', { name: 'Resume' }).click();
    await works();
    expect(coordinator.sessions).toHaveLength(1);
    await page.getByRole('button', { name: 'Until I reopen it' }).click();
    await rests('Paused until you resume');
    await page.reload();
    await serve();
    await works();
  });

  it('a timed pause outlasts a reload, and is seen and ended from another tab', async () => {
    await start();
    await page.getByRole('button', { name: '1 hour' }).click();
    await rests(/Paused until \d\d:\d\d/);
    await page.reload();
    await serve();
    await says(/Paused until \d\d:\d\d/);
    expect(wanted() ?? 0).toBe(0);
    const other = await context.newPage();
    await other.goto(coordinator.url);
    await other.getByText('Already running in another tab').waitFor();
    await other.getByRole('button', { name: 'Resume' }).click();
    await works();
  });

  it('rests outside its hours', async () => {
    await start();
    await openRules();
    await rule('Work only at some hours').check();
    const { from, to } = hours(3, 4);
    await choose({ from, to });
    await rests(`it goes on at ${from}`);
    await rule('Work only at some hours').uncheck();
    await works();
  });

  it('rests while somebody uses the computer, once it may know', async () => {
    const use = await simulateUse();
    await start();
    await use(true);
    await openRules();
    await rule('Rest while I use this computer').check();
    await rests('while you use this computer');
    await use(false);
    await works();
  });

  /** The browser's own detector, which is given leave and told what to detect. */
  async function simulateUse(): Promise<(isUserActive: boolean) => Promise<void>> {
    const session = await context.newCDPSession(page);
    const { targetInfo } = await session.send('Target.getTargetInfo');
    const { browserContextId } = targetInfo;
    const permissions = ['idleDetection' as const];
    const whole = await browser.newBrowserCDPSession();
    await whole.send('Browser.grantPermissions', { browserContextId, origin: coordinator.url, permissions });
    return async (isUserActive) => {
      await session.send('Emulation.setIdleOverride', { isUserActive, isScreenUnlocked: true });
    };
  }

  it('takes fewer threads under pressure, and goes on with them', async () => {
    await start();
    await twoThreads();
    await move('pressure', 'critical');
    await wants(1);
    await says(/Eased off because .*: now 1 thread at/);
    await works();
  });

  it('notices by its own probe that other programs keep the processor busy, and takes less', async () => {
    await start();
    await twoThreads();
    const relent = await keepBusy(context);
    await wants(1);
    await says('Eased off because this computer is busy');
    await works();
    await relent();
    await works();
  });

  /** As few cores as the machine has, two seats of a little share leave room for others to be noticed. */
  async function twoThreads(): Promise<void> {
    await page.getByRole('slider', { name: 'Threads' }).fill('2');
    await page.getByRole('slider', { name: 'Share of each' }).fill('30');
    await wants(2);
  }

  async function choose({ from, to }: { from: string; to: string }): Promise<void> {
    await page.getByLabel('from', { exact: true }).fill(from);
    await page.getByLabel('to', { exact: true }).fill(to);
  }

  it.each([
    ['light', 1100, 1000],
    ['dark', 1100, 1000],
    ['light', 375, 812],
    ['dark', 375, 812],
  ] as const)('looks right: %s at %i pixels', async (colorScheme, width, height) => {
    await page.emulateMedia({ colorScheme });
    await page.setViewportSize({ width, height });
    await start();
    await openRules();
    await rule('Work only at some hours').check();
    await choose(hours(-2, 3));
    await page.locator('.status').getByText('Computing').waitFor({ timeout: 60_000 });
    const shoot = async (name: string) => {
      await page.screenshot({ path: `${SHOTS}governor-${colorScheme}-${width}-${name}.png`, fullPage: true });
      const overflow = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
      expect(overflow).toBeLessThanOrEqual(0);
    };
    await shoot('running');
    await page.getByRole('button', { name: '30 minutes' }).click();
    await says(/Paused until \d\d:\d\d/);
    await shoot('paused');
  });
});

/** Hours of the day from so many hours after now to so many, as time fields want them. */
function hours(from: number, to: number): { from: string; to: string } {
  const words = (after: number) => `${String((new Date().getHours() + after + 24) % 24).padStart(2, '0')}:00`;
  return { from: words(from), to: words(to) };
}
