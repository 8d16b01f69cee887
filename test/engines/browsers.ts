/** Chromium and Firefox, in the page and in a worker. */
import { existsSync } from 'node:fs';
import { type Browser, chromium, firefox } from 'playwright';
import { aborted, aptGetInstall, type Engine, type Run } from './engine.ts';
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
  run: Run,
): Promise<EngineResult> {
  const server = new PlanServer(run.folder);
  server.onProgress = run.onProgress;
  await server.listen();
  const browser = await launch();
  try {
    const page = await browser.newPage();
    const { url, result } = server.expect({ where, request: JSON.stringify(run.request) });
    const broken = new Promise<never>((_resolve, reject) => {
      page.on('crash', () => reject(new Error('the page crashed')));
      browser.on('disconnected', () => reject(new Error('the browser ended')));
    });
    const [, found] = await Promise.race([
      Promise.all([page.goto(url), result]),
      broken,
      aborted(run.signal),
    ]);
    return found;
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
    packages,
    launch,
    build = 'build',
  }: {
    readonly paths: readonly string[];
    readonly packages: readonly string[];
    readonly launch: () => Promise<Browser>;
    readonly build?: Request['build'];
  },
): Engine {
  return {
    name,
    build,
    packages,
    missing: () => (found(paths) === undefined ? aptGetInstall(packages) : null),
    run: (run) => runIn(launch, where, run),
  };
}

const chromiumEngine = { paths: CHROMIUM, packages: ['chromium'], launch: () => launchChromium() };
const baseline = { ...chromiumEngine, launch: () => launchChromium('--js-flags=--liftoff-only') };
const firefoxEngine = { paths: FIREFOX, packages: ['firefox-esr'], launch: launchFirefox };

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
