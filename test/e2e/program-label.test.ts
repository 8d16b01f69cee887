import { afterEach, expect, it } from 'vitest';
import { launchChromium } from './chromium.ts';
import { WALK, walks } from './kernels.ts';
import { Cleanup, researcherAt, startStack } from './stack.ts';

const SHOTS = new URL('../artifacts/', import.meta.url).pathname;
const ADMIN_KEY = 'operator-of-the-test-'.padEnd(40, 'x');
const cleanup = new Cleanup();
afterEach(() => cleanup.run());

it('a volunteer looks at what a program is by its own binary, and reports it to the operator', async () => {
  const coordinator = await startStack(cleanup, { adminKey: ADMIN_KEY });
  const client = await researcherAt(coordinator.url);
  const job = await client.run({ source: WALK }, walks(100));
  const { kernel } = await job.progress();
  const browser = await launchChromium();
  cleanup.add(() => browser.close());
  const page = await browser.newPage();
  await page.goto(coordinator.url);

  await page.getByText('What it is').click();
  await page.getByText(kernel, { exact: true }).waitFor();
  await page.getByText('Hash of its source').waitFor();
  await page.screenshot({ path: `${SHOTS}program-label.png`, fullPage: true });

  const compile = await page.getByRole('link', { name: 'Compile it here and compare' }).getAttribute('href');
  expect(compile).toBe(`/verify.html?kernel=${kernel}#source`);

  await page.getByText('Report', { exact: true }).click();
  await page.getByLabel('In your words').fill('It does what its researcher says it does not.');
  await page.getByRole('button', { name: 'Send to the operator' }).click();
  await page.getByText('Thank you. The operator will read it.').waitFor();
  const reply = await fetch(`${coordinator.url}/v1/admin/reports`, {
    headers: { authorization: `Bearer ${ADMIN_KEY}` },
  });
  expect(JSON.stringify(await reply.json())).toContain('It does what its researcher says');
});
