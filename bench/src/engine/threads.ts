import { readdirSync, readFileSync } from 'node:fs';
import type { Browser } from 'playwright';

/** Milliseconds that a thread, a folder of /proc, has been on a core: what other processes take is not in it. */
export const cpuMs = (thread: string): number =>
  Number(readFileSync(`${thread}/schedstat`, 'utf8').split(' ')[0]) / 1e6;

/** The worker thread of any page that works most while something runs: its folder in /proc. */
export async function busiestWorkerThread(browser: Browser, run: () => Promise<void>): Promise<string> {
  const cdp = await browser.newBrowserCDPSession();
  const { processInfo } = await cdp.send('SystemInfo.getProcessInfo');
  await cdp.detach();
  const pages = processInfo.filter(({ type }) => type === 'renderer').map(({ id }) => `/proc/${id}/task`);
  await run();
  const threads = pages.flatMap((folder) => readdirSync(folder).map((id) => `${folder}/${id}`));
  const workers = threads.filter((thread) => readFileSync(`${thread}/comm`, 'utf8').startsWith('Dedicated'));
  if (workers.length === 0) throw new Error('no page has a worker');
  return workers.reduce((most, thread) => (cpuMs(thread) > cpuMs(most) ? thread : most));
}
