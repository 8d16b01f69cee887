/** The account page at a real coordinator and chain: what is settled is paid out on signed terms, and records are asked for. */
import { readFileSync } from 'node:fs';
import { isReceiptOf } from '@manyhands/protocol';
import type { Browser, Page } from 'playwright';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { launchChromium } from './chromium.ts';
import { WALK, walks } from './kernels.ts';
import { ScriptedWallet } from './scripted-wallet.ts';
import { Cleanup, contribute, researcherAt, startChain, startStack } from './stack.ts';

const SHOTS = new URL('../artifacts/', import.meta.url).pathname;
/** Of the words that BIP-39's test vectors begin with, at the first address of BIP-44. */
const WORDS = `${'abandon '.repeat(11)}about`;
const PAYEE = '0x9858effd232b4033e47d90003d41ec34ecaeda94';

/** Epochs are settled however dear the coin is. */
const ANYHOW = { gasPpm: 10 ** 18, leastPaid: 0n, patience: 10 ** 6, exitSeconds: 0 };

const cleanup = new Cleanup();
let browser: Browser;
beforeEach(async () => {
  browser = await launchChromium();
  cleanup.add(() => browser.close());
});
afterEach(() => cleanup.run());

async function openAt(url: string): Promise<Page> {
  const page = await browser.newPage();
  page.on('pageerror', (error) => {
    throw error;
  });
  await page.goto(url);
  return page;
}

async function look(page: Page): Promise<void> {
  await page.getByLabel('Account', { exact: true }).fill(PAYEE);
  await page.getByRole('button', { name: 'Look' }).click();
}

it('[RC1] a payout is offered with its cost, signed with the words and made by the relayer; what is too small keeps', async () => {
  const chain = await startChain(cleanup);
  const dir = cleanup.folder();
  const at = (coinPrice: bigint) =>
    startStack(cleanup, {
      dir,
      database: { kind: 'pglite', dir: `${dir}/database` },
      payments: { ...chain.payments, gas: { coinPrice, confirmations: 0 }, settling: ANYHOW },
    });
  const dear = 10n ** 20n;
  const first = await at(dear);
  const contributor = await contribute(cleanup, first.url, { payee: PAYEE });
  const client = await researcherAt(first.url);
  const job = await client.run({ source: WALK }, walks(400), {
    unitItems: 20,
    pay: { perCoreHour: 10n ** 12n, budget: 90n * 10n ** 9n, payment: chain.payment },
  });
  await job.certified();
  await job.pay();
  await contributor.stop();
  await first.settle();
  const quote = await (await fetch(`${first.url}/v1/payees/${PAYEE}/claim`)).json();
  expect(quote.reason?.code).toBe('BELOW_GAS');
  expect(await chain.balance(PAYEE)).toBe(0n);
  const listed = await (await fetch(`${first.url}/v1/epochs`)).json();
  expect(listed.epochs).toEqual([expect.objectContaining({ epoch: 1, pays: listed.epochs[0].total })]);
  const early = await openAt(`${first.url}/account.html`);
  await early.getByText(/Settlement 1, .*new/).waitFor();
  await look(early);
  await early.getByText(/is too small for what claiming it costs/).waitFor();
  await early.screenshot({ path: `${SHOTS}payout-too-small.png`, fullPage: true });
  await early.close();
  await first.drain();

  // The coin falls, until gas costs a quarter of what is due: too much for the operator's share, worth it for the payee.
  const second = await at((dear * BigInt(quote.due)) / (4n * BigInt(quote.cost)));
  const page = await openAt(`${second.url}/account.html`);
  await look(page);
  const field = page.getByLabel(/twelve words, to sign with/);
  await field.waitFor();
  await page.screenshot({ path: `${SHOTS}payout-offer.png`, fullPage: true });
  await page.emulateMedia({ colorScheme: 'dark' });
  await page.setViewportSize({ width: 375, height: 800 });
  await page.screenshot({ path: `${SHOTS}payout-offer-dark-phone.png`, fullPage: true });
  const wide = await page.evaluate(() => document.documentElement.scrollWidth > innerWidth);
  expect(wide, 'nothing is wider than a phone').toBe(false);
  await field.fill('legal winner thank year wave sausage worth useful legal winner thank yellow');
  await field.press('Enter');
  await page.getByText('These are the words of another account.').waitFor();
  await field.fill(WORDS);
  await field.press('Enter');
  await page.getByText('It is being paid out').waitFor();
  await page.getByText('Every payment, line by line').click();
  await page.screenshot({ path: `${SHOTS}account-statement-dark-phone.png`, fullPage: true });
  const saving = page.waitForEvent('download');
  await page.getByLabel(/twelve words, to ask with/).fill(WORDS);
  await page.getByRole('button', { name: 'Sign and save' }).click();
  const csv = readFileSync((await (await saving).path()) as string, 'utf8');
  expect(csv).toMatch(/^at,txn,job,role,ledger_units,balance,epoch,root_tx\n,,,opening,,0,,\n/);
  expect(csv).toMatch(new RegExp(`,work,\\d+,\\d+,1,${listed.epochs[0].tx}\n`));
  await page.getByText('Saved.').waitFor();
  await expect.poll(() => chain.balance(PAYEE), { timeout: 60_000 }).toBeGreaterThan(0n);
  const paid = await chain.balance(PAYEE);
  expect(paid).toBeGreaterThan(BigInt(quote.due) / 2n);
  expect(paid).toBeLessThan(BigInt(quote.due));

  // Whoever works for the account is shown what the operator signed for it, and keeps that.
  await page.getByRole('button', { name: 'I have twelve words' }).click();
  await page.getByLabel('Your twelve words').fill(WORDS);
  await page.keyboard.press('Enter');
  await page.getByRole('button', { name: 'Use it for this browser' }).click();
  await page.getByRole('heading', { name: 'Your receipt' }).waitFor();
  await page.screenshot({ path: `${SHOTS}payout-receipt-dark-phone.png`, fullPage: true });
  await page.emulateMedia({ colorScheme: 'light' });
  await page.setViewportSize({ width: 1200, height: 900 });
  await page.screenshot({ path: `${SHOTS}payout-receipt.png`, fullPage: true });
  const savingReceipt = page.waitForEvent('download');
  await page.getByRole('button', { name: 'Save the receipt' }).click();
  const receipt = JSON.parse(readFileSync((await (await savingReceipt).path()) as string, 'utf8'));
  expect(receipt).toMatchObject({ account: PAYEE, hub: chain.payments.hub.toLowerCase() });
  expect(isReceiptOf(receipt, receipt)).toBe(true);
  expect(BigInt(receipt.cumulative)).toBeGreaterThanOrEqual(BigInt(quote.due));
  await page.close();
});

