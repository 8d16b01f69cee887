/** WebKitGTK's MiniBrowser under Xvfb, driven by WebDriver's plain HTTP calls. It is given hooked builds only. */
import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { aborted, aptGetInstall, type Engine, type Run } from './engine.ts';
import type { EngineResult } from './plan.ts';
import { PlanServer } from './server.ts';

const DRIVER = '/usr/bin/WebKitWebDriver';
const XVFB = '/usr/bin/Xvfb';
const LIBRARIES = '/usr/lib/x86_64-linux-gnu';
const PACKAGES = ['webkit2gtk-driver', 'xvfb'];
const STARTS_WITHIN = 60_000;
/** Every browser has a display of its own: one that was just given up may not be free yet. */
let displays = 0;

function miniBrowser(): string | undefined {
  if (!existsSync(LIBRARIES)) return undefined;
  const folders = readdirSync(LIBRARIES).filter((name) => name.startsWith('webkit2gtk-'));
  return folders.map((name) => join(LIBRARIES, name, 'MiniBrowser')).find((path) => existsSync(path));
}

export function webkitMissing(): string | null {
  const there = existsSync(DRIVER) && existsSync(XVFB) && miniBrowser() !== undefined;
  return there ? null : aptGetInstall(PACKAGES);
}

/** A port that nothing listens on just now. */
const freePort = (): Promise<number> =>
  new Promise((resolve) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const { port } = server.address() as { port: number };
      server.close(() => resolve(port));
    });
  });

/** One browser with one page. */
export class WebKit {
  readonly #processes: readonly ChildProcess[];
  readonly #base: string;
  #session = '';

  private constructor(processes: readonly ChildProcess[], base: string) {
    this.#processes = processes;
    this.#base = base;
  }

  static async start(): Promise<WebKit> {
    const display = `:${1000 + ((process.pid * 10 + displays++) % 50_000)}`;
    const port = await freePort();
    const xvfb = spawn(XVFB, [display, '-screen', '0', '800x600x24', '-nolisten', 'tcp'], {
      stdio: 'ignore',
    });
    const driver = spawn(DRIVER, [`--port=${port}`, '--host=127.0.0.1'], {
      env: { ...process.env, DISPLAY: display, WEBKIT_DISABLE_SANDBOX_THIS_IS_DANGEROUS: '1' },
      stdio: 'ignore',
    });
    const browser = new WebKit([driver, xvfb], `http://127.0.0.1:${port}`);
    try {
      await browser.#open();
    } catch (error) {
      browser.kill();
      throw error;
    }
    return browser;
  }

  async #open(): Promise<void> {
    const options = { binary: miniBrowser(), args: ['--automation'] };
    const capabilities = { alwaysMatch: { browserName: 'MiniBrowser', 'webkitgtk:browserOptions': options } };
    const until = Date.now() + STARTS_WITHIN;
    for (;;) {
      try {
        const { sessionId } = (await this.#post('', { capabilities })) as { sessionId: string };
        this.#session = `/${sessionId}`;
        return;
      } catch (error) {
        if (Date.now() > until) throw error;
        await new Promise((resolve) => setTimeout(resolve, 300));
      }
    }
  }

  async #post(path: string, body: unknown): Promise<unknown> {
    const response = await fetch(`${this.#base}/session${this.#session}${path}`, {
      method: 'POST',
      body: JSON.stringify(body),
    });
    const { value } = (await response.json()) as { value: { message?: string } };
    if (!response.ok) throw new Error(`WebDriver: ${value.message}`);
    return value;
  }

  async goto(url: string): Promise<void> {
    await this.#post('/url', { url });
  }

  /** Runs a function's body in the page and gives what it returns. */
  evaluate(script: string): Promise<unknown> {
    return this.#post('/execute/sync', { script, args: [] });
  }

  async close(): Promise<void> {
    await fetch(`${this.#base}/session${this.#session}`, { method: 'DELETE' }).catch(() => {});
    this.kill();
  }

  /** Processor time that the browser has used so far, in seconds. */
  get cpuSeconds(): number {
    return cpuSecondsUnder(this.#processes[0].pid ?? 0);
  }

  kill(): void {
    for (const child of this.#processes) child.kill('SIGKILL');
  }
}

const TICKS_PER_SECOND = 100;

/** Of a process and all that descend from it, as /proc has it. */
function cpuSecondsUnder(root: number): number {
  const processes = readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .flatMap((name) => statOf(Number(name)));
  const family = new Set([root]);
  for (let before = 0; before < family.size; ) {
    before = family.size;
    for (const { pid, parent } of processes) if (family.has(parent)) family.add(pid);
  }
  return processes.reduce((sum, { pid, ticks }) => sum + (family.has(pid) ? ticks / TICKS_PER_SECOND : 0), 0);
}

function statOf(pid: number): { pid: number; parent: number; ticks: number }[] {
  try {
    const [, parent, , , , , , , , , , user, system] = (
      readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ').at(-1) ?? ''
    ).split(' ');
    return [{ pid, parent: Number(parent), ticks: Number(user) + Number(system) }];
  } catch {
    return [];
  }
}

async function runIn(where: 'page' | 'worker', run: Run): Promise<EngineResult> {
  const server = new PlanServer(run.folder);
  server.onProgress = run.onProgress;
  await server.listen();
  const browser = await WebKit.start();
  try {
    const { url, result } = server.expect({ where, request: JSON.stringify(run.request) });
    const [, found] = await Promise.race([Promise.all([browser.goto(url), result]), aborted(run.signal)]);
    return found;
  } finally {
    await browser.close();
    server.close();
  }
}

export const WEBKITS: readonly Engine[] = (['page', 'worker'] as const).map((where) => ({
  name: `webkit, ${where}`,
  build: 'hooked',
  packages: PACKAGES,
  missing: webkitMissing,
  run: (run) => runIn(where, run),
}));
