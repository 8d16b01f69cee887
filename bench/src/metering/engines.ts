import { fork } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Effort, KernelToTime, Timings } from './measure.ts';

export const ENGINES = ['node', 'chromium', 'firefox'] as const;
export type Engine = (typeof ENGINES)[number];

/** Somewhere to measure, in a fresh process or page each time. */
export interface Place {
  measure(kernel: KernelToTime, effort: Effort): Promise<Timings>;
  close(): Promise<void>;
}

export const openPlace = (engine: Engine): Promise<Place> =>
  engine === 'node'
    ? Promise.resolve({ measure: inChild, close: async () => undefined })
    : openBrowser(engine);

const CHILD = new URL('../../dist/metering/child.js', import.meta.url);

function inChild(kernel: KernelToTime, effort: Effort): Promise<Timings> {
  return new Promise((resolve, reject) => {
    const child = fork(CHILD, { serialization: 'advanced' });
    child.once('message', (timings) => resolve(timings as Timings));
    child.once('error', reject);
    child.once('exit', (code) => reject(new Error(`measuring ${kernel.name} ended with code ${code}`)));
    child.send({ kernel, effort });
  });
}

const PROGRAMS = { chromium: '/usr/bin/chromium', firefox: '/usr/bin/firefox-esr' } as const;
/** The browsers' own limits on timers would make short runs unmeasurable without isolation. */
const HEADERS = {
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-embedder-policy': 'require-corp',
};

const PAGE = `<!doctype html><title>bench</title>
<script type="module">import { measure } from '/measure.js'; globalThis.measure = measure;</script>`;

/** What the page's script leaves for us. */
interface PageGlobals {
  measure(kernel: KernelToTime, effort: Effort): Promise<Timings>;
}

async function openBrowser(engine: 'chromium' | 'firefox'): Promise<Place> {
  const playwright = await import('playwright');
  const options =
    engine === 'chromium'
      ? { executablePath: PROGRAMS.chromium, args: ['--no-sandbox', '--disable-gpu'] }
      : { executablePath: PROGRAMS.firefox, channel: 'moz-firefox' };
  const browser = await playwright[engine].launch(options);
  const script = readFileSync(new URL('../../dist/metering/measure.js', import.meta.url));
  const server = createServer((request, response) => {
    const isScript = request.url === '/measure.js';
    response.writeHead(200, { ...HEADERS, 'content-type': isScript ? 'text/javascript' : 'text/html' });
    response.end(isScript ? script : PAGE);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
  return {
    async measure(kernel, effort) {
      const page = await browser.newPage();
      await page.goto(address);
      const timings = await page.evaluate(
        ([kernel, effort]) => (globalThis as unknown as PageGlobals).measure(kernel, effort),
        [kernel, effort] as const,
      );
      await page.close();
      return timings;
    },
    async close() {
      await browser.close();
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
