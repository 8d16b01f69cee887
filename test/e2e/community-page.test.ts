import type { Browser, Page } from 'playwright';
import { afterEach, expect, it } from 'vitest';
import { seriousFaults } from './axe.ts';
import { launchChromium } from './chromium.ts';
import { WALK, walks } from './kernels.ts';
import { Cleanup, researcherAt, startStack } from './stack.ts';

const SHOTS = new URL('../artifacts/', import.meta.url).pathname;
const cleanup = new Cleanup();
afterEach(() => cleanup.run());

async function pageAt(browser: Browser, address: string): Promise<Page> {
  const context = await browser.newContext();
  const page = await context.newPage();
  page.on('pageerror', (error) => {
    throw error;
  });
  await page.goto(address);
  return page;
}

it('who computed is listed by name, founds a team, invites another browser, and is forgotten', async () => {
  const coordinator = await startStack(cleanup);
  const browser = await launchChromium();
  cleanup.add(() => browser.close());
  const community = `${coordinator.url}/community.html`;

  const ada = await pageAt(browser, community);
  await ada.getByText('This browser has computed nothing yet.').waitFor();
  expect(await ada.evaluate(() => indexedDB.databases())).toEqual([]);

  const bob = await pageAt(browser, coordinator.url);
  await ada.getByRole('link', { name: 'Start' }).click();
  for (const page of [ada, bob]) await page.getByRole('button', { name: 'Start' }).click();
  const client = await researcherAt(coordinator.url);
  const job = await client.run({ source: WALK }, walks(2_000), { unitItems: 50 });
  await job.certified();

  await ada.goto(community);
  await ada.getByLabel('Your name').fill('Ada');
  await ada.getByLabel('Found a team').fill('Analytical Engines');
  await ada.keyboard.press('Enter');
  // What became final is on the books within a moment.
  await expect
    .poll(
      async () => {
        if (await ada.getByText('You are listed as Ada.').isVisible()) return true;
        await ada.getByRole('button', { name: 'Be listed' }).click();
        return false;
      },
      { timeout: 30_000, interval: 1000 },
    )
    .toBe(true);
  const link = await ada.getByRole('link', { name: /team=/ }).getAttribute('href');

  await bob.goto(link as string);
  await bob.getByText('You are invited to the team').waitFor();
  await bob.getByLabel('Your name').fill('Bob');
  await bob.getByRole('button', { name: 'Join Analytical Engines' }).click();
  await bob.getByText('You are listed as Bob.').waitFor();
  await bob.getByText('2 members').last().waitFor();
  expect(await bob.locator('.ranks').first().getByRole('listitem').count()).toBe(2);
  expect(await seriousFaults(bob)).toEqual([]);
  await bob.screenshot({ path: `${SHOTS}community.png`, fullPage: true });
  await bob.emulateMedia({ colorScheme: 'dark' });
  await bob.setViewportSize({ width: 375, height: 700 });
  expect(await seriousFaults(bob)).toEqual([]);
  expect(await bob.evaluate(() => document.documentElement.scrollWidth > innerWidth)).toBe(false);
  await bob.screenshot({ path: `${SHOTS}community-dark-phone.png`, fullPage: true });

  await ada.getByRole('button', { name: 'Forget my name' }).click();
  await ada.getByText('Your name is forgotten.').waitFor();
  await bob.reload();
  await bob.getByText('1 member', { exact: true }).waitFor();
});
