/** A website of another site than the coordinator: `localhost` beside its 127.0.0.1. */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Cleanup } from './stack.ts';

export interface HostPage {
  readonly origin: string;
  /** What it serves from now on. */
  show(html: string, headers?: Readonly<Record<string, string>>): void;
}

/** `name`: another one than `localhost` is another site, or with 127.0.0.1 the coordinator's own. */
export async function startHost(cleanup: Cleanup, name = 'localhost'): Promise<HostPage> {
  let page = { html: '', headers: {} as Readonly<Record<string, string>> };
  const server = createServer((request, response) => {
    const isPage = request.url === '/';
    response.writeHead(isPage ? 200 : 404, { 'content-type': 'text/html; charset=utf-8', ...page.headers });
    response.end(isPage ? page.html : '');
  });
  await new Promise<void>((listening) =>
    server.listen(0, name.endsWith('localhost') ? 'localhost' : name, listening),
  );
  cleanup.add(() => {
    server.closeAllConnections();
    return new Promise((closed) => server.close(closed));
  });
  return {
    origin: `http://${name}:${(server.address() as AddressInfo).port}`,
    show: (html, headers = {}) => {
      page = { html: `<!doctype html><html lang="en"><title>A site</title><h1>News</h1>${html}`, headers };
    },
  };
}
