import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { EnginePhase } from '@manyhands/browser-worker/server';
import type { HostAndPort } from '../options.ts';
import { METRICS_TYPE, metricsText, type Snapshot } from './metrics.ts';

export interface Monitor {
  readonly url: string;
  close(): Promise<void>;
}

export interface Watched {
  snapshot(): Snapshot;
  /** What it does now, as a sentence. */
  sentence(): string;
}

/** Answers `/metrics` and `/healthz` on the address asked for, and nothing else anywhere. */
export async function openMonitor({ host, port }: HostAndPort, watched: Watched): Promise<Monitor> {
  const server = createServer((request, response) => {
    if (request.method !== 'GET' && request.method !== 'HEAD') reply(response, 405, 'only GET is answered\n');
    else if (request.url === '/metrics') reply(response, 200, metricsText(watched.snapshot()), METRICS_TYPE);
    else if (request.url === '/healthz')
      reply(response, statusOf(watched.snapshot().state.phase), `${watched.sentence()}\n`);
    else reply(response, 404, 'there are /metrics and /healthz\n');
  });
  server.requestTimeout = 5_000;
  server.maxConnections = 64;
  await new Promise<void>((resolve, reject) => {
    server.once('error', (cause: NodeJS.ErrnoException) =>
      reject(new Error(`metrics cannot be served on ${host} port ${port}: ${cause.message}`, { cause })),
    );
    server.listen(port, host, resolve);
  });
  const { address, family, port: bound } = server.address() as AddressInfo;
  return {
    url: `http://${family === 'IPv6' ? `[${address}]` : address}:${bound}`,
    close: async () => {
      const closed = new Promise((resolve) => server.close(resolve));
      server.closeAllConnections();
      await closed;
    },
  };
}

/** A coordinator that is away is no fault of this process, and a restart would not bring it back. */
const statusOf = ({ kind }: EnginePhase): number => (kind === 'refused' || kind === 'stopping' ? 503 : 200);

function reply(
  response: ServerResponse,
  status: number,
  text: string,
  type = 'text/plain; charset=utf-8',
): void {
  response.writeHead(status, { 'content-type': type, 'cache-control': 'no-store' }).end(text);
}