it('whoever has coins of the chain claims with the wallet of the browser, without a fee, and may say no', async () => {
  const chain = await startChain(cleanup);
  // So dear a coin that nobody else claims.
  const stack = await startStack(cleanup, {
    payments: { ...chain.payments, gas: { coinPrice: 10n ** 20n, confirmations: 0 }, settling: ANYHOW },
  });
  const contributor = await contribute(cleanup, stack.url, { payee: PAYEE });
  const client = await researcherAt(stack.url);
  const job = await client.run({ source: WALK }, walks(200), {
    unitItems: 20,
    pay: { perCoreHour: 10n ** 12n, budget: 90n * 10n ** 9n, payment: chain.payment },
  });
  await job.certified();
  await job.pay();
  await contributor.stop();
  await stack.settle();
  const due = BigInt((await (await fetch(`${stack.url}/v1/payees/${PAYEE}`)).json()).rooted);
  const wallet = new ScriptedWallet(await chain.wallet());
  const page = await browser.newPage();
  await wallet.plugInto(page);
  await page.goto(`${stack.url}/account.html`);
  await look(page);
  const button = page.getByRole('button', { name: 'Claim with this browser’s wallet' });
  await button.waitFor();
  await page.setViewportSize({ width: 375, height: 900 });
  await page.screenshot({ path: `${SHOTS}payout-by-wallet-phone.png`, fullPage: true });
  const wide = await page.evaluate(() => document.documentElement.scrollWidth > innerWidth);
  expect(wide, 'nothing is wider than a phone').toBe(false);
  wallet.declinesAfter = 0;
  await button.click();
  await page.getByText(/nothing is taken off/).waitFor();
  expect(await chain.balance(PAYEE)).toBe(0n);
  wallet.declinesAfter = 1;
  await button.click();
  await expect.poll(() => chain.balance(PAYEE), { timeout: 60_000 }).toBe(due);
  await button.waitFor({ state: 'detached' });
});

it('[ER1] a page saves the coordinator’s record of its browser, and has it removed at the second click', async () => {
  const coordinator = await startStack(cleanup);
  const client = await researcherAt(coordinator.url);
  const job = await client.run({ source: WALK }, walks(200), { unitItems: 20 });
  const page = await openAt(coordinator.url);
  await page.getByRole('button', { name: /start/i }).first().click();
  await job.certified();
  await page.goto(`${coordinator.url}/account.html`);
  const saving = page.waitForEvent('download');
  await page.getByRole('button', { name: 'Save the record' }).click();
  const record = JSON.parse(readFileSync((await (await saving).path()) as string, 'utf8'));
  expect(record.reputation.finalItems).toBeGreaterThan(0);
  await page.getByText('Saved.').waitFor();
  await page.getByRole('button', { name: 'Remove it there' }).click();
  await page.getByText(/Its name and counts are removed there/).waitFor();
  await page.screenshot({ path: `${SHOTS}account-record.png`, fullPage: true });
  await page.getByRole('button', { name: 'Yes, remove what may be' }).click();
  await page.getByText('Removed: 1 entry.').waitFor();
  const device = await (await fetch(`${coordinator.url}/v1/devices/${record.device}`)).json();
  expect(device).toMatchObject({ finalItems: 0, finalFuel: '0' });
});
