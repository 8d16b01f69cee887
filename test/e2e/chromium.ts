import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import type { ScriptedSession } from '@manyhands/browser-worker/testing';
import { type Browser, chromium, type Page } from 'playwright';
import { expect, vi } from 'vitest';

const CHROMIUM = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];
const FLAGS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];
const executablePath = CHROMIUM.find((path) => existsSync(path));

/**
 * The browser that the machine has; playwright's own is never downloaded.
 * With playwright's flags, frames of other sites get no storage and no locks: like a browser in a strict privacy mode.
 */
export const launchChromium = (): Promise<Browser> => chromium.launch({ executablePath, args: FLAGS });

/** Chromium as people have it: frames of other sites have storage of their own for each embedding site. */
export function launchPlainChromium(): Promise<Browser> {
  const features = featuresDisabledByPlaywright();
  const kept = features.filter((name) => name !== 'ThirdPartyStoragePartitioning');
  return chromium.launch({
    executablePath,
    ignoreDefaultArgs: [`--disable-features=${features.join(',')}`],
    args: [...FLAGS, `--disable-features=${kept.join(',')}`],
  });
}

/** Playwright offers no way to leave out a single one, so that its flag has to be known to the letter. */
function featuresDisabledByPlaywright(): string[] {
  const require = createRequire(import.meta.resolve('playwright'));
  const bundle = join(dirname(require.resolve('playwright-core/package.json')), 'lib/coreBundle.js');
  const [, list] = /disabledFeatures = \[([\s\S]*?)\]\.filter/.exec(readFileSync(bundle, 'utf8')) ?? [];
  if (list === undefined) throw new Error('playwright keeps its list of disabled features elsewhere now');
  return [...list.matchAll(/^\s*"(\w+)"/gm)].map(([, name]) => name);
}

/** [CO2] as the other side sees it: the session's end comes after the work's. The workers' own end is reported later. */
export async function endedWithinASecond(session: ScriptedSession, page: Page): Promise<void> {
  const asked = performance.now();
  await session.closed;
  expect(performance.now() - asked).toBeLessThan(1000);
  await vi.waitFor(() => expect(page.workers()).toHaveLength(0), { timeout: 3000 });
}
