import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { hashOf } from '@manyhands/protocol';
import { WebSocketServer } from 'ws';
import { ScriptedSession } from './session.ts';
import { serveStatic } from './static-files.ts';

/** For tests: the contributor's side of a coordinator, doing only what the test says. */
export class ScriptedCoordinator {
  readonly #server: Server;
  readonly #sockets: WebSocketServer;
  readonly #blobs = new Map<string, Uint8Array>();
  readonly #replies = new Map<string, unknown>();
  readonly #arrived: ScriptedSession[] = [];
  readonly #waiting: ((session: ScriptedSession) => void)[] = [];
  /** All sessions there ever were. */
  readonly sessions: ScriptedSession[] = [];
  /** Paths requested over HTTP, in order. */
  readonly requests: string[] = [];

  constructor(webRoot?: string) {
    this.#server = createServer((request, response) => this.#reply(request, response, webRoot));
    this.#sockets = new WebSocketServer({ server: this.#server, path: '/v1/contribute' });
    this.#sockets.on('connection', (socket) => {
      const session = new ScriptedSession(socket);
      this.sessions.push(session);
      const waiter = this.#waiting.shift();
      if (waiter) waiter(session);
      else this.#arrived.push(session);
    });
  }

  get url(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  async listen(): Promise<this> {
    await new Promise<void>((resolve) => this.#server.listen(0, '127.0.0.1', resolve));
    return this;
  }

  /** Serves bytes under their hash, or under another one to see them refused. Returns the hash. */
  publish(bytes: Uint8Array, hash: string = hashOf(bytes)): string {
    this.#blobs.set(hash, bytes);
    return hash;
  }

  /** What a path of the API answers, as JSON. */
  answer(path: string, reply: unknown): void {
    this.#replies.set(path, reply);
  }

  /** The next session that no earlier call took. */
  nextSession(): Promise<ScriptedSession> {
    const session = this.#arrived.shift();
    if (session) return Promise.resolve(session);
    return new Promise((resolve) => this.#waiting.push(resolve));
  }

  async close(): Promise<void> {
    for (const session of this.sessions) session.drop();
    this.#sockets.close();
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
  }

  #reply(request: IncomingMessage, response: ServerResponse, webRoot?: string): void {
    const path = (request.url ?? '/').split('?')[0];
    this.requests.push(path);
    const blob = /^\/v1\/(?:builds|blobs)\/([0-9a-f]{64})$/.exec(path);
    const bytes = blob && this.#blobs.get(blob[1]);
    if (bytes) response.writeHead(200, { 'content-type': 'application/octet-stream' }).end(bytes);
    else if (this.#replies.has(path))
      response
        .writeHead(200, { 'content-type': 'application/json' })
        .end(JSON.stringify(this.#replies.get(path)));
    else if (webRoot && !blob) void serveStatic(webRoot, path, response);
    else response.writeHead(404).end();
  }
}
