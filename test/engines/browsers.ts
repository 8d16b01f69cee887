/** Chromium and Firefox, in the page and in a worker. */
import { existsSync } from 'node:fs';
import { type Browser, chromium, firefox } from 'playwright';
import type { Engine } from './engine.ts';
import type { EngineResult, Request } from './plan.ts';
import { PlanServer } from './server.ts';

const CHROMIUM = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];
const FIREFOX = ['/usr/bin/firefox-esr', '/usr/bin/firefox'];
const found = (paths: readonly string[]): string | undefined => paths.find((path) => existsSync(path));

export const launchChromium = (...more: readonly string[]): Promise<Browser> =>
  chromium.launch({
    executablePath: found(CHROMIUM),
    args: ['--no-sandbox', '--disable-gpu', '--no-first-run', '--disable-background-networking', ...more],
  });

/** By WebDriver BiDi: Debian's Firefox does not speak playwright's own protocol. */
const launchFirefox = (): Promise<Browser> =>
  firefox.launch({ channel: 'moz-firefox', executablePath: found(FIREFOX) });

async function runIn(
  launch: () => Promise<Browser>,
  where: 'page' | 'worker',
  { folder, request }: { readonly folder: string; readonly request: Request },
): Promise<EngineResult> {
  const server = new PlanServer(folder);
  await server.listen();
  const browser = await launch();
  try {
    const page = await browser.newPage();
    const { url, result } = server.expect({ where, request: JSON.stringify(request) });
    await page.goto(url);
    return await result;
  } finally {
    await browser.close();
    server.close();
  }
}

function engine(
  name: string,
  where: 'page' | 'worker',
  {
    paths,
    wanted,
    launch,
    build = 'build',
  }: {
    readonly paths: readonly string[];
    readonly wanted: string;
    readonly launch: () => Promise<Browser>;
    readonly build?: Request['build'];
  },
): Engine {
  return {
    name,
    build,
    missing: () => (found(paths) === undefined ? `apt-get install ${wanted}` : null),
    run: (folder, request) => runIn(launch, where, { folder, request }),
  };
}

const chromiumEngine = { paths: CHROMIUM, wanted: 'chromium', launch: () => launchChromium() };
const baseline = { ...chromiumEngine, launch: () => launchChromium('--js-flags=--liftoff-only') };
const firefoxEngine = { paths: FIREFOX, wanted: 'firefox-esr', launch: launchFirefox };

export const CHROMIUMS: readonly Engine[] = [
  engine('chromium, page', 'page', chromiumEngine),
  engine('chromium, worker', 'worker', chromiumEngine),
  engine('chromium, baseline', 'worker', baseline),
  engine('chromium, hooked', 'worker', { ...chromiumEngine, build: 'hooked' }),
];
export const FIREFOXES: readonly Engine[] = [
  engine('firefox, page', 'page', firefoxEngine),
  engine('firefox, worker', 'worker', firefoxEngine),
];
