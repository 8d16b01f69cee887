import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { addressOf, signPersonal } from '@manyhands/protocol';
import { manyhands } from '@manyhands/sdk';
import type { Browser, Page } from 'playwright';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { seriousFaults } from './axe.ts';
import { launchChromium } from './chromium.ts';
import { Cleanup, contribute, startStack } from './stack.ts';

const SHOTS = new URL('../artifacts/', import.meta.url).pathname;
/** The compiler is loaded and compiled itself first. */
const LONG = { timeout: 60_000 };

const SOURCE = `/** Doubles a number. */
export function twice(number: i32, label: string): i64 {
  if (label == "odd") throw new Error("an odd label");
  return 2 * <i64>number;
}
`;
const WRONG = SOURCE.replace('2 * <i64>number', '2 * number + "1"');

const ROWS = 200;
const CSV = `id,n,name\n${Array.from({ length: ROWS }, (_, i) => `${i},${i},row ${i}`).join('\n')}\n`;

describe('the console', () => {
  const cleanup = new Cleanup();
  let browser: Browser;
  let page: Page;
  let coordinator: string;
  /** Of the account that is made in the page. */
  let key: string;

  beforeAll(async () => {
    mkdirSync(SHOTS, { recursive: true });
    coordinator = (await startStack(cleanup)).url;
    browser = await launchChromium();
    cleanup.add(() => browser.close());
    const context = await browser.newContext({ viewport: { width: 1100, height: 900 } });
    page = await context.newPage();
    page.on('pageerror', (error) => {
      throw error;
    });
    await page.goto(`${coordinator}/console.html#/kernel`);
  });
  afterAll(() => cleanup.run());

  const part = (name: string | RegExp) => page.getByRole('region', { name });
  const editor = () => page.getByRole('textbox', { name: /Source of the kernel/ });

  /** Looks at the page as it is, with axe and in pictures, wide and narrow, light and dark. */
  async function look(state: string): Promise<void> {
    for (const [colorScheme, width] of [
      ['light', 1100],
      ['dark', 390],
    ] as const) {
      await page.emulateMedia({ colorScheme });
      await page.setViewportSize({ width, height: 900 });
      const path = join(SHOTS, `console-${state}-${colorScheme}-${width}.png`);
      await page.screenshot({ path, fullPage: true });
      expect(await seriousFaults(page), `${state}, ${colorScheme}`).toEqual([]);
      const wide = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
      expect(wide, `${state}, ${width} pixels: nothing stands out at the side`).toBeLessThanOrEqual(0);
    }
    await page.emulateMedia({ colorScheme: 'light' });
    await page.setViewportSize({ width: 1100, height: 900 });
  }

  async function write(source: string): Promise<void> {
    await editor().click();
    await page.keyboard.press('Control+A');
    await page.keyboard.insertText(source);
  }

  it('shows what the compiler found at its line, and lets it be fixed', async () => {
    await part('Trial in this browser').waitFor(LONG);
    await write(WRONG);
    await page.getByText('1 error').waitFor(LONG);
    await page.getByRole('button', { name: /Line 4, column/ }).click();
    await expect.poll(() => page.locator('.cm-activeLine').textContent()).toContain('2 * number');
    expect(await page.locator('.cm-lint-marker-error').count()).toBe(1);
    await look('wrong');

    await write(SOURCE);
    await part('Columns').getByText('twice').waitFor(LONG);
    expect(await page.locator('.cm-lint-marker-error').count()).toBe(0);
    expect(await part('Columns').textContent()).toMatch(/number: i32.*label: string.*result: i64/);
    // Escape, then Tab leaves the editor.
    await editor().press('Escape');
    await page.keyboard.press('Tab');
    expect(await page.evaluate(() => document.activeElement?.closest('.code-field') === null)).toBe(true);
  });

  it('tries the kernel on real items in the browser', async () => {
    const trial = part('Trial in this browser');
    await trial.getByLabel(/Rows as CSV/).fill('number,label\n21,even\n4,odd\n-1000000000,\n');
    await trial.getByRole('button', { name: 'Try it here' }).click();
    await trial.getByText(/3 items, 1 failed/).waitFor(LONG);
    const rows = await trial.locator('tbody tr').allTextContents();
    expect(rows[0]).toMatch(/21even42/);
    expect(rows[1]).toMatch(/Failed:.*an odd label/);
    expect(rows[2]).toMatch(/-2000000000/);

    await trial.getByLabel(/Rows as CSV/).fill('number,label\n1,a\nmany,b\n');
    await trial.getByRole('button', { name: 'Try it here' }).click();
    await trial.getByText(/Row 2 \(line 3\): column number/).waitFor();
    await look('tried');
  });

  it('publishes it under an account that is made here', async () => {
    await part('Publish').getByRole('link', { name: 'Open or make one' }).click();
    await page.getByLabel('Name', { exact: true }).fill('Ada');
    await page.getByRole('button', { name: 'Make an account' }).click();
    key = (await page.locator('.fresh code').textContent()) ?? '';
    await page.getByRole('button', { name: 'I have it' }).click();
    await page.getByRole('link', { name: 'Kernel', exact: true }).click();
    await part('Publish').getByLabel('Name, as contributors see it').fill('Twice');
    await part('Publish').getByRole('button', { name: 'Publish the kernel' }).click();
    await page.getByText(/the same program of it, byte for byte/).waitFor(LONG);
    await page.getByRole('link', { name: 'Start a job with it' }).click();
    await page.getByRole('heading', { name: 'New job: Twice' }).waitFor();
  });

  it('maps the columns of a table, says what a job will take, and starts it', async () => {
    const table = join(cleanup.folder(), 'numbers.csv');
    writeFileSync(table, CSV);
    await page.getByLabel(/CSV, TSV/).setInputFiles(table);
    const inputs = part('Inputs');
    await inputs.getByText('Choose a column for number, label.').waitFor();
    await inputs.getByLabel('Column for number').selectOption('name');
    await inputs.getByLabel('Column for label').selectOption('name');
    await inputs.getByText(/Row 1 \(line 2\): column name \(i32\)/).waitFor();
    await inputs.getByLabel('Column for number').selectOption('n');
    await inputs.getByText('Everything fits: 200 items.').waitFor();

    const ask = page.getByRole('button', { name: 'Send and estimate' });
    expect(await ask.isDisabled()).toBe(true);
    await page.getByLabel(/I have read this/).check();
    await page.getByLabel('Title').fill('Two hundred doubles');
    await ask.click();
    await page.getByText('free', { exact: true }).waitFor(LONG);
    const bound = page.locator('.figure', { hasText: 'Wrong at most' }).locator('strong');
    const before = await bound.textContent();
    await page.getByLabel('How sure must it be?').fill('5');
    await expect.poll(() => bound.textContent(), LONG).not.toBe(before);
    await look('estimate');

    await page.getByLabel('How sure must it be?').fill('0');
    await page.getByRole('button', { name: 'Start the job' }).click();
    await page.waitForFunction(() => /^#\/job\/[0-9a-f]{32}$/.test(location.hash), null, LONG);
    const id = page.url().slice(-32);
    await contribute(cleanup, coordinator);
    const job = manyhands(coordinator, key).job(id);
    await vi.waitFor(async () => expect((await job.progress()).state).toBe('certified'), LONG);
    const { title, items, kernelName, researcher, budget } = await job.progress();
    expect({ title, items, kernelName, researcher, budget }).toEqual({
      title: 'Two hundred doubles',
      items: ROWS,
      kernelName: 'Twice',
      researcher: 'Ada',
      budget: null,
    });
    const results: unknown[] = [];
    for await (const row of job.results()) results.push(row.values);
    expect(results[77]).toMatchObject({ result: 154n });
  });

  it('opens an account by the wallet of the browser, and says when the wallet signs nothing', async () => {
    const secret = new Uint8Array(32).fill(9);
    const context = await browser.newContext({ locale: 'de' });
    let says = 'no';
    await context.exposeFunction('walletAnswers', async (method: string, params: string[]) => {
      if (method === 'eth_requestAccounts') return [addressOf(secret)];
      if (method === 'eth_chainId') return '0x1';
      return says === 'no' ? null : signPersonal(secret, Buffer.from(params[0].slice(2), 'hex').toString());
    });
    await context.addInitScript(() => {
      const asked = window as unknown as { walletAnswers(method: string, params: unknown): Promise<unknown> };
      const request = async ({ method, params }: { method: string; params?: unknown }) => {
        const answer = await asked.walletAnswers(method, params);
        if (answer === null) throw Object.assign(new Error('no'), { code: 4001 });
        return answer;
      };
      Object.assign(window, { ethereum: { request } });
    });
    page = await context.newPage();
    await page.goto(`${coordinator}/console.html#/keys`);
    const signIn = page.getByRole('button', { name: 'Mit dem Wallet anmelden' });
    await signIn.click();
    await page.getByText('Das Wallet hat nichts unterschrieben.').waitFor();
    await look('entrance');
    says = 'yes';
    await signIn.click();
    await page.getByText('signed in by wallet').waitFor();
    await page.getByRole('button', { name: 'Abmelden' }).click();
    await signIn.waitFor();
    await context.close();
  });
});
