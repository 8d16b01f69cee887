import { type ChildProcess, spawn } from 'node:child_process';
import { expect, vi } from 'vitest';
import type { Cleanup } from './stack.ts';

const BIN = new URL('../../cli/bin/manyhands.mjs', import.meta.url).pathname;

/** `manyhands work` as a process of its own, with its monitor on a free port. */
export class WorkProcess {
  readonly child: ChildProcess;
  /** What it wrote, errors included. */
  text = '';
  /** How it ended. */
  readonly code: Promise<number | null>;

  constructor(cleanup: Cleanup, ...options: readonly string[]) {
    const argv = [BIN, 'work', '--metrics', '127.0.0.1:0', ...options];
    this.child = spawn(process.execPath, argv, { stdio: ['ignore', 'pipe', 'pipe'] });
    for (const stream of [this.child.stdout, this.child.stderr])
      stream?.on('data', (bytes: Buffer) => {
        this.text += String(bytes);
      });
    this.code = new Promise((ended) => this.child.once('close', ended));
    cleanup.add(async () => {
      this.child.kill('SIGKILL');
      await this.code;
    });
  }

  async says(words: RegExp): Promise<void> {
    await vi.waitFor(() => expect(this.text).toMatch(words), { timeout: 60_000, interval: 20 });
  }

  async get(path: string): Promise<{ status: number; type: string | null; text: string }> {
    await this.says(/metrics at /);
    const [, url] = /metrics at (\S+)\/metrics/.exec(this.text) as RegExpExecArray;
    const reply = await fetch(`${url}${path}`);
    return { status: reply.status, type: reply.headers.get('content-type'), text: await reply.text() };
  }

  /** The value of a metric without labels. */
  async metric(name: string): Promise<number> {
    const { text } = await this.get('/metrics');
    return Number(new RegExp(`^manyhands_${name} (\\S+)$`, 'm').exec(text)?.[1]);
  }

  async reaches(name: string, least: number): Promise<void> {
    await vi.waitFor(async () => expect(await this.metric(name)).toBeGreaterThanOrEqual(least), {
      timeout: 60_000,
      interval: 20,
    });
  }
}
