import { existsSync } from 'node:fs';
import fastifyStatic from '@fastify/static';
import type { Server } from './type-provider.ts';

/** Everything from here; kernels are compiled, which is what `wasm-unsafe-eval` means and no more. */
export const POLICY = [
  "default-src 'self'",
  "script-src 'self' 'wasm-unsafe-eval'",
  "connect-src 'self' ws: wss:",
  "base-uri 'none'",
  "form-action 'none'",
  "object-src 'none'",
];
const PAGE_POLICY = [...POLICY, "frame-ancestors 'none'"].join('; ');

/** Serves the built pages. Hashed assets are immutable; pages and the embed script are asked for again each time. */
export async function pageRoutes(app: Server, webRoot: string | null): Promise<void> {
  if (webRoot === null || !existsSync(webRoot)) return;
  await app.register(fastifyStatic, {
    root: webRoot,
    cacheControl: false,
    // The build puts `.br` and `.gz` beside each text.
    preCompressed: true,
    setHeaders: (reply, path) => {
      reply.setHeader('content-security-policy', PAGE_POLICY);
      reply.setHeader('cross-origin-resource-policy', 'cross-origin');
      reply.setHeader('vary', 'accept-encoding');
      reply.setHeader(
        'cache-control',
        path.includes('/assets/') ? 'public, max-age=31536000, immutable' : 'no-cache',
      );
    },
  });
}
