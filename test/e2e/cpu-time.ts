import { readFileSync } from 'node:fs';
import type { Browser } from 'playwright';

/** What of a process's time the system counts in. */
const TICKS_A_SECOND = 100;

/** Of a process so far, in seconds of one core, as the system counts; 0 once it has ended. */
function secondsOf(pid: number): number {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    // The name in parentheses may have spaces; utime and stime are the 12th and 13th after it.
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    return (Number(fields[11]) + Number(fields[12])) / TICKS_A_SECOND;
  } catch {
    return 0;
  }
}

/** Processor time of a browser's pages: of the processes in which all their scripts, workers and kernels run. */
export class PagesTime {
  readonly #browser: Browser;

  constructor(browser: Browser) {
    this.#browser = browser;
  }

  /** Cores that the pages use on average over so many milliseconds. */
  async cores(ms: number): Promise<number> {
    const before = await this.#seconds();
    const from = performance.now();
    await new Promise((resolve) => setTimeout(resolve, ms));
    const after = await this.#seconds();
    let used = 0;
    // What is new is a process that the browser keeps ready for pages yet to come.
    for (const [pid, seconds] of before) used += Math.max(0, (after.get(pid) ?? 0) - seconds);
    return used / ((performance.now() - from) / 1000);
  }

  async #seconds(): Promise<Map<number, number>> {
    const devtools = await this.#browser.newBrowserCDPSession();
    const { processInfo } = await devtools.send('SystemInfo.getProcessInfo');
    await devtools.detach();
    const pages = processInfo.filter(({ type }) => type === 'renderer');
    return new Map(pages.map(({ id }) => [id, secondsOf(id)]));
  }
}
