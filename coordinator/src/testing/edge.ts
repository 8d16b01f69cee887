/** A whole coordinator for one test file: embedded database in memory, real sockets, the referee's processes. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Column, encodeRow, encodeTable, hashOf, type Value } from '@manyhands/protocol';
import { type App, openApp } from '../app.ts';
import type { CoordinatorConfig } from '../config.ts';
import type { Chain } from '../settlement/chain.ts';

export interface Edge {
  readonly app: App;
  readonly url: string;
  readonly dir: string;
  close(): Promise<void>;
}

export async function openEdge(changes: Partial<CoordinatorConfig> = {}, chain?: Chain): Promise<Edge> {
  const dir = await mkdtemp(join(tmpdir(), 'manyhands-edge-'));
  const config: CoordinatorConfig = {
    port: 0,
    host: '127.0.0.1',
    dir,
    database: { kind: 'pglite', dir: null },
    webRoot: null,
    referees: 1,
    payments: null,
    logLevel: 'silent',
    ...changes,
  };
  const app = await openApp(config, chain);
  const url = await app.server.listen({ port: 0, host: '127.0.0.1' });
  return {
    app,
    url,
    dir,
    async close() {
      await app.close();
      await rm(dir, { recursive: true, force: true });
    },
  };
}

/**
 * Payments on a chain that the test brings along. All is computed even if nobody signs for it: how dear a job turns out beside its
 * trial, and so how much of it its work window has room for, is the machine's luck.
 */
export const withPayments = (feePpm: number, workWindows = 1_000_000) => ({
  ...{ rpcUrl: '', hub: '', token: '', operatorKey: '' },
  ...{ feePpm, epochSeconds: null, workWindows },
});

export interface Reply {
  readonly status: number;
  // biome-ignore lint/suspicious/noExplicitAny: tests look into replies of all shapes
  readonly body: any;
}

/** A client that keeps one account's key. */
export class Caller {
  readonly url: string;
  key: string | null = null;

  constructor(url: string) {
    this.url = url;
  }

  static async withAccount(url: string, name = 'ann'): Promise<Caller> {
    const caller = new Caller(url);
    caller.key = (await caller.post('/v1/accounts', { name })).body.key;
    return caller;
  }

  get(path: string): Promise<Reply> {
    return this.#send('GET', path);
  }

  post(path: string, body?: unknown): Promise<Reply> {
    return body === undefined
      ? this.#send('POST', path)
      : this.#send('POST', path, { type: 'application/json', bytes: Buffer.from(JSON.stringify(body)) });
  }

  delete(path: string): Promise<Reply> {
    return this.#send('DELETE', path);
  }

  put(path: string, bytes: Uint8Array): Promise<Reply> {
    return this.#send('PUT', path, { type: 'application/octet-stream', bytes });
  }

  /** Uploads rows as a table; gives its hash. */
  async table(columns: readonly Column[], rows: readonly (readonly Value[])[]): Promise<string> {
    const table = encodeTable(rows.map((row) => encodeRow(columns, row)));
    const hash = hashOf(table);
    const { status, body } = await this.put(`/v1/blobs/${hash}`, table);
    if (status !== 200) throw new Error(JSON.stringify(body));
    return hash;
  }

  async #send(method: string, path: string, sent?: { type: string; bytes: Uint8Array }): Promise<Reply> {
    const headers = new Headers();
    if (this.key !== null) headers.set('authorization', `Bearer ${this.key}`);
    if (sent) headers.set('content-type', sent.type);
    const response = await fetch(`${this.url}${path}`, { method, headers, body: sent?.bytes });
    const text = await response.text();
    const isJson = response.headers.get('content-type')?.startsWith('application/json') ?? false;
    return { status: response.status, body: isJson ? JSON.parse(text) : text };
  }
}

/** Cheap, and different for every input: enough to see rows arrive in their places. */
export const SQUARES = `
export function square(x: i32): i64 {
  let sum: i64 = 0;
  for (let i = 0; i <= x % 50; i++) sum += i64(i) * i;
  return sum;
}`;

export const squareOf = (x: number): bigint => {
  let sum = 0n;
  for (let i = 0n; i <= BigInt(x % 50); i++) sum += i * i;
  return sum;
};

/** Waits for an event, not for time. */
export async function until<T>(look: () => Promise<T | null | false>, milliseconds = 90_000): Promise<T> {
  const end = Date.now() + milliseconds;
  for (;;) {
    const found = await look();
    if (found !== null && found !== false) return found;
    if (Date.now() > end) throw new Error(`not within ${milliseconds} ms`);
    await new Promise((wake) => setTimeout(wake, 50));
  }
}
