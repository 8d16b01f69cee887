import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { decodeContributorFrame, decodeCoordinatorFrame } from '@manyhands/protocol';
import { WebSocket, WebSocketServer } from 'ws';

/** Stands between contributors and a coordinator that comes and goes, and remembers what was acknowledged. */
export class ListeningProxy {
  /** Assignments that the coordinator said were credited. */
  readonly credited = new Set<string>();
  /** Assignments that the coordinator no longer wanted. */
  readonly cancelled = new Set<string>();
  /** Assignments whose answers got lost here. */
  readonly lost = new Set<string>();
  answered = 0;
  /** Whether answers get lost: the coordinator never sees them. */
  losesAnswers = false;
  readonly #server = createServer((request, response) => void this.#forward(request, response));
  readonly #sockets = new WebSocketServer({ noServer: true });
  readonly #target: string;

  /** `target` is the coordinator's HTTP address. */
  constructor(target: string) {
    this.#target = target;
    this.#server.on('upgrade', (request, socket, head) =>
      this.#sockets.handleUpgrade(request, socket, head, (client) => this.#join(client)),
    );
  }

  async listen(): Promise<string> {
    await new Promise<void>((listening) => this.#server.listen(0, '127.0.0.1', listening));
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  close(): Promise<void> {
    for (const client of this.#sockets.clients) client.terminate();
    this.#server.closeAllConnections();
    return new Promise((closed) => this.#server.close(() => closed()));
  }

  async #forward(request: IncomingMessage, response: ServerResponse): Promise<void> {
    try {
      const answer = await fetch(this.#target + request.url);
      response.writeHead(answer.status, { 'content-type': answer.headers.get('content-type') ?? '' });
      response.end(new Uint8Array(await answer.arrayBuffer()));
    } catch {
      response.writeHead(502).end();
    }
  }

  #join(client: WebSocket): void {
    const upstream = new WebSocket(`${this.#target.replace('http', 'ws')}/v1/contribute`, {
      perMessageDeflate: false,
    });
    upstream.on('message', (message: Uint8Array) => {
      const frame = decodeCoordinatorFrame(new Uint8Array(message));
      if (frame.kind === 'credited')
        for (const assignment of frame.assignments) this.credited.add(assignment);
      if (frame.kind === 'cancel') this.cancelled.add(frame.assignment);
      client.send(message);
    });
    client.on('message', (message: Uint8Array) => {
      const frame = decodeContributorFrame(new Uint8Array(message));
      if (frame.kind === 'answer') {
        this.answered++;
        if (this.losesAnswers) {
          this.lost.add(frame.assignment);
          return;
        }
      }
      if (upstream.readyState === WebSocket.OPEN) upstream.send(message);
    });
    upstream.on('close', () => client.close());
    upstream.on('error', () => client.close());
    client.on('close', () => upstream.terminate());
  }
}
