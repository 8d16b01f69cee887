/** Whether WebKit can end a worker whose kernel never ends: not a plain one, so that it is given hooked builds only. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { compileKernel, instrument } from '@manyhands/wasm-kernels';
import { bundle } from './bundle.ts';
import { PlanServer } from './server.ts';
import { WebKit, webkitMissing } from './webkit.ts';

/** Never ends, and changes memory as it goes: nothing that a compiler could leave out. */
const ENDLESS = `
export function endless(start: u32): u32 {
  const cells = new Uint32Array(64);
  let x = start | 1;
  while (x != 0) { x = x * 1664525 + 1013904223 | 1; cells[x & 63] ^= x; }
  return cells[0];
}`;

/** What `terminate()` did to a worker in an endless hooked kernel, in words; what to install where there is no WebKit. */
export async function terminateInWebKit(): Promise<string> {
  const missing = webkitMissing();
  if (missing !== null) return `not run: ${missing}`;
  const folder = mkdtempSync(join(tmpdir(), 'manyhands-terminate-'));
  const server = new PlanServer(folder);
  try {
    const { wasm } = await compileKernel(ENDLESS);
    writeFileSync(join(folder, 'endless.wasm'), instrument(wasm, { memoryPages: 64, hooked: true }).bytes);
    await bundle('terminate-entry', folder);
    await server.listen();
    return await inBrowser(server);
  } finally {
    server.close();
    rmSync(folder, { recursive: true, force: true });
  }
}

/** A second of the worker's computing and a second after its end, in processor time: messages would stop either way. */
async function inBrowser(server: PlanServer): Promise<string> {
  const browser = await WebKit.start();
  try {
    await browser.goto(`${server.origin}/`);
    await browser.evaluate(START);
    await pollFor(browser, 'return window.slices', (slices) => Number(slices) > 3);
    const running = await cpuWithin(browser);
    await browser.evaluate('window.computing.terminate();');
    await pause(1000);
    const after = await cpuWithin(browser);
    const verdict = after < running / 4 ? 'ends the worker' : 'does not end the worker';
    return `${verdict}: ${running.toFixed(2)} s of processor time in 2 s before, ${after.toFixed(2)} s after`;
  } finally {
    await browser.close();
  }
}

const pause = (milliseconds: number): Promise<void> =>
  new Promise((resolve) => setTimeout(resolve, milliseconds));

async function cpuWithin(browser: WebKit): Promise<number> {
  const before = browser.cpuSeconds;
  await pause(2000);
  return browser.cpuSeconds - before;
}

const START = `
  window.slices = 0;
  window.computing = new Worker('/terminate-entry.js', { type: 'module' });
  window.computing.onmessage = ({ data }) => { window.slices = data; };
  window.computing.onerror = ({ message }) => { window.slices = message || 'error'; };
`;

async function pollFor(
  browser: WebKit,
  script: string,
  enough: (value: unknown) => boolean,
): Promise<unknown> {
  const until = Date.now() + 60_000;
  for (;;) {
    const value = await browser.evaluate(script);
    if (enough(value)) return value;
    if (typeof value === 'string' || Date.now() > until)
      throw new Error(`WebKit gave ${String(value)} for ${script}`);
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
}
