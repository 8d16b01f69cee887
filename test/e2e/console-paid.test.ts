/** A paid job of the console, from the wizard to its results and the way out, with a scripted wallet at a real chain. */
import { type Client, manyhands } from '@manyhands/sdk';
import type { JsonRpcProvider, Wallet } from 'ethers';
import type { Page } from 'playwright';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { launchChromium } from './chromium.ts';
import { WALK } from './kernels.ts';
import { look } from './look.ts';
import { ScriptedWallet } from './scripted-wallet.ts';
import { Cleanup, contribute, type PaidChain, startChain, startStack } from './stack.ts';

const ITEMS = 300;
const LONG = { timeout: 60_000 };
const HUNDRED = 100n * 10n ** 9n;
/** EIP-1193 and EIP-3326. */
describe('a paid job of the console', () => {
  const cleanup = new Cleanup();
  let chain: PaidChain;
  let coordinator: string;
  let client: Client;
  let wallet: Wallet;
  let scripted: ScriptedWallet;
  let page: Page;

  beforeAll(async () => {
    chain = await startChain(cleanup);
    coordinator = (await startStack(cleanup, { payments: chain.payments })).url;
    client = manyhands(coordinator);
    const { key } = await client.account('Ada');
    const { kernel } = await client.publish({ source: WALK, name: 'Walk' });
    wallet = await chain.wallet();
    const browser = await launchChromium();
    cleanup.add(() => browser.close());
    page = await (await browser.newContext({ viewport: { width: 1100, height: 900 } })).newPage();
    page.on('pageerror', (error) => {
      throw error;
    });
    await page.addInitScript((kept) => localStorage.setItem('manyhands-owner-key', kept), key);
    scripted = new ScriptedWallet(wallet);
    await scripted.plugInto(page);
    await page.goto(`${coordinator}/console.html#/new/${kernel}`);
  });
  afterAll(() => cleanup.run());

  const figure = (name: string) => page.locator('.figure', { hasText: name }).locator('strong');

  it('is free unless somebody says otherwise; then its estimate follows the price', async () => {
    await page.getByLabel('Typed rows').check();
    const rows = Array.from({ length: ITEMS }, (_, i) => `${i},20000`);
    await page.getByRole('textbox', { name: /Rows as CSV/ }).fill(`seed,steps\n${rows.join('\n')}\n`);
    await page.getByText(`Everything fits: ${ITEMS} items.`).waitFor(LONG);
    await page.getByLabel(/I have read this/).check();
    await page.getByRole('button', { name: 'Send and estimate' }).click();
    await page.getByText('free', { exact: true }).waitFor(LONG);

    await page.getByLabel('paid', { exact: true }).check();
    await page.getByLabel('Price of a reference core-hour, in HAND').fill('1000');
    await expect.poll(() => figure('Price').textContent(), LONG).toMatch(/^\d/);
    const dear = Number(await figure('Price').textContent());
    await page.getByLabel('Price, in steps').fill('12');
    const cheap = Number(await figure('Price').textContent());
    expect(dear / cheap).toBeCloseTo(10, 3);
    await page.getByText(/^Of the price: operator .*; whoever computes has .*\. For checks up to/).waitFor();
    await page.getByLabel('Budget, in HAND').fill('much');
    await page
      .getByText(/amounts above zero/)
      .first()
      .waitFor();
    await page.getByLabel('Budget, in HAND').fill('');
    await page.getByLabel('Price of a reference core-hour, in HAND').fill('1000');
  });

  it('moves nothing where the budget is too small for a unit, or more than the wallet has', async () => {
    const budget = page.getByLabel('Budget, in HAND');
    const start = page.getByRole('button', { name: 'Deposit and start the job' });
    await budget.fill('0.000000001');
    await start.click();
    await page.getByText(/does not cover one unit/).waitFor(LONG);
    await budget.fill('1000');
    await start.click();
    await page.getByText(/1000 tokens are to be deposited, and the wallet .* has 100\./).waitFor(LONG);
    expect(scripted.transactions).toBe(0);
    await budget.fill('');
  });

  it('says what the wallet’s person declined, and goes on with what is there', async () => {
    // The allowance is given, the deposit is not.
    scripted.declinesAfter = 1;
    const start = page.getByRole('button', { name: 'Deposit and start the job' });
    await start.click();
    await page.getByText('The wallet signed nothing.').waitFor(LONG);
    expect(scripted.asked).toContain('wallet_addEthereumChain');
    expect(await chain.balance(wallet.address)).toBe(HUNDRED);
    await look(page, 'console-paid-declined');

    scripted.declinesAfter = Number.POSITIVE_INFINITY;
    await start.click();
    await page.waitForFunction(() => /^#\/job\/[0-9a-f]{32}$/.test(location.hash), null, LONG);
    // One allowance, one deposit that was declined, one that was not.
    expect(scripted.transactions).toBe(3);
  });

  it('runs to its results, paid ahead within the budget that was deposited', async () => {
    const job = client.job(page.url().slice(-32));
    const { budget } = await job.progress();
    expect(HUNDRED - (await chain.balance(wallet.address))).toBe(BigInt(budget ?? 0));
    expect((await job.bill()).vouchered).toBe(budget);
    await page.getByText(/The budget was paid ahead/).waitFor(LONG);
    await contribute(cleanup, coordinator);
    await job.certified();
    await page.getByText('Vouchers cover every result that is final.').waitFor(LONG);
    await page.getByRole('rowheader', { name: '1', exact: true }).first().waitFor(LONG);
    const { owed } = await job.bill();
    expect(BigInt(owed)).toBeGreaterThan(0n);
    expect(BigInt(owed)).toBeLessThanOrEqual(BigInt(budget ?? 0));
    // The key that paid has done its work, and nobody finds it here.
    const kept = () => page.evaluate((name) => localStorage.getItem(`manyhands-payment-${name}`), job.id);
    await expect.poll(async () => JSON.parse((await kept()) ?? '{}').privateKey, LONG).toBeNull();
    let rows = 0;
    for await (const { index } of job.results()) expect(index).toBe(rows++);
    expect(rows).toBe(ITEMS);
  });

  it('limits what a key may spend, on the page of keys', async () => {
    const job = page.url();
    await page.goto(`${coordinator}/console.html#/keys`);
    await page.getByLabel('On a day (UTC), HAND').fill('much');
    await page.getByRole('button', { name: 'Set the limit' }).click(LONG);
    await page.getByText(/one amount above zero/).waitFor();
    await page.getByLabel('On a day (UTC), HAND').fill('2.5');
    await page.getByRole('textbox', { name: 'Channel (0x…)' }).fill(`0x${'12'.repeat(32)}`);
    await page.getByRole('button', { name: 'Set the limit' }).click();
    await page.getByText('0 of 2.5').waitFor(LONG);
    // What is left empty stays.
    await page.getByLabel('In all, HAND').fill('40');
    await page.getByRole('textbox', { name: 'Channel (0x…)' }).fill(`0x${'12'.repeat(32)}`);
    await page.getByRole('button', { name: 'Set the limit' }).click();
    await page.getByText('0 of 40').waitFor(LONG);
    expect(await page.getByText('0 of 2.5').count()).toBe(1);
    await look(page, 'console-limits');
    await page.getByRole('button', { name: 'Take the limit away' }).click();
    await page.getByText('0 of 2.5').waitFor({ ...LONG, state: 'detached' });
    await page.goto(job);
  });

  it('offers the way out of what was not spent', async () => {
    await page.getByRole('button', { name: 'Look at the deposit' }).click();
    await page.getByRole('button', { name: 'Begin to take out the rest' }).click(LONG);
    await page.getByRole('button', { name: /^Sure\?/ }).click();
    await page.getByText(/What is left can be taken out from/).waitFor(LONG);
    expect(scripted.transactions).toBe(4);
    await look(page, 'console-paid-job');
    // Begun by mistake: it is taken back, and begun again.
    await page.getByRole('button', { name: 'Take the exit back' }).click();
    await page.getByRole('button', { name: 'Begin to take out the rest' }).click(LONG);
    await page.getByRole('button', { name: /^Sure\?/ }).click();
    await page.getByText(/What is left can be taken out from/).waitFor(LONG);
    expect(scripted.transactions).toBe(6);

    const later = Date.now() + 2 * 86_400_000;
    const provider = wallet.provider as JsonRpcProvider;
    await provider.send('evm_setNextBlockTimestamp', [Math.floor(later / 1000)]);
    await provider.send('evm_mine', []);
    await page.clock.setSystemTime(later);
    await page.reload();
    await page.getByRole('button', { name: 'Look at the deposit' }).click(LONG);
    await page.getByRole('button', { name: 'Take out the rest' }).click(LONG);
    await page.getByText('Nothing is left in it.').waitFor(LONG);
    // No epoch redeemed anything yet.
    expect(await chain.balance(wallet.address)).toBe(HUNDRED);
  });
});
