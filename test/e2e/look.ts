import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from 'playwright';
import { expect } from 'vitest';
import { seriousFaults } from './axe.ts';

const SHOTS = new URL('../artifacts/', import.meta.url).pathname;

/** Looks at a page as it is, with axe and in pictures, wide and light, narrow and dark. */
export async function look(page: Page, state: string): Promise<void> {
  mkdirSync(SHOTS, { recursive: true });
  for (const [colorScheme, width] of [
    ['light', 1100],
    ['dark', 390],
  ] as const) {
    await page.emulateMedia({ colorScheme });
    await page.setViewportSize({ width, height: 900 });
    await page.screenshot({ path: join(SHOTS, `${state}-${colorScheme}-${width}.png`), fullPage: true });
    expect(await seriousFaults(page), `${state}, ${colorScheme}`).toEqual([]);
    const wide = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
    expect(wide, `${state}, ${width} pixels: nothing stands out at the side`).toBeLessThanOrEqual(0);
  }
  await page.emulateMedia({ colorScheme: 'light' });
  await page.setViewportSize({ width: 1100, height: 900 });
}
