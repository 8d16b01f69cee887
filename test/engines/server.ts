import { readFileSync } from 'node:fs';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { basename, join } from 'node:path';
import type { EngineResult, Progress } from './plan.ts';

const pageWith = (entry: string): string =>
  `<!doctype html><title>engines</title><script type="module" src="/${entry}.js"></script>`;
const ENTRY = 'browser-entry';
const TYPES: Readonly<Record<string, string>> = { js: 'text/javascript', json: 'application/json' };

/** Serves a plan's folder and receives what browsers found. */
export class PlanServer {
  readonly #server: Server;
  readonly #folder: string;
  readonly #waiting = new Map<string, (found: object | { readonly error: string }) => void>();
  /** Told what pages tell of how far they are. */
  onProgress: (progress: Progress) => void = () => {};
  #nextId = 1;

  constructor(folder: string) {
    this.#folder = folder;
    this.#server = createServer((request, response) => this.#answer(request, response));
  }

  async listen(): Promise<void> {
    await new Promise<void>((resolve) => this.#server.listen(0, '127.0.0.1', resolve));
  }

  close(): void {
    this.#server.close();
    this.#server.closeAllConnections();
  }

  get origin(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  /** An address to open, and what the page there will have found; rejects with what it says went wrong. */
  expect<Result = EngineResult>(
    parameters: Readonly<Record<string, string>>,
  ): { url: string; result: Promise<Result> } {
    const id = String(this.#nextId++);
    const result = new Promise<Result>((resolve, reject) => {
      this.#waiting.set(id, (found) =>
        'error' in found ? reject(new Error(String(found.error))) : resolve(found as Result),
      );
    });
    return { url: `${this.origin}/?${new URLSearchParams({ ...parameters, id })}`, result };
  }

  #answer(request: IncomingMessage, response: ServerResponse): void {
    const url = new URL(request.url ?? '/', this.origin);
    if (request.method === 'POST') {
      this.#receive(url, request, response);
      return;
    }
    if (url.pathname === '/')
      return void response
        .setHeader('content-type', 'text/html')
        .end(pageWith(basename(url.searchParams.get('entry') ?? ENTRY)));
    const name = basename(url.pathname);
    try {
      const bytes = readFileSync(join(this.#folder, name));
      const type = TYPES[name.split('.').at(-1) ?? ''] ?? 'application/octet-stream';
      response.setHeader('content-type', type).end(bytes);
    } catch {
      response.writeHead(404).end();
    }
  }

  #receive(url: URL, request: IncomingMessage, response: ServerResponse): void {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      response.end();
      const content: unknown = JSON.parse(Buffer.concat(chunks).toString());
      if (url.pathname === '/progress') this.onProgress(content as Progress);
      else this.#waiting.get(url.searchParams.get('id') ?? '')?.(content as object);
    });
  }
}
